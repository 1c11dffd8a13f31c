import { expect, test } from '@jest/globals'
import { createBuild, faults } from '../../emulator/index.js'
import type { EmulatorOptions, FaultAnswer } from '../../emulator/types.ts'
import type { Inputs } from '../support/step.ts'
import { clockWithoutPauses, runStepInMemory } from '../support/step-in-memory.ts'

interface Case {
  readonly title: string
  readonly answer: FaultAnswer
  /** How often it comes before the normal answers do. */
  readonly times: number
  readonly requests: number
  readonly says?: RegExp
  readonly emulator?: EmulatorOptions
  readonly inputs?: Inputs
}

const retried = /The list of builds of web failed \(transient error\): .*\. Attempt 2 of 6 follows in \d+(\.\d)?s\./
const paused =
  /Azure DevOps asks for a pause of (1(\.0)?s|0\.\ds) \(rate limit, Retry-After\)\. The next request waits for it\./

const cases: readonly Case[] = [
  { title: 'a byte order mark', answer: faults.byteOrderMark, times: 9, requests: 1 },
  { title: 'a body that drips, in time', answer: faults.drip(40_000), times: 9, requests: 1 },
  { title: 'a body cut short, once', answer: faults.bodyCutShort, times: 1, requests: 2, says: retried },
  { title: 'a closed connection, once', answer: faults.closesConnection, times: 1, requests: 2, says: retried },
  { title: 'broken gzip, once', answer: faults.brokenGzip, times: 1, requests: 2, says: retried },
  { title: 'JSON cut short, once', answer: faults.badJson, times: 1, requests: 2, says: retried },
  { title: '503, once', answer: faults.hostOffline, times: 1, requests: 2, says: retried },
  { title: '500 without a word, once', answer: faults.status(500), times: 1, requests: 2, says: retried },
  { title: '429 with Retry-After, once', answer: faults.throttled, times: 1, requests: 2, says: paused },
  {
    title: 'Retry-After with a good page, before the next page',
    answer: faults.retryAfter(1),
    times: 1,
    requests: 2,
    emulator: { pageLimit: 2 },
    inputs: { top: '3' },
    says: paused,
  },
]

test.concurrent.each(cases)('The step finds every build in spite of $title', async one => {
  const { answer, times, requests, says, emulator = {}, inputs } = one
  const clock = clockWithoutPauses()
  const run = await runStepInMemory({
    emulator,
    // Queued one after the other: pages end at a time.
    builds: [1, 2, 3].map(id => createBuild({ id, queueTime: `2026-01-15T09:0${id}:00Z`, project: { name: 'web' } })),
    prepare: ({ fault }) => fault(() => true, answer, times),
    inputs: { status: 'completed', ...inputs },
    tools: { clock },
  })
  expect(run.outputs).toMatchObject({ outcome: 'found', count: '3', truncated: 'false' })
  expect(run.builds?.map(({ id }) => id)).toEqual([3, 2, 1])
  expect(run.requests).toHaveLength(requests)
  if (says !== undefined) expect(run.log.join('\n')).toMatch(says)
  // As long as the service asked for, less what has passed since.
  if (says === paused) expect(clock.pauses[0]).toBeGreaterThan(800)
  expect(run.leaks).toEqual([])
})
