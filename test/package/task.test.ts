import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import AjvDraft04 from 'ajv-draft-04'
import { repository } from '../../hosts/repository.js'

interface Named {
  name: string
  [key: string]: unknown
}
interface Task extends Record<string, unknown> {
  groups: Named[]
  inputs: (Named & { label: string; type: string; groupName?: string; options?: object; visibleRule?: string })[]
  outputVariables: Named[]
  execution: Record<string, { target: string }>
}

const read = (name: string): unknown => JSON.parse(readFileSync(join(repository, name), 'utf8'))
/** The manifests of both steps. */
const tasks = ['task.json', 'call/task.json'].map(path => [path, read(path) as Task] as const)

/** https://github.com/microsoft/azure-pipelines-task-lib/blob/master/tasks.schema.json */
const schemaFile = join(repository, '../shared/specs/tasks.schema.json')
if (!existsSync(schemaFile)) console.info(`Skipped: the schema of task.json is not at ${schemaFile}.`)
const testSchema = existsSync(schemaFile) ? test : test.skip

/** One of its patterns has an escape that the u flag does not allow. */
const validate = (value: unknown): string[] => {
  // The package's types name its default export, while Node.js gives CommonJS modules whole.
  const Ajv = ((AjvDraft04 as unknown as { default?: unknown }).default ?? AjvDraft04) as new (
    options: object,
  ) => { compile: (schema: object) => ((value: unknown) => boolean) & { errors?: { message?: string }[] } }
  const check = new Ajv({ strict: false, unicodeRegExp: false, allErrors: true, validateFormats: false }).compile(
    JSON.parse(readFileSync(schemaFile, 'utf8')) as object,
  )
  check(value)
  return (check.errors ?? []).map(({ message }) => message ?? '')
}

describe.each(tasks)('%s and the schema', (_, task) => {
  testSchema('agree', () => {
    expect(validate(task)).toEqual([])
  })

  const wrong: [string, object][] = [
    ['an unknown key', { ...task, extra: 1 }],
    ['a handler that does not exist', { ...task, execution: { Node22: { target: 'index.js' } } }],
    ['a name with a hyphen', { ...task, inputs: [{ name: 'min-time', label: 'x', type: 'string' }] }],
  ]
  testSchema.each(wrong)('do not agree with %s', (_, value) => {
    expect(validate(value)).not.toEqual([])
  })
})

// What tfx only warns about, and what the server and the agent refuse:
// https://github.com/microsoft/tfs-cli/blob/master/app/lib/jsonvalidate.ts
describe.each(tasks)('%s', (path, task) => {
  test('has what a task must have', () => {
    expect(task.id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
    expect(task.name).toMatch(/^[A-Za-z0-9-]+$/)
    expect(String(task.friendlyName).length).toBeLessThanOrEqual(40)
    for (const key of ['description', 'author', 'instanceNameFormat', 'helpMarkDown', 'minimumAgentVersion'])
      expect([key, task[key]]).toEqual([key, expect.stringMatching(/\S/)])
  })

  test('runs the same bundle, which is there, on handlers that are not at their end', () => {
    expect(Object.keys(task.execution)).toEqual(['Node20_1', 'Node24'])
    const targets = new Set(Object.values(task.execution).map(({ target }) => target))
    expect([...targets].map(target => existsSync(join(repository, target)))).toEqual([true])
  })

  test('names every input, group and output once, and every group of an input exists', () => {
    for (const list of [task.inputs, task.groups, task.outputVariables]) {
      const names = list.map(({ name }) => name.toLowerCase())
      expect(names).toEqual([...new Set(names)])
    }
    const groups = task.groups.map(({ name }) => name)
    expect(task.inputs.filter(({ groupName }) => !groups.includes(groupName ?? ''))).toEqual([])
  })

  const ruled = task.inputs.filter(({ visibleRule }) => visibleRule !== undefined)
  test.each(ruled)('shows $name only with an input that there is: $visibleRule', ({ name, visibleRule }) => {
    // The form knows one kind of joint in a rule, and takes the whole rest for a value otherwise.
    const rules = String(visibleRule).split(visibleRule?.includes('||') ? ' || ' : ' && ')
    for (const rule of rules) {
      const [, other, value] = /^(\w+) (?:!=|=) (""|\w+)$/.exec(rule) ?? []
      const input = task.inputs.find(one => one.name === other && one.name !== name)
      const values = input?.type === 'boolean' ? ['true', 'false'] : ['""', ...Object.keys(input?.options ?? {})]
      expect([rule, input === undefined ? [] : values]).toEqual([rule, expect.arrayContaining([value])])
    }
  })

  test('shows what it depends on, when it shows an input', () => {
    const hidden = (name: string) => task.inputs.find(input => input.name === name)?.visibleRule
    expect(
      ruled.filter(({ visibleRule }) => hidden(/^\w+/.exec(visibleRule ?? '')?.[0] ?? '') === visibleRule),
    ).toEqual([])
  })

  test('is named in the editor by inputs that it has', () => {
    const names = [...String(task.instanceNameFormat).matchAll(/\$\((\w+)\)/g)].map(([, name]) => name)
    expect(names).toEqual([path === 'task.json' ? 'pipelines' : 'route'])
    expect(task.inputs.map(({ name }) => name)).toEqual(expect.arrayContaining(names))
  })

  test('explains itself in the names of Azure Pipelines, and says nothing of GitHub', () => {
    const help = [task, ...task.inputs, ...task.outputVariables].map(one => String(one.helpMarkDown ?? one.description))
    const names = [...task.inputs, ...task.outputVariables].map(({ name }) => name)
    const kebab = names
      .map(name => name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`))
      // An outcome has the name of this one.
      .filter(name => name.includes('-') && name !== 'dry-run')
    expect(help.filter(text => kebab.some(name => new RegExp(`(?<![\\w-])${name}(?![\\w-])`).test(text)))).toEqual([])
    expect(help.filter(text => /workflow|runner|GitHub (?!Enterprise)[a-z]|secrets\./.test(text))).toEqual([])
    expect(kebab.length).toBeGreaterThan(3)
  })

  test('gives every list of choices its options, and every input a label', () => {
    expect(task.inputs.filter(({ type, options }) => type === 'pickList' && !options)).toEqual([])
    expect(task.inputs.filter(({ label }) => label.trim() === '' || label.length > 60)).toEqual([])
  })
})

test('The tasks have ids and names of their own', () => {
  for (const key of ['id', 'name', 'friendlyName']) {
    const values = tasks.map(([, task]) => task[key])
    expect(values).toEqual([...new Set(values)])
  }
})

describe('the icons', () => {
  const icons: [string, number][] = [
    ['images/icon.png', 32],
    ['images/extension-icon.png', 128],
  ]
  test.each(icons)('%s is a PNG of %i pixels, square', (name, size) => {
    const bytes = readFileSync(join(repository, name))
    expect(bytes.toString('latin1', 0, 8)).toBe('\x89PNG\r\n\x1a\n')
    expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([size, size])
  })
})
