import { expect, test } from '@jest/globals'
import { orderName, parseOrder } from '../../../src/core/inputs/order.ts'
import { orders } from '../../../src/core/inputs/which-inputs.ts'

test.each<[string, ReturnType<typeof parseOrder>]>([
  ['queueTimeDescending', { time: 'queueTime', descending: true }],
  ['startTimeAscending', { time: 'startTime', descending: false }],
  ['finishTimeDescending', { time: 'finishTime', descending: true }],
])('The order %s is read as a time and a direction', (name, order) => {
  expect(parseOrder(name)).toEqual(order)
})

test.each(orders)('The order %s is written as it was read', name => {
  expect(orderName(parseOrder(name))).toBe(name)
})
