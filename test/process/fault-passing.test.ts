import { describe, expect, test } from '@jest/globals'
import { createBuild, faults, startEmulator } from '../../emulator/index.js'
import type { EmulatorOptions, FaultAnswer } from '../../emulator/types.ts'
import { findLeaks } from '../../hosts/index.js'
import { buildsIn, bundles, newToken, nodeForSteps } from '../support/step.ts'

interface Case {
  readonly title: string
  readonly answer: FaultAnswer
  /** How often it comes before the normal answers do. */
  readonly times: number
  readonly requests: number
  readonly says?: RegExp
  readonly options?: EmulatorOptions
  readonly inputs?: Record<string, string>
}

const retried = /The list of builds of web: .*; attempt 2 of 6 follows in/

/** Queued one after the other: pages end at a time. */
const threeBuilds = () =>
  [1, 2, 3].map(id => createBuild({ id, queueTime: `2026-01-15T09:0${id}:00Z`, project: { name: 'web' } }))

const cases: readonly Case[] = [
  { title: 'a byte order mark', answer: faults.byteOrderMark, times: 9, requests: 1 },
  { title: 'a body that drips, in time', answer: faults.drip(40_000), times: 9, requests: 1 },
  { title: 'a body cut short, once', answer: faults.bodyCutShort, times: 1, requests: 2, says: retried },
  { title: 'a closed connection, once', answer: faults.closesConnection, times: 1, requests: 2, says: retried },
  { title: 'broken gzip, once', answer: faults.brokenGzip, times: 1, requests: 2, says: retried },
  { title: 'JSON cut short, once', answer: faults.badJson, times: 1, requests: 2, says: retried },
  { title: '503, once', answer: faults.hostOffline, times: 1, requests: 2, says: retried },
  { title: '500 without a word, once', answer: faults.status(500), times: 1, requests: 2, says: retried },
  {
    title: '429 with Retry-After, once',
    answer: faults.throttled,
    times: 1,
    requests: 2,
    says: /asks for a pause of (1s|0\.\ds|1\.0s) \(Retry-After\); the next request waits for it/,
  },
  {
    title: 'Retry-After with a good page, before the next page',
    answer: faults.retryAfter(1),
    times: 1,
    requests: 2,
    options: { pageLimit: 2 },
    inputs: { top: '3' },
    says: /asks for a pause of (1s|0\.\ds|1\.0s) \(Retry-After\); the next request waits for it/,
  },
]

describe.each(bundles)('$name passes', bundle => {
  test.concurrent.each(cases)('with $title', async ({ answer, times, requests, says, options, inputs }) => {
    const token = newToken()
    const emulator = await startEmulator({ ...options, tokens: { [token]: { kind: 'pat' } } })
    emulator.world.builds = threeBuilds()
    emulator.fault(() => true, answer, times)
    const given = { organization: emulator.url, project: 'web', pat: token, status: 'completed', ...inputs }
    const result = await bundle.run({ node: nodeForSteps, debug: true, inputs: given })
    await emulator.close()
    try {
      expect(result.outputs).toMatchObject({ outcome: 'passed', count: '3', truncated: 'false' })
      expect(buildsIn(result)).toHaveLength(3)
      expect(emulator.requests).toHaveLength(requests)
      if (says !== undefined) expect(result.log.join('\n')).toMatch(says)
      expect(findLeaks(result, token)).toEqual([])
    } finally {
      result.dispose()
    }
  })

  test('a pause for Retry-After as long as it was asked for, also after a good page', async () => {
    const token = newToken()
    const emulator = await startEmulator({ pageLimit: 2, tokens: { [token]: { kind: 'pat' } } })
    emulator.world.builds = threeBuilds()
    emulator.fault(() => true, faults.retryAfter(1), 1)
    const inputs = { organization: emulator.url, project: 'web', pat: token, status: 'completed' }
    const result = await bundle.run({ node: nodeForSteps, inputs })
    await emulator.close()
    result.dispose()
    const [first, second] = emulator.requests
    expect((second?.at ?? 0) - (first?.until ?? 0)).toBeGreaterThan(900)
  })
})
