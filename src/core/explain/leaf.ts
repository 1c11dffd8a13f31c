import type { Kind } from './kind.ts'
import type { Issue, TimelineRecord } from './timeline.ts'
import type { Place, Tree } from './tree.ts'

/** A record at which something went wrong by itself, and not because of a record below it. */
export interface Leaf {
  readonly record: TimelineRecord
  readonly place: Place
  readonly kind: Kind
  readonly issues: readonly Issue[]
  /** Errors that were counted and not sent. */
  readonly unsent: number
  /** What weighs less counts only if nothing that weighs more went wrong. */
  readonly weight: 'failed' | 'canceled' | 'tolerated'
}

export const isTask = ({ type }: TimelineRecord) => type === 'Task'
export const hasFailed = ({ result }: TimelineRecord) => result === 'failed'
export const wasCanceled = ({ result }: TimelineRecord) => result === 'canceled'
export const wentWell = ({ result }: TimelineRecord) => result === 'succeeded' || result === 'succeededWithIssues'

export function isOver(record: TimelineRecord): boolean {
  return hasFailed(record) || wasCanceled(record)
}

export function leafOf(tree: Tree, record: TimelineRecord, kind: Kind): Leaf {
  return {
    record,
    place: tree.placeOf(record),
    kind,
    issues: record.errors,
    unsent: unsentOf(record),
    weight: 'failed',
  }
}

/** How many errors were counted and not sent. */
export function unsentOf({ errorCount, errors }: TimelineRecord): number {
  return Math.max(0, errorCount - errors.length)
}
