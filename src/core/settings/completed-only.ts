import type { InputName } from '../inputs/inputs.ts'
import type { Order } from '../inputs/order.ts'

/** What tells which builds a query wants. */
export interface WantedBuilds {
  readonly status: readonly string[]
  readonly result: readonly string[]
  readonly order: Pick<Order, 'time'>
  readonly maxTime: unknown
  readonly deleted: string
}

const unfinishedStatuses = ['inProgress', 'notStarted', 'cancelling', 'postponed']

/** The inputs that only completed builds can meet, or only builds that do not run any more: waiting excludes them. */
export function completedOnly({ status, result, order, maxTime, deleted }: WantedBuilds): InputName[] {
  const excluding: [boolean, InputName][] = [
    [result.length > 0, 'result'],
    [status.length > 0 && !status.includes('all') && !status.some(name => unfinishedStatuses.includes(name)), 'status'],
    [order.time === 'finishTime', 'order'],
    [maxTime !== undefined, 'max-time'],
    [deleted === 'onlyDeleted', 'deleted'],
  ]
  return excluding.flatMap(([is, input]) => (is ? [input] : []))
}
