import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from '@jest/globals'
import { readTaskManifest } from '../../../hosts/azure/task-manifest.js'
import { readActionInputs } from '../../../hosts/github/action-manifest.js'
import { actionYml } from '../../../scripts/generate/action.js'
import { taskJson } from '../../../scripts/generate/task.js'
import type { Tables } from '../../../scripts/generate/types.ts'
import { version } from '../../../src/core/base/version.ts'
import { groups } from '../../../src/core/inputs/input.ts'
import { readers } from '../../../src/core/inputs/input-types.ts'
import { camel, declarations, inputNames } from '../../../src/core/inputs/inputs.ts'
import { outputNames, outputs } from '../../../src/core/result/outputs.ts'
import { noon } from '../../support/samples.ts'

const place = (name: string) => fileURLToPath(new URL(`../../../${name}`, import.meta.url))
const read = (name: string) => readFileSync(place(name), 'utf8')
const project = JSON.parse(read('package.json')) as { version: string }
const tables: Tables = {
  version: project.version,
  inputs: declarations,
  groups,
  outputs,
  camel: camel as (name: string) => string,
}

describe('The tables of inputs and outputs are what is in', () => {
  test.each<[string, () => string]>([
    ['action.yml', () => actionYml(tables)],
    ['task.json', () => taskJson(tables)],
  ])('%s', (name, written) => {
    expect(read(name)).toBe(written())
  })
})

test('The versions of package.json, task.json and the code agree', () => {
  const { version: task } = JSON.parse(read('task.json')) as { version: Record<string, number> }
  expect([version, `${task.Major}.${task.Minor}.${task.Patch}`]).toEqual([project.version, project.version])
})

describe('A manifest', () => {
  const action = readActionInputs(place('action.yml'))
  const task = readTaskManifest(place('task.json'))

  test.each(inputNames)('gives %s the default of the table on both hosts, and none where it has none', name => {
    const { default: standard, only } = declarations[name]
    expect(task?.inputs[camel(name)]).toBe(standard ?? '')
    if (only === 'azure') expect(Object.keys(action)).not.toContain(name)
    else expect([Object.keys(action).includes(name), action[name]]).toEqual([true, standard])
  })

  test('of Azure Pipelines declares every output, and lets the task set nothing else', () => {
    expect(task?.settableVariables).toEqual(outputNames.map(camel))
    expect(task?.outputVariables).toEqual(outputNames.map(camel))
  })

  test('of Azure Pipelines declares every group of inputs, and no other', () => {
    const { inputs, groups: declared } = JSON.parse(read('task.json'))
    const names = declared.map(({ name }: { name: string }) => name)
    expect(names).toEqual(Object.keys(groups))
    expect(new Set(inputs.map(({ groupName }: { groupName: string }) => groupName))).toEqual(new Set(names))
  })
})

describe('The input', () => {
  test.each(inputNames)('%s has a label, help of one paragraph, and a default of its type', name => {
    const { label, help, type, default: standard, ...bounds } = declarations[name]
    expect(label).toMatch(/^[A-Z].*[A-Za-z]$/)
    expect(help).toMatch(/^[^\n]+\.$/)
    if (standard !== undefined) expect(() => readers[type](standard, { ...bounds, now: noon })).not.toThrow()
  })

  test('names are different from one another on both hosts, whatever their case', () => {
    expect(new Set(inputNames.map(name => camel(name).toLowerCase())).size).toBe(inputNames.length)
    for (const name of inputNames) expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/)
  })
})
