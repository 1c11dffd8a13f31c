import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { faults } from '../../emulator/index.js'
import { findLeaks } from '../../hosts/index.js'
import type { Result } from '../../hosts/types.js'
import { type Bundle, behind, bundles, emulatorForEachTest, errorsOf, gitHub, type Options } from '../support/step.ts'
import { inTurn, testInTurn } from '../support/thorough.ts'

const failed = 'The step itself failed.'
const token = '$' + '{process.env.INPUT_PAT}'

/** What goes wrong beside the step, in its own process, while it waits for the service. */
const accidents: readonly [string, string][] = [
  ['an exception', `throw new Error(\`oops ${token}\`)`],
  ['a rejected promise', `Promise.reject(new Error(\`oops ${token}\`))`],
  ['a text that is thrown', `throw \`oops ${token}\``],
  ['an error whose stack alone holds the token', `throw Object.assign(new Error('oops'), { stack: \`at ${token}\` })`],
  ['nothing at all, thrown', 'throw undefined'],
]

describe.each(bundles)('$name', bundle => {
  const testOnce = testInTurn(bundle)
  const on = emulatorForEachTest()
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'wrapper-'))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  const withLines = (lines: string): Options => ({ ...behind(lines, bundle, folder), debug: true })

  test.each(inTurn(bundle, accidents))(
    'ends the step as failed after %s, once, without the token',
    async (_, accident) => {
      on.emulator.fault(() => true, faults.neverAnswers)
      const lines = `const env = { ...process.env }; setTimeout(() => { process.env = env; ${accident} }, 400)`
      const result = await on.run(bundle, { 'request-timeout': '10s' }, withLines(lines))
      expectFailed(bundle, result)
      expect(result.durationMs).toBeLessThan(8000)
      expect(errorsOf(result)).toEqual([expect.stringMatching(new RegExp(`^${failed}`))])
      expect(findLeaks(result, on.token)).toEqual([])
      expect(result.stderr).toBe('')
    },
  )

  testOnce('ends the step as failed where the folder for files does not exist', async () => {
    const lines = `process.env.RUNNER_TEMP = process.env.AGENT_TEMPDIRECTORY = '/dev/null/folder'`
    const result = await on.run(bundle, {}, withLines(lines))
    expect(result.result).toBe('failed')
    expect(findLeaks(result, on.token)).toEqual([])
  })
})

/** As its host wants to be told. */
function expectFailed({ name }: Bundle, result: Result): void {
  const ends = result.commands.filter(command => command.name === 'task.complete')
  expect(result.exitCode).toBe(name === 'GitHub' ? 1 : 0)
  expect(ends.map(({ properties }) => properties.result)).toEqual(name === 'GitHub' ? [] : ['Failed'])
  expect(result.result).toBe('failed')
  expect(Object.values(result.outputs).filter(value => value !== '')).toEqual(['error'])
}

describe('GitHub', () => {
  const on = emulatorForEachTest()
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'wrapper-'))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  test('ends the step as failed where outputs cannot be set, and says why', async () => {
    const lines = `process.env.GITHUB_OUTPUT = '/proc/no/such/file'`
    const result = await on.run(gitHub, {}, { ...behind(lines, gitHub, folder), debug: true })
    expect(result).toMatchObject({ exitCode: 1, result: 'failed', stderr: '' })
    expect(errorsOf(result).join('\n')).toMatch(/The step itself failed\.(.|\n)*\/proc\/no\/such\/file/)
    expect(findLeaks(result, on.token)).toEqual([])
  })
})
