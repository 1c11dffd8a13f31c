import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { repository } from '../../hosts/repository.js'
import { problems, type TemplateSchema } from './template-schema.ts'

interface Action extends Record<string, unknown> {
  inputs: Record<string, Record<string, unknown>>
  outputs: Record<string, { description?: string }>
  runs: Record<string, unknown>
}

/** The manifests of both steps. */
const actions = ['action.yml', 'call/action.yml'].map(
  path => [path, parse(readFileSync(join(repository, path), 'utf8')) as Action] as const,
)

/** https://github.com/actions/languageservices/blob/main/workflow-parser/src/action-v1.0.json */
const schemaFile = join(repository, '../shared/specs/action-v1.0.json')
if (!existsSync(schemaFile)) console.info(`Skipped: the schema of action.yml is not at ${schemaFile}.`)
const testSchema = existsSync(schemaFile) ? test : test.skip
const check = (value: unknown) =>
  problems(JSON.parse(readFileSync(schemaFile, 'utf8')) as TemplateSchema, 'action-root-strict', value)

describe.each(actions)('%s and the strict schema', (_, action) => {
  testSchema('agree', () => {
    expect(check(action)).toEqual([])
  })

  const { description: __, ...undescribed } = action
  const wrong: [string, unknown][] = [
    ['an unknown key', { ...action, extra: 1 }],
    ['no description', undescribed],
    ['Node.js 22', { ...action, runs: { using: 'node22', main: 'dist/github/index.js' } }],
    ['no main', { ...action, runs: { using: 'node24' } }],
    ['an unknown icon', { ...action, branding: { icon: 'unicorn', color: 'blue' } }],
    ['required that is a text', { ...action, inputs: { a: { description: 'a', required: 'true' } } }],
  ]
  testSchema.each(wrong)('do not agree with %s', (_, value) => {
    expect(check(value)).toHaveLength(1)
  })
})

describe.each(actions)('%s', (path, action) => {
  test('has what the Marketplace asks for', () => {
    expect(String(action.name).length).toBeGreaterThan(0)
    expect(String(action.description).length).toBeLessThanOrEqual(125)
    expect(action.branding).toEqual({ icon: expect.any(String), color: expect.any(String) })
  })

  test('names inputs and outputs as the runner reads them, and describes each', () => {
    for (const [name, { description }] of Object.entries({ ...action.inputs, ...action.outputs }))
      expect([name, description]).toEqual([expect.stringMatching(/^[a-z][a-z-]*$/), expect.stringMatching(/\S/)])
  })

  test('runs a bundle that is there', () => {
    expect(existsSync(join(repository, dirname(path), String(action.runs.main)))).toBe(true)
  })
})
