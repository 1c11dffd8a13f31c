import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import {
  formatDuration,
  type Instant,
  instant,
  instantOf,
  longestTimer,
  milliseconds,
  systemClock,
} from '../../../src/core/base/time.ts'

/** Ticks of 100 ns since the year 1970, read by arithmetic of its own. */
function ticks(text: string): bigint {
  const [, whole = '', fraction = ''] = /^(.{19})(?:\.(\d+))?Z$/.exec(text) ?? []
  return BigInt(Date.parse(`${whole}Z`)) * 10_000n + BigInt(fraction.padEnd(7, '0'))
}

/** A time as the service writes it: with up to seven decimals, and without the zeros at their end. */
const written = fc
  .record({
    second: fc.integer({ min: Date.UTC(2000, 0) / 1000, max: Date.UTC(2100, 0) / 1000 }),
    fraction: fc.integer({ min: 0, max: 9_999_999 }),
  })
  .map(({ second, fraction }) => {
    const decimals = String(fraction).padStart(7, '0').replace(/0+$/, '')
    return `${new Date(second * 1000).toISOString().slice(0, 19)}${decimals === '' ? '' : `.${decimals}`}Z`
  })

describe('An instant', () => {
  test('is every day that a calendar has, and no other', () => {
    const two = (number: number) => String(number).padStart(2, '0')
    for (const year of [1900, 2000, 2024, 2025, 2026])
      for (let month = 0; month <= 13; month++)
        for (let day = 0; day <= 32; day++) {
          const date = new Date(Date.UTC(year, month - 1, day))
          const isReal = date.getUTCMonth() === month - 1 && date.getUTCDate() === day
          for (const decimals of ['', '.5', '.1234567']) {
            const text = `${year}-${two(month)}-${two(day)}T10:48:33${decimals}Z`
            expect([text, instant(text)?.slice(0, 19)]).toEqual([text, isReal ? text.slice(0, 19) : undefined])
          }
        }
  })

  test.each<[string, string]>([
    ['2026-04-01T10:48:33.51Z', '2026-04-01T10:48:33.5100000Z'],
    ['2026-04-01T10:48:33.3063796Z', '2026-04-01T10:48:33.3063796Z'],
    ['2026-04-01T10:48:33.306379612Z', '2026-04-01T10:48:33.3063796Z'],
    ['2026-04-01T10:48:33Z', '2026-04-01T10:48:33.0000000Z'],
    ['2026-04-01T10:48:33', '2026-04-01T10:48:33.0000000Z'],
    ['2026-04-01t10:48z', '2026-04-01T10:48:00.0000000Z'],
    ['2026-04-01 10:48:33 Z', '2026-04-01T10:48:33.0000000Z'],
    ['2026-04-01', '2026-04-01T00:00:00.0000000Z'],
    ['2026-04-01T00:30:00.25+01:00', '2026-03-31T23:30:00.2500000Z'],
    ['2026-04-01T00:30:00-0330', '2026-04-01T04:00:00.0000000Z'],
    ['  2026-04-01  ', '2026-04-01T00:00:00.0000000Z'],
    ['0001-01-01T00:00:00', '0001-01-01T00:00:00.0000000Z'],
    ['9999-12-31T23:59:59.9999999Z', '9999-12-31T23:59:59.9999999Z'],
  ])('written as %j is read as %s', (text, expected) => {
    expect(instant(text)).toBe(expected)
  })

  test.each([
    '',
    'now',
    '2026',
    '2026-04',
    '2026-4-1',
    '2026-06-31',
    '2025-02-29',
    '2026-00-10',
    '2026-04-01T24:01:00Z',
    '2026-04-01T10:48:60Z',
    '2026-04-01T10:48:33.Z',
    '2026-04-01T10:48:33+25:00',
    '2026-04-01T10Z',
    '+002026-04-01',
    // In UTC these are of the years 10000 and -1, which are written otherwise and would not compare as text.
    '9999-12-31T23:59:59-01:00',
    '0000-01-01T00:00:00+01:00',
  ])('is not what %j is', text => {
    expect(instant(text)).toBeUndefined()
  })

  test('compares as text just as its ticks compare', () => {
    fc.assert(
      fc.property(written, written, (a, b) => {
        const [x, y] = [instant(a) as Instant, instant(b) as Instant]
        expect(ticks(x)).toBe(ticks(a))
        expect(x < y).toBe(ticks(a) < ticks(b))
        expect(x === y).toBe(ticks(a) === ticks(b))
      }),
    )
  })

  test('is the same moment whatever offset it is written with', () => {
    fc.assert(
      fc.property(written, fc.integer({ min: -14 * 60, max: 14 * 60 }), (text, offset) => {
        const local = new Date(Date.parse(`${text.slice(0, 19)}Z`) + offset * 60_000).toISOString().slice(0, 19)
        const size = Math.abs(offset)
        const zone = `${offset < 0 ? '-' : '+'}${String(Math.floor(size / 60)).padStart(2, '0')}:${String(size % 60).padStart(2, '0')}`
        expect(instant(`${local}${text.slice(19, -1)}${zone}`)).toBe(instant(text))
      }),
    )
  })

  test('is milliseconds and back, without what is finer', () => {
    fc.assert(
      fc.property(written, text => {
        const at = instant(text) as Instant
        expect(BigInt(milliseconds(at))).toBe(ticks(text) / 10_000n)
        expect(instantOf(milliseconds(at))?.slice(0, 23)).toBe(at.slice(0, 23))
      }),
    )
  })

  test.each([Number.NaN, Number.POSITIVE_INFINITY, 8.64e15 + 1, -8.64e15, Date.UTC(10_000, 0), Date.UTC(-1, 0)])(
    'of %d milliseconds is none',
    time => {
      expect(instantOf(time)).toBeUndefined()
    },
  )
})

describe('A duration', () => {
  const [second, minute, hour, day] = [1000, 60_000, 3_600_000, 86_400_000]
  test.each<[number, string]>([
    [0, '0s'],
    [400, '0.4s'],
    [9 * second, '9s'],
    [9_400, '9.4s'],
    [12_345, '12s'],
    [59_600, '1m'],
    [192 * second, '3m 12s'],
    [2 * hour + 5 * minute + 59 * second, '2h 5m'],
    [hour, '1h'],
    [hour + 5 * second, '1h'],
    [3 * day + 4 * hour, '3d 4h'],
    [400 * day, '400d'],
  ])('of %d ms is written as %j', (duration, text) => {
    expect(formatDuration(duration)).toBe(text)
  })

  test('that is shown adds up to at most what it is, and to no less than its two largest units', () => {
    const size: Record<string, number> = { d: day, h: hour, m: minute, s: second }
    fc.assert(
      fc.property(fc.integer({ min: 10, max: 400 * 86_400 }), seconds => {
        const text = formatDuration(seconds * second)
        const parts = [...text.matchAll(/(\d+)([dhms])/g)].map(([, amount, unit]) => ({
          unit: size[unit ?? ''] as number,
          time: Number(amount) * (size[unit ?? ''] as number),
        }))
        const shown = parts.reduce((sum, { time }) => sum + time, 0)
        const largest = parts[0]?.unit as number
        const next = { [day]: hour, [hour]: minute, [minute]: second, [second]: second }[largest] as number
        expect(parts.length).toBeLessThanOrEqual(2)
        expect(seconds * second - shown).toBeGreaterThanOrEqual(0)
        expect(seconds * second - shown).toBeLessThan(next)
      }),
    )
  })
})

describe('The clock', () => {
  test('rejects at once with the reason of a signal that is aborted already', async () => {
    await expect(systemClock.sleep(60_000, AbortSignal.abort(new Error('stop')))).rejects.toThrow('stop')
  })

  test('rejects when the signal is aborted while it sleeps', async () => {
    const controller = new AbortController()
    const asleep = systemClock.sleep(60_000, controller.signal)
    controller.abort(new Error('stop'))
    await expect(asleep).rejects.toThrow('stop')
  })

  test('sleeps, and does not return at once, when told to sleep for longer than a timer can', async () => {
    const controller = new AbortController()
    let awake = false
    const asleep = systemClock.sleep(longestTimer + 1, controller.signal).then(() => {
      awake = true
    })
    await new Promise(resolve => setTimeout(resolve, 20))
    expect(awake).toBe(false)
    controller.abort(new Error('enough'))
    await expect(asleep).rejects.toThrow('enough')
  })
})
