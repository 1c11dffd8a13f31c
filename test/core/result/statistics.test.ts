import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Build } from '../../../src/core/builds/build.ts'
import { parseOrder } from '../../../src/core/inputs/order.ts'
import { Statistics, trendLength } from '../../../src/core/result/statistics.ts'
import { buildOf } from '../../support/samples.ts'

function count(builds: readonly Build[], order = 'queueTimeDescending'): Statistics {
  const statistics = new Statistics(parseOrder(order))
  for (const build of builds) statistics.add(build)
  return statistics
}

/** A completed build that ran for so many milliseconds. */
function ran(duration: number, given: Partial<Build> = {}): Build {
  const start = Date.UTC(2026, 0)
  const times = { startTime: new Date(start).toISOString(), finishTime: new Date(start + duration).toISOString() }
  return buildOf({ ...times, ...given })
}

test('Builds are counted by result, and by status until they are completed', () => {
  const statistics = count([
    buildOf(),
    buildOf({ result: 'failed' }),
    buildOf({ result: 'canceled' }),
    buildOf({ result: '' }),
    buildOf({ status: 'inProgress', result: '' }),
    buildOf({ status: 'inProgress', result: 'succeeded' }),
    buildOf({ status: '__proto__', result: '' }),
  ])
  expect(Object.fromEntries(statistics.byResult)).toMatchObject({ succeeded: 1, failed: 1, canceled: 1, '': 1 })
  expect([...statistics.byStatus]).toEqual([
    ['inProgress', 2],
    ['__proto__', 1],
  ])
  expect(statistics.completed).toBe(4)
})

test.each<[string, string[], number | undefined]>([
  ['none is completed', [], undefined],
  ['all are canceled', ['canceled', 'canceled'], undefined],
  ['all succeeded', ['succeeded', 'succeeded'], 1],
  [
    'one in four succeeded, and canceled ones do not count',
    ['succeeded', 'failed', 'canceled', 'partiallySucceeded', 'failed'],
    0.25,
  ],
  ['none succeeded', ['failed'], 0],
])('The pass rate is right when %s', (_, results, rate) => {
  expect(count(results.map(result => buildOf({ result }))).passRate).toBe(rate)
})

describe('The duration that a share of the builds did not exceed', () => {
  test.each<[number[], number, number | undefined]>([
    [[], 0.5, undefined],
    [[7], 0.5, 7],
    [[7], 0.9, 7],
    [[1, 2, 3, 4], 0.5, 2],
    [[10, 9, 1], 0.5, 9],
    [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.9, 9],
    [[100, 20, 3], 0.9, 100],
    [[2, 10, 1], 1, 10],
  ])('is right for builds of %j ms and the share %d: %j ms', (durations, share, duration) => {
    expect(count(durations.map(time => ran(time))).duration(share)).toBe(duration)
  })

  test('is the shortest one that so many do not exceed', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1 }),
        fc.constantFrom(0.5, 0.9),
        (durations, share) => {
          const found = count(durations.map(time => ran(time))).duration(share) as number
          const within = (limit: number) => durations.filter(time => time <= limit).length / durations.length
          expect(durations).toContain(found)
          expect(within(found)).toBeGreaterThanOrEqual(share)
          expect(within(found - 1)).toBeLessThan(share)
        },
      ),
    )
  })

  test('leaves out builds that never started, and those canceled while they were queued', () => {
    expect(count([ran(5), buildOf({ startTime: '' }), ran(0, { result: 'canceled' })]).duration(0.5)).toBe(5)
  })
})

test.each(['queueTimeDescending', 'queueTimeAscending'])(
  'The trend shows the newest completed builds, oldest first, in %s',
  order => {
    const newestFirst = [...Array(100).keys()].map(id =>
      buildOf({ id, status: id % 3 === 0 ? 'inProgress' : 'completed' }),
    )
    const { trend } = count(order.endsWith('Descending') ? newestFirst : newestFirst.toReversed(), order)
    const completed = newestFirst.filter(({ status }) => status === 'completed').slice(0, trendLength)
    expect(trend.map(({ id }) => id)).toEqual(completed.map(({ id }) => id).toReversed())
  },
)
