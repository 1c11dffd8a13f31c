import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from '@jest/globals'
import { createBuild, createProject, setCourse, startEmulator } from '../../../emulator/index.js'
import type { Emulator } from '../../../emulator/types.ts'
import { runInMemory } from '../../support/memory-host.ts'
import { madeUpToken } from '../../support/samples.ts'
import { turnedClock } from '../../support/turned-clock.ts'

const hour = 3_600_000
const start = Date.UTC(2026, 0, 15, 9)

interface Hour {
  readonly interval: string
  readonly random: () => number
  readonly count?: number
  readonly prepare?: (emulator: Emulator) => void
}

/** Waits for builds that run for an hour and then succeed. */
async function waitAnHour({ interval, random, count = 2, prepare }: Hour) {
  const token = madeUpToken()
  const queueTime = new Date(start).toISOString()
  const builds = Array.from({ length: count }, (_, id) =>
    setCourse(createBuild({ id, status: 'inProgress', queueTime }), [{ at: start + hour, status: 'completed' }]),
  )
  const clock = turnedClock(start)
  const world = { projects: [createProject('web')], definitions: [], builds }
  const emulator = await startEmulator({ world, clock, tokens: { [token]: { kind: 'pat' } } })
  prepare?.(emulator)
  const inputs = { wait: 'true', 'wait-timeout': '2h', 'poll-interval': interval, top: String(count), explain: 'false' }
  try {
    const told = await runInMemory(
      { organization: emulator.url, project: 'web', pat: token, ...inputs },
      { clock, random },
    )
    expect(told.outputs).toMatchObject({ outcome: 'passed', count: String(count), 'build-result': 'succeeded' })
    const beats = told.log.filter(line => /^Waiting for .* remaining\.$/.test(line))
    return { polls: emulator.requests.filter(({ query }) => query.has('buildIds')).length, beats }
  } finally {
    await emulator.close()
  }
}

test.each([
  // At most 10 % later than the interval: 3600 / 16.5 polls, and one that finds the end.
  ['15s', 'the most', () => 1, 219],
  ['1m', 'the least', () => 0, 60],
  ['5m', 'half of the most', () => 0.5, Math.ceil(60 / 5.25)],
])('An hour of polls every %s with %s jitter has as many of them as fit', async (interval, _, random, polls) => {
  expect((await waitAnHour({ interval, random })).polls).toBe(polls)
})

test.each(['1m', '20m'])(
  'An hour of polls every %s has heartbeats at 1, 2, 5, and then every 5 minutes',
  async interval => {
    const { beats } = await waitAnHour({ interval, random: () => 0 })
    expect(beats).toEqual(
      ['1m', '2m', '5m', '10m', '15m', '20m', '25m', '30m', '35m', '40m', '45m', '50m', '55m', '1h'].map(elapsed =>
        expect.stringMatching(`^Waiting for 2 builds; ${elapsed} elapsed, .* remaining\\.$`),
      ),
    )
    expect(beats[0]).toBe('Waiting for 2 builds; 1m elapsed, 1h 59m remaining.')
  },
)

test('Memory is the same after twenty minutes and after an hour of polls', async () => {
  setFlagsFromString('--expose-gc')
  const collect: () => void = runInNewContext('gc')
  const heaps: number[] = []
  const random = () => 0
  const prepare = ({ fault, requests }: Emulator) =>
    fault(
      ({ query }) => query.has('buildIds'),
      async (_, __, next) => {
        await next()
        // What the emulator itself remembers of a request is no part of the step.
        requests.length = 0
        // Collecting takes longer than many polls.
        if (![100, 300].includes(heaps.push(0))) return
        await new Promise(setImmediate)
        collect()
        heaps[heaps.length - 1] = process.memoryUsage().heapUsed
      },
    )
  await waitAnHour({ interval: '12s', random, count: 20, prepare })
  const [early = 0, late = 0, ...others] = heaps.filter(heap => heap > 0)
  expect(others).toEqual([])
  // Each of the 200 polls in between brings 20 builds of about 4 KiB: 16 MiB, if any of it were kept.
  expect(late - early).toBeLessThan(4 * 1024 * 1024)
})
