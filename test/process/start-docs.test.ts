import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { generateWorld, setPipeline } from '../../emulator/index.js'
import { repository } from '../../hosts/repository.js'
import { texts, withKey } from '../package/pipeline.ts'
import { azure, type Bundle, emulatorForEachTest, gitHub } from '../support/step.ts'

const commit = '4f0c9d1be7a35286f1d0c4b39a8e75120c6bd3fa'

/** What hosts put in the place of these references. */
const references: Record<string, string> = {
  '${{ github.ref }}': 'refs/heads/main',
  '${{ github.sha }}': commit,
  '$(Build.SourceBranch)': 'refs/heads/main',
  '$(Build.SourceVersion)': commit,
  '${{ inputs.environment }}': 'test',
}

interface Example {
  readonly title: string
  readonly bundle: Bundle
  readonly inputs: Record<string, string>
}

/** Each step that starts a build in the YAML of a page. Its inputs are under their kebab-case names, as `run` takes them. */
function examplesIn(title: string, text: string): Example[] {
  const value: unknown = parse(text)
  const kebab = (name: string) => name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)
  const onGitHub = withKey(value, 'uses').map(step => ({ bundle: gitHub, inputs: texts(step.with) }))
  const onAzure = withKey(value, 'task').map(step => ({
    bundle: azure,
    inputs: Object.fromEntries(Object.entries(texts(step.inputs)).map(([name, each]) => [kebab(name), each])),
  }))
  return [...onGitHub, ...onAzure]
    .filter(({ inputs }) => inputs.start === 'true')
    .map(({ bundle, inputs }) => ({ title: `${title} on ${bundle.name}`, bundle, inputs }))
}

const page = readFileSync(join(repository, 'docs/starting.md'), 'utf8')
const sections = page.split(/^## /m).slice(1)
const examples = [
  ...sections.flatMap(section =>
    [...section.matchAll(/```yaml\n(.*?)```/gs)].flatMap(([, text = '']) =>
      examplesIn(section.split('\n')[0] ?? '', text),
    ),
  ),
  ...examplesIn('examples/github', readFileSync(join(repository, 'examples/github/start-build.yml'), 'utf8')),
]

describe('the recipes of docs/starting.md, and the example', () => {
  const world = generateWorld()
  const on = emulatorForEachTest({ world })
  const parameters = {
    environment: { values: ['test', 'production'] },
    verbose: { type: 'boolean' as const },
    regions: { type: 'object' as const },
  }
  beforeEach(() => {
    for (const definition of world.definitions)
      setPipeline(definition, {
        parameters: definition.name === 'web release' ? parameters : {},
        course: [{ after: 0, status: 'completed', result: 'succeeded' }],
      })
  })

  test('are there for both hosts', () => {
    expect(examples.map(({ title }) => title)).toEqual([
      'Start a pipeline with parameters, and wait on GitHub',
      'Start a pipeline with parameters, and wait on Azure',
      'Start a build of the same commit on GitHub',
      'Start a build of the same commit on Azure',
      'Start a build, and do not wait on GitHub',
      'Start a build, and do not wait on Azure',
      'examples/github on GitHub',
    ])
  })

  test.each(examples)('$title: it works', async ({ bundle, inputs }) => {
    const { organization: _, project: __, pat: ___, ...given } = inputs
    for (const [reference, value] of Object.entries(references))
      for (const [name, text] of Object.entries(given)) given[name] = text.replaceAll(reference, value)
    if (given.wait === 'true') given['poll-interval'] = '1s'
    const before = world.builds.length
    const { outputs } = await on.run(bundle, given)
    const [own, ...others] = world.builds.slice(before)
    expect([outputs.outcome, outputs['build-id']]).toEqual([
      given.wait === 'true' ? 'passed' : 'started',
      String(own?.id),
    ])
    expect(others).toEqual([])
    expect(own?.definition.name).toBe(given.pipelines)
    if (given.commit !== undefined) expect(own?.sourceVersion).toBe(commit)
    if (given.parameters !== undefined)
      expect(own?.templateParameters).toEqual({ environment: 'test', verbose: 'true', regions: '["west", "north"]' })
  })
})
