import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { faults, startEmulator } from '../../emulator/index.js'
import type { Emulator } from '../../emulator/types.ts'
import { findLeaks } from '../../hosts/index.js'
import { bundles, errorsOf } from '../support/step.ts'
import { type Fault, runFault } from './fault-run.ts'

describe.each(bundles)('$name follows no redirect', bundle => {
  let elsewhere: Emulator
  beforeAll(async () => {
    elsewhere = await startEmulator()
  })
  beforeEach(() => void elsewhere.requests.splice(0))
  afterAll(() => elsewhere.close())

  test.each([300, 301, 302, 303, 304, 305, 306, 307, 308])('with %i', async code => {
    const here = faults.redirectTo('/_signin', code)
    const there = faults.redirectTo(`${elsewhere.url}/web/_apis/build/builds?api-version=7.1`, code)
    const ways = [here, there].map(answer => runFault(bundle, { answer } as Fault))
    for (const { result, token, username, requests } of await Promise.all(ways)) {
      expect(result.result).toBe('failed')
      expect(result.outputs).toMatchObject({ outcome: 'error', count: '', builds: '' })
      expect(errorsOf(result)).toEqual([
        expect.stringMatching(/^Azure DevOps returned an HTML sign-in page instead of JSON\./),
      ])
      expect(requests).toHaveLength(1)
      expect(findLeaks(result, token, username)).toEqual([])
      expect(result.files).toEqual([])
      result.dispose()
    }
    expect(elsewhere.requests).toEqual([])
  })
})
