import { describe, expect, test } from '@jest/globals'
import { faults } from '../../emulator/index.js'
import { emulatorForEachTest, errorsOf, onHostsInTurn } from '../support/step.ts'
import { partOf } from '../support/thorough.ts'

const json = { 'content-type': 'application/json' }
const listOf = (element: string, count: number) =>
  `{"count":${count},"value":[${Array(count).fill(element).join(',')}]}`

const lists: [string, () => string][] = [
  ['300,000 builds', () => `{"value":[${Array.from({ length: 300_000 }, (_, id) => `{"id":${id}}`).join(',')}]}`],
  ['300,000 numbers', () => listOf('1', 300_000)],
  ['a million levels of lists', () => `{"value":[${'['.repeat(1e6)}${']'.repeat(1e6)}]}`],
  ['a million levels of objects', () => `{"value":[${'{"a":'.repeat(1e6)}1${'}'.repeat(1e6)}]}`],
  ['a million levels outside of the list', () => `{"a":${'['.repeat(1e6)}${']'.repeat(1e6)},"value":[]}`],
  ['a build of 20 MB', () => listOf(JSON.stringify({ id: 1, buildNumber: 'x'.repeat(20e6) }), 1)],
  ['8 MB of escapes', () => listOf(JSON.stringify({ id: 'x', buildNumber: '\\u0041%41&#65;\\\\'.repeat(500_000) }), 1)],
  ['8 MB of quotes', () => listOf(`"${'\\"'.repeat(4e6)}"`, 1)],
  ['8 MB of backslashes', () => listOf(`"${'\\\\'.repeat(4e6)}"`, 1)],
  ['8 MB of white space', () => `{"value":[${' '.repeat(8e6)}1]}`],
  ['a million keys before the list', () => `{${Array(1e6).fill('"value":1').join(',')},"value":[1]}`],
]

describe('A response', () => {
  const on = emulatorForEachTest()

  test.each(partOf(onHostsInTurn(lists.map(([title, write]) => ({ title, write })))))(
    'with $title ends the step on $name as failed, soon, with its memory and its outputs',
    async ({ write, bundle }) => {
      const body = write()
      on.emulator.fault(() => true, faults.status(200, body, json))
      const result = await on.run(bundle, { retries: '0', explain: 'false' }, { timeoutMs: 20_000 })
      expect([result.result, result.outputs.outcome, result.stderr]).toEqual(['failed', 'error', ''])
      expect(errorsOf(result)).toHaveLength(1)
      expect(errorsOf(result)[0]).toMatch(/^The response is (not what Azure DevOps sends|incomplete|larger than)/)
      expect(result.durationMs).toBeLessThan(15_000)
    },
  )
})
