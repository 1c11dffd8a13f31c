import type { Order } from '../inputs/order.ts'
import type { MatchedBuild } from './build.ts'
import { compareBy, type Placed } from './order.ts'

/** Why a list may lack builds that match. */
export interface Cut {
  readonly why: 'scan-limit' | 'no progress'
  /** Undefined for the list of projects. */
  readonly project?: string
  /** Builds that may be missing come after this place. Undefined if they may be anywhere. */
  readonly from?: Placed
}

/** Whether a build that is missing could come before one of these. */
export function mayPrecede({ from }: Cut, builds: readonly Placed[], order: Order): boolean {
  const compare = compareBy(order)
  return from === undefined || builds.some(build => compare(build, from) > 0)
}

/** A sorted list lacks nothing before its last build. */
export function placed(cut: Cut, last: MatchedBuild | undefined): Cut {
  return last === undefined ? cut : { ...cut, from: { time: last.time, build: { id: last.build.id } } }
}
