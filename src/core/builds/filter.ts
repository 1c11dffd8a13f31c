import type { BuildQuery } from '../settings/settings.ts'
import { type Build, isCompleted } from './build.ts'
import { orderTime } from './order.ts'

/** How many builds were checked, and why some were left out here. */
export interface FilterCounts {
  readonly checked: number
  /** Words that follow a number, and how many. */
  readonly leftOut: ReadonlyMap<string, number>
  /** Builds whose commit the service does not know yet: they may match later. None unless set. */
  readonly undecided?: readonly Build[]
  /** How many builds matched only after these had been counted, while they were waited for. */
  readonly later?: number
}

export const noCounts: FilterCounts = { checked: 0, leftOut: new Map() }

export function addCounts(a: FilterCounts, b: FilterCounts): FilterCounts {
  if (b === noCounts) return a
  const leftOut = new Map(a.leftOut)
  for (const [why, count] of b.leftOut) leftOut.set(why, (leftOut.get(why) ?? 0) + count)
  const undecided = [...(a.undecided ?? []), ...(b.undecided ?? [])]
  const later = (a.later ?? 0) + (b.later ?? 0)
  return {
    checked: a.checked + b.checked,
    leftOut,
    ...(undecided.length === 0 ? {} : { undecided }),
    ...(later === 0 ? {} : { later }),
  }
}

/** Why a build does not match, in words that follow a number; undefined when it does. */
export type Mismatch = (build: Build) => string | undefined

/** The filters that the service does not have. */
export function mismatch(query: BuildQuery, comparesTime: boolean): Mismatch {
  const { branch, commit, minTime, maxTime, order } = query
  return build => {
    if (branch?.kind === 'pattern' && !branch.matches(build.sourceBranch)) return 'on other branches'
    if (commit !== undefined && !commit.matches(build.sourceVersion) && !commit.matches(build.pullRequestCommit))
      return isUndecided(build) ? undecidedCommit : 'for other commits'
    if (!comparesTime) return undefined
    const time = orderTime(build, order)
    return (minTime !== undefined && time < minTime) || (maxTime !== undefined && time > maxTime)
      ? 'at other times'
      : undefined
  }
}

const undecidedCommit = 'without a commit yet'

/** Before it runs, the service may not know which commit a build is of. */
function isUndecided(build: Build): boolean {
  return build.sourceVersion === '' && !isCompleted(build)
}

/** Splits builds into those that match and the counts of the others. */
export function applyFilter<T extends { readonly build: Build }>(
  items: readonly T[],
  why: Mismatch,
): { matching: T[]; counts: FilterCounts } {
  const leftOut = new Map<string, number>()
  const undecided: Build[] = []
  const matching = items.filter(({ build }) => {
    const reason = why(build)
    if (reason === undefined) return true
    leftOut.set(reason, (leftOut.get(reason) ?? 0) + 1)
    if (reason === undecidedCommit) undecided.push(build)
    return false
  })
  return { matching, counts: { checked: items.length, leftOut, ...(undecided.length === 0 ? {} : { undecided }) } }
}

/** Keeps the first builds of each pipeline. */
export class PipelineCap {
  private readonly counts = new Map<number | undefined, number>()

  /** @param full pipelines that have all the builds that they may have: this adds to them, and so may a list beside it */
  constructor(
    private readonly most: number | undefined,
    private readonly full: Set<number> = new Set(),
  ) {}

  admits({ pipelineId }: Build): boolean {
    const { most, counts, full } = this
    if (most === undefined) return true
    const count = (counts.get(pipelineId) ?? 0) + 1
    counts.set(pipelineId, count)
    if (count >= most && pipelineId !== undefined) full.add(pipelineId)
    return count <= most
  }

  isFull(pipelines: readonly number[]): boolean {
    return isFull(pipelines, this.full)
  }
}

/** Whether every one of these pipelines has all the builds that it may have. None are all pipelines, known or not. */
export function isFull(pipelines: readonly number[], full: ReadonlySet<number>): boolean {
  return pipelines.length > 0 && pipelines.every(id => full.has(id))
}
