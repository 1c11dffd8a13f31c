import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { faults, startEmulator } from '../../emulator/index.js'
import type { Emulator } from '../../emulator/types.ts'
import { runStepInMemory } from '../support/step-in-memory.ts'

describe('The step follows no redirect', () => {
  let elsewhere: Emulator
  beforeAll(async () => {
    elsewhere = await startEmulator()
  })
  beforeEach(() => void elsewhere.requests.splice(0))
  afterAll(() => elsewhere.close())

  test.each([300, 301, 302, 303, 305, 306, 307, 308])(
    'with %i, to its own server or another one, and says where it leads and that the token may be the reason',
    async code => {
      const places = ['/_signin', `${elsewhere.url}/web/_apis/build/builds?api-version=7.1`]
      for (const place of places) {
        const prepare = ({ fault }: Emulator) => fault(() => true, faults.redirectTo(place, code))
        const { outputs, errors, requests, leaks, builds } = await runStepInMemory({ prepare })
        expect(outputs).toMatchObject({ outcome: 'error', count: '', builds: '' })
        expect(errors).toEqual([
          expect.stringMatching(
            /^The response is a redirect \(302 Found or another 3xx\) instead of JSON\..*\n {2}Why: .*HTML sign-in page/,
          ),
        ])
        const host = place.startsWith('/') ? 'the same host' : new URL(place).host
        expect(errors[0]).toContain(`, leads to ${host}`)
        expect([requests.length, leaks, builds]).toEqual([1, [], undefined])
      }
      expect(elsewhere.requests).toEqual([])
    },
  )

  test('and takes 304 for an answer of something else, which sent no data', async () => {
    const prepare = ({ fault }: Emulator) => fault(() => true, faults.status(304, ''))
    const { outputs, errors, builds } = await runStepInMemory({ prepare })
    expect([outputs.outcome, builds]).toEqual(['error', undefined])
    expect(errors).toEqual([expect.stringMatching(/^The response has no data \(304 Not Modified\)\./)])
  })
})
