import { describe, expect, test } from '@jest/globals'
import { Heartbeat } from '../../../src/core/builds/heartbeat.ts'
import { noon } from '../../support/samples.ts'
import { turnedClock } from '../../support/turned-clock.ts'

const minute = 60_000
const hour = 60 * minute

interface Rests {
  readonly interval: number
  readonly total: number
  readonly random?: () => number
  readonly timeout?: number
  readonly more?: () => Promise<readonly string[]>
}

/** Rests between polls for so long, and tells when it spoke, in minutes. */
async function rest({ interval, total, random = () => 0, timeout = total, more }: Rests) {
  const clock = turnedClock()
  const said: { at: number; line: string }[] = []
  const tools = {
    clock,
    random,
    signal: new AbortController().signal,
    say: (line: string) => said.push({ at: (clock.now() - noon) / minute, line }),
  }
  const beat = new Heartbeat(tools, timeout, time => `Waiting; ${time}.`, more)
  let polls = 0
  while (clock.now() < noon + total) {
    await beat.rest(interval, noon + total)
    polls++
  }
  return { polls, said, clock }
}

describe('A heartbeat', () => {
  test.each([15_000, 40_000, 20 * minute])(
    'comes at 1, 2, 5, and then every 5 minutes, with polls every %d ms',
    async interval => {
      const { said } = await rest({ interval, total: 31 * minute })
      expect(said.map(({ at }) => at)).toEqual([1, 2, 5, 10, 15, 20, 25, 30])
    },
  )

  test('says how much time has passed and how much is left', async () => {
    const { said } = await rest({ interval: 15_000, total: 6 * minute, timeout: 2 * hour })
    expect(said.map(({ line }) => line)).toEqual([
      'Waiting; 1m elapsed, 1h 59m remaining.',
      'Waiting; 2m elapsed, 1h 58m remaining.',
      'Waiting; 5m elapsed, 1h 55m remaining.',
    ])
  })

  test('has more lines after it', async () => {
    const { said } = await rest({ interval: minute, total: 3 * minute, more: async () => ['  a', '  b'] })
    expect(said.map(({ line }) => line.slice(0, 7))).toEqual(['Waiting', '  a', '  b', 'Waiting', '  a', '  b'])
  })

  test('comes once when its lines take longer than the time to the next one', async () => {
    const clock = turnedClock()
    const said: number[] = []
    const { signal } = new AbortController()
    const tools = { clock, random: () => 0, signal, say: () => said.push((clock.now() - noon) / minute) }
    const slow = async () => {
      await clock.sleep(4 * minute, signal)
      return []
    }
    await new Heartbeat(tools, hour, () => '', slow).rest(7 * minute, noon + hour)
    // At 1 minute; the one of the 2nd and 5th came due while its lines were fetched.
    expect(said).toEqual([1, 5])
  })

  test('does not come when the time is up', async () => {
    const { said } = await rest({ interval: 30_000, total: minute })
    expect(said).toEqual([])
  })
})

describe('The rest between polls', () => {
  test.each([
    [0, 15_000],
    [0.5, 15_750],
    [1, 16_500],
  ])('is the interval and up to a tenth more: with %d it is %d ms', async (share, duration) => {
    const { clock } = await rest({ interval: 15_000, total: 15_000 * 1.2, random: () => share })
    expect(clock.sleeps[0]).toBe(duration)
  })

  test('is never longer than the time that is left', async () => {
    const { clock, polls } = await rest({ interval: 10 * minute, total: 90_000 })
    expect(clock.now()).toBe(noon + 90_000)
    expect(polls).toBe(1)
  })

  test('of many steps that begin together spreads over a tenth of the interval', async () => {
    const ends = await Promise.all(
      Array.from({ length: 200 }, async () => {
        const { clock } = await rest({ interval: 20_000, total: 22_000, random: Math.random })
        return clock.sleeps[0] ?? 0
      }),
    )
    expect(Math.min(...ends)).toBeGreaterThanOrEqual(20_000)
    expect(Math.max(...ends) - Math.min(...ends)).toBeGreaterThan(1000)
  })

  test('ends at once when the step is canceled', async () => {
    const tools = {
      clock: turnedClock(),
      random: () => 0,
      signal: AbortSignal.abort(new Error('canceled')),
      say: () => undefined,
    }
    await expect(new Heartbeat(tools, hour, () => '').rest(15_000, noon + hour)).rejects.toThrow('canceled')
  })
})
