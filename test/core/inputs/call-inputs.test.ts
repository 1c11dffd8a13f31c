import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from '@jest/globals'
import { readTaskManifest } from '../../../hosts/azure/task-manifest.js'
import { readActionInputs } from '../../../hosts/github/action-manifest.js'
import { actionYml } from '../../../scripts/generate/action.js'
import { callManifest } from '../../../scripts/generate/manifests.js'
import { taskJson } from '../../../scripts/generate/task.js'
import type { Tables } from '../../../scripts/generate/types.ts'
import { causes } from '../../../src/core/errors/causes.ts'
import { callInputNames, callInputs } from '../../../src/core/inputs/call-inputs.ts'
import { callGroups, type Input } from '../../../src/core/inputs/input.ts'
import { readers } from '../../../src/core/inputs/input-types.ts'
import { camel, declarations } from '../../../src/core/inputs/inputs.ts'
import { callOutputNames, callOutputs } from '../../../src/core/rest/call-outputs.ts'
import { noon } from '../../support/samples.ts'

const place = (name: string) => fileURLToPath(new URL(`../../../${name}`, import.meta.url))
const read = (name: string) => readFileSync(place(name), 'utf8')
const { version } = JSON.parse(read('package.json')) as { version: string }
const inputs: Readonly<Record<string, Input>> = callInputs
const spell = camel as (name: string) => string
const tables: Tables = { version, inputs, groups: callGroups, outputs: callOutputs, camel: spell }

describe('The tables of the call step are what is in', () => {
  test.each<[string, () => string]>([
    ['call/action.yml', () => actionYml(tables, callManifest)],
    ['call/task.json', () => taskJson(tables, callManifest)],
  ])('%s', (name, written) => {
    expect(read(name)).toBe(written())
  })
})

describe('A manifest of the call step', () => {
  const action = readActionInputs(place('call/action.yml'))
  const task = readTaskManifest(place('call/task.json'))

  test.each(callInputNames)('gives %s the default of the table on both hosts, and none where it has none', name => {
    const { default: standard, only } = inputs[name] as Input
    expect(task?.inputs[camel(name)]).toBe(standard ?? '')
    if (only === 'azure') expect(Object.keys(action)).not.toContain(name)
    else expect([Object.keys(action).includes(name), action[name]]).toEqual([true, standard])
  })

  test('shows a placeholder of a route in its braces', () => {
    expect(read('call/action.yml')).toContain('`GET /{project}/_apis/git/repositories`')
    expect(read('call/task.json')).toContain('any `{name}` of `parameters`')
  })
})

describe('The table of the call step', () => {
  test.each(callInputNames)('has a default for %s that it can read', name => {
    const { type, default: standard, ...bounds } = inputs[name] as Input
    if (standard !== undefined) expect(() => readers[type](standard, { ...bounds, now: noon })).not.toThrow()
  })

  test('has what both steps have as the builds step has it', () => {
    const both = callInputNames.filter(name => name in declarations)
    const builds: Readonly<Record<string, Input>> = declarations
    expect(both).toEqual(expect.arrayContaining(['organization', 'pat', 'username', 'connection', 'request-timeout']))
    const same = ({ label, only, requiredOn, default: standard }: Input) => ({ label, only, requiredOn, standard })
    const others = both.filter(name => !['project', 'output-file', 'parameters'].includes(name))
    for (const name of others) expect([name, same(inputs[name] as Input)]).toEqual([name, same(builds[name] as Input)])
  })

  test('names only inputs of its own in its texts', () => {
    const texts = [
      ...Object.values(inputs).map(({ help, helpOn = {} }) => [help, ...Object.values(helpOn)].join(' ')),
      ...Object.values(callOutputs),
    ]
    const named = texts.flatMap(text => [...text.matchAll(/(?<!\{)\{([a-z-]+)\}(?!\})/g)].map(([, name]) => name))
    expect(named.length).toBeGreaterThan(5)
    expect(named.filter(name => !(callInputNames as string[]).includes(name ?? ''))).toEqual([])
  })

  test('has outputs whose names no input has', () => {
    expect(callOutputNames.filter(name => (callInputNames as string[]).includes(name))).toEqual([])
  })

  test('names only inputs that the call step has in the causes of a call', () => {
    const own = Object.entries(causes).filter(([name]) => name.startsWith('call-'))
    const named = own.flatMap(([, { what, why, fix }]) =>
      [...`${what} ${why} ${fix}`.matchAll(/\{([a-z-]+)\}/g)].map(([, name]) => name),
    )
    expect(own.length).toBeGreaterThan(5)
    expect(named.filter(name => !(callInputNames as string[]).includes(name ?? ''))).toEqual([])
  })
})
