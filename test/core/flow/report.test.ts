import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import { createBuild, createProject, faults } from '../../../emulator/index.js'
import type { BuildOverrides, Emulator } from '../../../emulator/types.ts'
import { outputNames } from '../../../src/core/result/outputs.ts'
import { turnedClock } from '../../support/turned-clock.ts'
import { type AskOptions, ask, type Given } from '../builds/query-run.ts'

const folder = mkdtempSync(join(tmpdir(), 'report-'))
afterAll(() => rmSync(folder, { recursive: true }))

function run(builds: readonly BuildOverrides[], given: Given = {}, options: AskOptions = {}) {
  const world = {
    projects: [createProject('web')],
    builds: builds.map((build, index) => createBuild({ id: index + 1, buildNumber: `n${index + 1}`, ...build })),
  }
  return ask(world, { 'if-none': 'fail', explain: 'false', summary: 'true', ...given }, options)
}

const refuse = { prepare: ({ fault }: Emulator) => void fault(() => true, faults.status(403)) }
const running = { status: 'inProgress' }
const wait = { wait: 'true', 'wait-timeout': '10s', 'poll-interval': '5s' }

describe('Every output is set, once it is over, with the outcome', () => {
  test.each<[string, 'passed' | 'failed', boolean, BuildOverrides[], Given, AskOptions?]>([
    ['found', 'passed', true, [{}], {}],
    ['passed', 'passed', true, [{}], { 'require-result': 'succeeded' }],
    ['failed', 'failed', true, [{ result: 'failed' }], { 'require-result': 'succeeded' }],
    ['none', 'failed', true, [], {}],
    ['none', 'passed', true, [], { 'if-none': 'ignore' }],
    ['timed-out', 'failed', true, [running], wait, { clock: turnedClock(Date.now()) }],
    ['error', 'failed', false, [{}], {}, refuse],
    ['error', 'failed', false, [{}], { top: 'many' }],
    ['dry-run', 'passed', false, [{}], { 'dry-run': 'true' }],
  ])(
    '%s, which ends the step as %s, and an answer: %j',
    async (outcome, result, answers, builds, given, options = {}) => {
      const { outputs, ending } = await run(builds, given, options)
      expect(Object.keys(outputs).sort()).toEqual([...outputNames].sort())
      expect({ outcome: outputs.outcome, ending }).toEqual({ outcome, ending: { result } })
      const { count, truncated, builds: list, 'builds-file': file } = outputs
      expect([count, truncated, list, file].map(value => value !== '')).toEqual(Array(4).fill(answers))
    },
  )
})

describe('A summary', () => {
  test.each<[string, Given, AskOptions, RegExp]>([
    ['of an answer', {}, {}, /^## web: found/],
    ['of an error', {}, refuse, /^## web: error ⛔\n\n\*\*The token lacks a scope/],
    [
      'of invalid inputs',
      { top: 'many' },
      {},
      /^## Azure DevOps builds: error ⛔[\s\S]*top &#34;many&#34; is not a whole number/,
    ],
  ])('is written %s', async (_, given, options, page) => {
    expect((await run([{}], given, options)).summary).toMatch(page)
  })

  test.each<[Given, AskOptions]>([
    [{ summary: 'false' }, {}],
    [{ summary: 'FALSE', top: 'many' }, {}],
    [{ summary: 'false' }, refuse],
    [{ 'dry-run': 'true' }, {}],
  ])('is not written with %j, in case %#', async (given, options) => {
    expect((await run([{}], given, options)).summary).toBe('')
  })

  test('that cannot be written is a warning, and no more', async () => {
    const onSummary = () => Promise.reject(new Error('no space left'))
    const { warnings, outputs, ending } = await run([{}], {}, { onSummary })
    expect(warnings).toEqual(['The summary was not written: no space left'])
    expect({ outcome: outputs.outcome, ending }).toEqual({ outcome: 'found', ending: { result: 'passed' } })
  })
})

describe('When nothing is found,', () => {
  test('the error says what was searched', async () => {
    const { errors } = await run([{}], { branch: 'mian' })
    expect(errors).toEqual([expect.stringMatching(/^No build found: branch refs\/heads\/mian, project web\.\n/)])
    expect(errors[0]).toContain('\n  Did you mean branch main?')
  })

  test('because the list was cut, both are told', async () => {
    const { warnings } = await run([{}, {}], { branch: 'x*', 'scan-limit': '1', 'if-none': 'warn' })
    expect(warnings).toEqual([
      expect.stringMatching(/^The list of builds of web was cut at scan-limit/),
      expect.stringMatching(/^No build found: branch refs\/heads\/x\*/),
    ])
  })

  test('nothing more is requested if nobody wants to know', async () => {
    expect((await run([], { 'if-none': 'ignore' })).requests).toHaveLength(2)
    expect((await run([], { 'if-none': 'warn' })).requests).toHaveLength(3)
  })
})

test('A broken rule is an error with its builds, and a kept one is in the last line', async () => {
  const { errors } = await run([{ result: 'failed' }], { 'require-result': 'succeeded' })
  expect(errors).toEqual([
    expect.stringMatching(/^Gate failed: [^\n]*n1 [^\n]*require-result: succeeded\n {2}http:.*buildId=1$/),
  ])
  const { log, errors: none } = await run([{}], { 'require-result': 'succeeded' })
  expect([log.at(-1), none]).toEqual([expect.stringMatching(/^Gate passed: .*n1 \(succeeded\)\./), []])
})

test('Links lead to the page that the server has', async () => {
  expect((await run([{}], {}, { maxVersion: '4.1' })).outputs['build-url']).toMatch(/\/web\/_build\/index\?buildId=1$/)
  expect((await run([{}])).outputs['build-url']).toMatch(/\/web\/_build\/results\?buildId=1$/)
})

test('A builds file that replaces another is told', async () => {
  const file = join(folder, 'builds.json')
  expect((await run([{}], { 'output-file': file })).log).not.toContain(`Replaced the file that was at ${file}.`)
  writeFileSync(file, 'something else')
  const { log, outputs, builds } = await run([{}], { 'output-file': file })
  expect(log).toContain(`Replaced the file that was at ${file}.`)
  expect([outputs['builds-file'], builds?.length]).toEqual([file, 1])
})

test('A step that is canceled while it reads a list has no answer', async () => {
  const prepare = ({ fault }: Emulator) =>
    void fault(
      () => true,
      (_, response) => {
        process.emit('SIGTERM')
        response.destroy()
      },
    )
  const { outputs, ending, warnings, summary } = await run([{}], {}, { prepare })
  expect(ending).toEqual({ result: 'canceled', signal: 'SIGTERM' })
  expect(outputs).toMatchObject({ outcome: 'canceled', count: '', builds: '' })
  expect(warnings).toEqual(['The step was canceled (SIGTERM). No more requests are sent.'])
  expect(summary).toMatch(/^## web: canceled 🚫/)
})

test('An error that nobody caught ends the step as one of its own', async () => {
  const prepare = ({ fault }: Emulator) =>
    void fault(
      () => true,
      () => void process.emit('unhandledRejection', new Error('a stray'), Promise.resolve()),
    )
  const { outputs, errors } = await run([{}], {}, { prepare })
  expect(outputs.outcome).toBe('error')
  expect(errors).toEqual([expect.stringMatching(/^The step itself failed\.[\s\S]*a stray/)])
})
