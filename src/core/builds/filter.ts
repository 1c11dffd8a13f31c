import { orderTime, parseOrder } from '../inputs/order.ts'
import type { Settings } from '../settings/settings.ts'
import type { Build } from './build.ts'

/** How many builds were looked at, and why some were dropped on this side. */
export class Trace {
  lookedAt = 0
  kept = 0
  /** Words for what was dropped, and how many. */
  readonly dropped = new Map<string, number>()

  drop(why: string): void {
    this.dropped.set(why, (this.dropped.get(why) ?? 0) + 1)
  }
}

/** Why a build is not wanted, in words that follow a number; undefined when it is. */
export type Unwanted = (build: Build) => string | undefined

/** The filters that the service does not have. */
export function unwanted(settings: Settings, judgesTime: boolean): Unwanted {
  const { branch, minTime, maxTime } = settings
  const commit = settings.commit.toLowerCase()
  const order = parseOrder(settings.order)
  return build => {
    if (branch?.kind === 'pattern' && !branch.matches(build.sourceBranch)) return 'of other branches'
    if (commit !== '' && !isOfCommit(build, commit)) return 'of other commits'
    if (!judgesTime) return undefined
    const time = orderTime(build, order)
    return (minTime !== undefined && time < minTime) || (maxTime !== undefined && time > maxTime)
      ? 'of other times'
      : undefined
  }
}

function isOfCommit({ sourceVersion, pullRequestCommit }: Build, commit: string): boolean {
  return sourceVersion.toLowerCase().startsWith(commit) || pullRequestCommit.toLowerCase().startsWith(commit)
}

/** Keeps the first builds of each pipeline, as many as are wanted. */
export function capPerDefinition(most: number | undefined): Unwanted {
  const counts = new Map<number | undefined, number>()
  return ({ definitionId }) => {
    if (most === undefined) return undefined
    const count = (counts.get(definitionId) ?? 0) + 1
    counts.set(definitionId, count)
    return count > most ? 'beyond the most of their pipeline' : undefined
  }
}
