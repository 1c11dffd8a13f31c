import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { orders } from '../../../src/core/inputs/inputs.ts'
import { inOrder, orderTime, parseOrder } from '../../../src/core/inputs/order.ts'
import { buildOf } from '../../support/samples.ts'

test.each(orders)('%s names a time and a direction', name => {
  const { time, descending } = parseOrder(name)
  expect(`${time}${descending ? 'Descending' : 'Ascending'}`).toBe(name)
})

describe('the time that an order looks at', () => {
  const build = buildOf({ queueTime: '2026-01-01', startTime: '2026-01-02', finishTime: '' })
  test.each<[string, string]>([
    ['queueTimeDescending', '2026-01-01T00:00:00.0000000Z'],
    ['startTimeAscending', '2026-01-02T00:00:00.0000000Z'],
    ['finishTimeAscending', '9999-12-31T23:59:59.9999999Z'],
  ])('of %s is %s', (name, time) => {
    expect(orderTime(build, parseOrder(name))).toBe(time)
  })
})

test('builds are placed by their ticks and then by id, and the other direction is the reverse', () => {
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
      const sorted = placed.toSorted(inOrder(order))
      const other = placed.toSorted(inOrder({ ...order, descending: !order.descending }))
      expect(other.map(({ build }) => build.id)).toEqual(sorted.map(({ build }) => build.id).reverse())
      const key = ({ build, time }: (typeof placed)[number]) => `${time} ${String(build.id).padStart(3, '0')}`
      const keys = placed.map(key).sort()
      expect(sorted.map(key)).toEqual(order.descending ? keys.reverse() : keys)
    }),
  )
})

test('a build that has not started is the latest in start-time order', () => {
  const started = buildOf({ id: 1, startTime: '2026-01-02T00:00:00Z' })
  const queued = buildOf({ id: 2, startTime: '' })
  const order = parseOrder('startTimeDescending')
  const sorted = [started, queued].map(build => ({ build, time: orderTime(build, order) })).sort(inOrder(order))
  expect(sorted.map(({ build }) => build.id)).toEqual([2, 1])
})
