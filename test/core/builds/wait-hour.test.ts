import { randomBytes } from 'node:crypto'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from '@jest/globals'
import { createBuild, createProject, setCourse, startEmulator } from '../../../emulator/index.js'
import type { Emulator } from '../../../emulator/types.ts'
import { runInMemory } from '../../support/memory-host.ts'

const minute = 60_000
const hour = 60 * minute
const start = Date.UTC(2026, 0, 15, 9)

/** Time that passes only in sleep; the emulator's is the same. */
function openClock() {
  let time = start
  return {
    now: () => time,
    sleep: async (duration: number, signal: AbortSignal) => {
      signal.throwIfAborted()
      time += duration
    },
  }
}

interface Hour {
  readonly interval: string
  readonly random: () => number
  readonly count?: number
  readonly prepare?: (emulator: Emulator) => void
}

/** Waits for builds that run for an hour and then succeed. */
async function waitAnHour({ interval, random, count = 2, prepare }: Hour) {
  const token = randomBytes(12).toString('hex')
  const queueTime = new Date(start).toISOString()
  const builds = Array.from({ length: count }, (_, id) =>
    setCourse(createBuild({ id, status: 'inProgress', queueTime }), [{ at: start + hour, status: 'completed' }]),
  )
  const clock = openClock()
  const world = { projects: [createProject('web')], definitions: [], builds }
  const emulator = await startEmulator({ world, clock, tokens: { [token]: { kind: 'pat' } } })
  prepare?.(emulator)
  try {
    const told = await runInMemory(
      {
        ...{ organization: emulator.url, project: 'web', pat: token, top: String(count) },
        ...{ wait: 'true', 'wait-timeout': '2h', 'poll-interval': interval },
      },
      { clock, random },
    )
    expect(told.outputs).toMatchObject({ outcome: 'passed', count: String(count), 'build-result': 'succeeded' })
    const beats = told.log.filter(line => /^Waiting for .* left\.$/.test(line))
    return { polls: emulator.requests.filter(({ query }) => query.has('buildIds')).length, beats }
  } finally {
    await emulator.close()
  }
}

test.each([
  ['15s', 'the least', () => 0, 240],
  // 10 % later than asked at most: 3600 / 16.5 looks, and one that finds the end.
  ['15s', 'the most', () => 1, 219],
  ['1m', 'the least', () => 0, 60],
  ['5m', 'the least', () => 0, 12],
  ['7s', 'half of the most', () => 0.5, Math.ceil(3600 / 7.35)],
])('an hour of looking every %s with %s jitter takes as many polls as it holds', async (interval, _, random, polls) => {
  expect((await waitAnHour({ interval, random })).polls).toBe(polls)
})

test('jitter makes it less than a tenth fewer', async () => {
  const { polls } = await waitAnHour({ interval: '15s', random: Math.random })
  expect(polls).toBeGreaterThanOrEqual(219)
  expect(polls).toBeLessThan(240)
})

test.each(['9s', '15s', '20m'])('there is one heartbeat a minute when looking every %s', async interval => {
  const { beats } = await waitAnHour({ interval, random: () => 0 })
  expect(beats).toHaveLength(60)
  expect(beats[0]).toBe('Waiting for 2 builds; 1h 59m left.')
  expect(beats.at(-1)).toBe('Waiting for 2 builds; 1h left.')
})

test('memory is the same after five minutes and after an hour', async () => {
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
        if (heaps.push(0) % 50 !== 0) return
        await new Promise(setImmediate)
        collect()
        heaps[heaps.length - 1] = process.memoryUsage().heapUsed
      },
    )
  await waitAnHour({ interval: '6s', random, count: 20, prepare })
  const measured = heaps.filter(heap => heap > 0)
  expect(measured).toHaveLength(12)
  const [, early = 0] = measured
  // Each of the 500 polls in between brings 20 builds of about 4 KiB: 40 MiB, if any of it were kept.
  expect((measured.at(-1) ?? 0) - early).toBeLessThan(4 * 1024 * 1024)
})
