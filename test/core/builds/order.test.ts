import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { compareBy, orderTime } from '../../../src/core/builds/order.ts'
import { parseOrder } from '../../../src/core/inputs/order.ts'
import { orders } from '../../../src/core/inputs/which-inputs.ts'
import { buildOf } from '../../support/samples.ts'

describe('The time that an order compares', () => {
  const build = buildOf({ queueTime: '2026-01-01', startTime: '2026-01-02', finishTime: '' })
  test.each<[string, string]>([
    ['queueTimeDescending', '2026-01-01T00:00:00.0000000Z'],
    ['startTimeAscending', '2026-01-02T00:00:00.0000000Z'],
    ['finishTimeAscending', '9999-12-31T23:59:59.9999999Z'],
  ])('is, for %s, %s', (name, time) => {
    expect(orderTime(build, parseOrder(name))).toBe(time)
  })
})

test('Builds are placed by their ticks and then by ID, and the other direction is the reverse', () => {
  const builds = fc.uniqueArray(
    fc.record({ id: fc.nat(50), ticks: fc.constantFrom('', '.1', '.1000001', '.1000002', '.9') }),
    { selector: ({ id }) => id },
  )
  fc.assert(
    fc.property(builds, fc.constantFrom(...orders), (ids, name) => {
      const order = parseOrder(name)
      const placed = ids
        .map(({ id, ticks }) => buildOf({ id, [order.time]: `2026-01-01T00:00:00${ticks}Z` }))
        .map(build => ({ build, time: orderTime(build, order) }))
      const sorted = placed.toSorted(compareBy(order))
      const other = placed.toSorted(compareBy({ ...order, descending: !order.descending }))
      expect(other.map(({ build }) => build.id)).toEqual(sorted.map(({ build }) => build.id).reverse())
      const key = ({ build, time }: (typeof placed)[number]) => `${time} ${String(build.id).padStart(3, '0')}`
      const keys = placed.map(key).sort()
      expect(sorted.map(key)).toEqual(order.descending ? keys.reverse() : keys)
    }),
  )
})

test('A build that has not started is the latest in start-time order', () => {
  const started = buildOf({ id: 1, startTime: '2026-01-02T00:00:00Z' })
  const queued = buildOf({ id: 2, startTime: '' })
  const order = parseOrder('startTimeDescending')
  const sorted = [started, queued].map(build => ({ build, time: orderTime(build, order) })).sort(compareBy(order))
  expect(sorted.map(({ build }) => build.id)).toEqual([2, 1])
})
