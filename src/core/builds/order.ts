import { type Instant, instant } from '../base/time.ts'
import type { Order } from '../inputs/order.ts'
import { type Build, timeOf } from './build.ts'

/** Later than every time that there is: what has not started yet will start last. */
export const never = instant('9999-12-31T23:59:59.9999999Z') as Instant

/** The time that an order looks at. */
export function orderTime(build: Build, { time }: Order): Instant {
  return timeOf(build[time]) ?? never
}

/** What a build is placed by. */
export interface Placed {
  readonly time: Instant
  readonly build: Pick<Build, 'id'>
}

/** Negative when `a` comes first: by time, and by id where times are equal. */
export function compareBy({ descending }: Order): (a: Placed, b: Placed) => number {
  const direction = descending ? -1 : 1
  return (a, b) => direction * (a.time < b.time ? -1 : a.time > b.time ? 1 : a.build.id - b.build.id)
}
