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

  test.each([300, 301, 302, 303, 304, 305, 306, 307, 308])(
    'with %i, to its own server or another one, and says that the token may be the reason',
    async code => {
      const places = ['/_signin', `${elsewhere.url}/web/_apis/build/builds?api-version=7.1`]
      for (const place of places) {
        const prepare = ({ fault }: Emulator) => fault(() => true, faults.redirectTo(place, code))
        const { outputs, errors, requests, leaks, builds } = await runStepInMemory({ prepare })
        expect(outputs).toMatchObject({ outcome: 'error', count: '', builds: '' })
        expect(errors).toEqual([
          expect.stringMatching(/^Azure DevOps returned an HTML sign-in page instead of JSON\.\n {2}Why: {2}The token/),
        ])
        expect([requests.length, leaks, builds]).toEqual([1, [], undefined])
      }
      expect(elsewhere.requests).toEqual([])
    },
  )
})
