import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { repository } from '../../hosts/repository.js'
import { withKey } from './pipeline.ts'

const read = (name: string) => readFileSync(join(repository, name), 'utf8')
const extension = JSON.parse(read('vss-extension.json')) as {
  id: string
  publisher: string
  description: string
  tags: string[]
  badges: { href: string; uri: string; description: string }[]
  links: Record<string, { uri: string }>
  screenshots: { path: string }[]
  customerQnASupport: object
}
const home = `https://github.com/${extension.publisher}/${extension.id}`

/** The anchor that GitHub makes of a heading. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-')

/** Whether an address of this repository leads to a page, and to a heading in it. */
function leadsSomewhere(uri: string): boolean {
  const [, path = '', anchor = ''] = /^([^#]*)#?(.*)$/.exec(uri.slice(home.length)) ?? []
  if (/^\/(issues|discussions)$/.test(path)) return true
  const [, workflow, file = 'README.md'] =
    /^(?:\/actions\/workflows\/([\w-]+\.yml).*|\/blob\/main\/(.+))?$/.exec(path) ?? []
  if (workflow !== undefined) return existsSync(join(repository, '.github/workflows', workflow))
  if (!existsSync(join(repository, file))) return false
  const headings = [...read(file).matchAll(/^#+ (.+)$/gm)].map(([, heading]) => anchorOf(String(heading)))
  return ['', 'readme', ...headings].includes(anchor)
}

describe('the extension of the Marketplace', () => {
  test('says in few words what it is for', () => {
    // tfx refuses more.
    expect(extension.description.length).toBeLessThanOrEqual(200)
    expect(extension.description).toMatch(/\.$/)
    expect(extension.tags.length).toBeLessThanOrEqual(10)
    expect(extension.tags).toEqual([...new Set(extension.tags)])
  })

  const addresses = [...Object.values(extension.links), ...extension.badges.map(({ href }) => ({ uri: href }))]
  test.each([...new Set(addresses.map(({ uri }) => uri))])('links to a page that there is: %s', uri => {
    expect([uri, uri.startsWith(home), leadsSomewhere(uri)]).toEqual([uri, true, true])
  })

  test('shows badges of workflows that there are', () => {
    for (const { href, uri } of extension.badges) expect(uri).toBe(`${href}/badge.svg?branch=main`)
    expect(extension.badges.length).toBeGreaterThan(0)
  })

  test('sends questions to where the repository answers them', () => {
    // tfx passes on only a boolean: https://github.com/microsoft/tfs-cli
    expect(extension.customerQnASupport).toEqual({ enableMarketplaceQnA: true, url: `${home}/discussions` })
  })

  test('has the summary in light and dark as its screenshots', () => {
    expect(extension.screenshots.map(({ path }) => [path, existsSync(join(repository, 'docs', path))])).toEqual([
      ['images/summary-light.png', true],
      ['images/summary-dark.png', true],
    ])
  })
})

describe('the pipelines on its page', () => {
  const tasks = ['task.json', 'call/task.json'].map(
    path =>
      JSON.parse(read(path)) as {
        name: string
        version: { Major: number }
        inputs: { name: string }[]
        outputVariables: { name: string }[]
      },
  )
  const taskOf = (block: string) =>
    tasks.find(({ name, version }) => block.includes(`task: ${name}@${version.Major}\n`))
  const blocks = [...read('docs/marketplace.md').matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(([, block]) =>
    String(block),
  )
  const pipelines = blocks.map(block => [/displayName: (.*)/.exec(block)?.[1], block] as const)

  test('are several, of both tasks', () => {
    expect(pipelines.length).toBeGreaterThanOrEqual(4)
    expect(new Set(blocks.map(taskOf))).toEqual(new Set(tasks))
  })

  test.each(pipelines)('are whole, and use what the task has: %s', (_, block) => {
    const pipeline = parse(block) as Record<string, unknown>
    expect(Object.keys(pipeline)).toEqual(['trigger', 'pool', 'steps'])
    const steps = withKey(pipeline, 'task') as { task: string; name: string; inputs: object }[]
    expect(steps).toHaveLength(1)
    const { inputs, outputVariables } = taskOf(block) ?? { inputs: [], outputVariables: [] }
    const names = inputs.map(({ name }) => name)
    expect(Object.keys(steps[0]?.inputs ?? {}).filter(name => !names.includes(name))).toEqual([])
    const outputs = outputVariables.map(({ name }) => name)
    const read = [...block.matchAll(new RegExp(`\\$\\(${steps[0]?.name}\\.(\\w+)\\)`, 'g'))].map(([, name]) => name)
    expect(read.filter(name => !outputs.includes(name ?? ''))).toEqual([])
    // The outputs of such a step would overwrite predefined variables.
    expect(steps[0]?.name).not.toMatch(/^(build|system|agent|release)$/i)
    expect(withKey(pipeline, 'script').filter(({ script }) => /\$\(|\$\{\{/.test(String(script)))).toEqual([])
  })
})
