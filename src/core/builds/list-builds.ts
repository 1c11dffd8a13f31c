import type { MatchedBuild } from './build.ts'
import { type Cut, placed } from './cut.ts'
import { addCounts, type FilterCounts, noCounts, PipelineCap } from './filter.ts'
import { leavesOutFirst, needsProof } from './left-out.ts'
import { compareBy } from './order.ts'
import { filtersClientSide, type StatusPartition, sortsBy, splitByStatus, type Target } from './query.ts'
import { type Budget, type FilteredPage, type Listing, readPartition } from './read-partition.ts'

/** Some more builds that match, in order. */
export interface Batch {
  readonly builds: readonly MatchedBuild[]
  /** What was checked for them. */
  readonly counts: FilterCounts
  /** Whether there may be more after them. */
  readonly more: boolean
  readonly cut?: Cut
}

/** The builds of a project that match, in order and without duplicates, as they come. */
export async function* listBuilds(target: Target, listing: Listing): AsyncGenerator<Batch> {
  if (!needsProof(target, listing)) return yield* listInOrder(target, listing)
  const batches: Batch[] = []
  const counted: MatchedBuild[] = []
  const onPage = (builds: readonly MatchedBuild[]) => void counted.push(...builds)
  for await (const batch of listInOrder(target, { ...listing, onPage })) batches.push(batch)
  const { full: _, ...alone } = listing
  const builds = batches.flatMap(batch => batch.builds)
  if (await leavesOutFirst(target, listing, builds, counted)) yield* listInOrder(target, { ...alone, readsAll: true })
  else yield* batches
}

/**
 * The last partition, of completed builds as a rule, is streamed; the others are read before it and find their places
 * in it.
 */
async function* listInOrder(target: Target, listing: Listing): AsyncGenerator<Batch> {
  const { query } = listing
  const compare = compareBy(query.order)
  const cap = new PipelineCap(query.maxBuildsPerPipeline, listing.full)
  const budget = { left: filtersClientSide(query) ? query.scanLimit : Number.POSITIVE_INFINITY }
  const partitions = splitByStatus(query)
  const streamed = partitions.at(-1)?.sorted ? partitions.pop() : undefined
  const early = await readEarly(target, partitions, listing, budget)
  const known = new Map(early.builds.map(found => [found.build.id, found]))
  let waiting = [...known.values()].sort(compare)
  // What was counted, and where the list was cut, since the last batch.
  let { counts, cut } = early
  const batch = (builds: readonly MatchedBuild[], more: boolean): Batch => {
    const next = { builds: builds.filter(({ build }) => cap.admits(build)), counts, more, ...(cut && { cut }) }
    counts = noCounts
    cut = undefined
    return next
  }

  const streaming = listing.readsAll ? { ...listing, query: { ...query, maxBuildsPerPipeline: undefined } } : listing
  const isSorted = () => sortsBy(query.order, listing.service.apiVersion)
  if (streamed !== undefined)
    for await (const page of inOrder(readPartition(target, streamed, streaming, budget), isSorted, compare)) {
      listing.onPage?.(page.builds)
      counts = addCounts(counts, page.counts)
      cut ??= page.cut && placed(page.cut, page.last)
      const again = new Set(page.builds.flatMap(({ build: { id } }) => (known.has(id) ? [id] : [])))
      // Finished in between: what came last is true. A build that went out already does not go out again.
      const gone = new Set([...again].filter(id => !waiting.some(({ build }) => build.id === id)))
      if (again.size > 0) waiting = waiting.filter(({ build }) => !again.has(build.id))
      const fresh = gone.size === 0 ? page.builds : page.builds.filter(({ build }) => !gone.has(build.id))
      const [ready, later] = merge(waiting, fresh, page.more ? page.last : undefined, compare)
      waiting = later
      const next = batch(ready, page.more || later.length > 0)
      if (cap.isFull(target.pipelines)) return yield withoutTail(next)
      yield next
    }
  yield batch(waiting, false)
}

/** Pages as they come if the server sorts them; else all of them as one. Its version is known once the first has come. */
async function* inOrder(
  pages: AsyncIterable<FilteredPage>,
  isSorted: () => boolean,
  compare: (a: MatchedBuild, b: MatchedBuild) => number,
): AsyncGenerator<FilteredPage> {
  const held: FilteredPage[] = []
  for await (const page of pages) {
    if (isSorted()) yield page
    else held.push(page)
  }
  if (held.length === 0) return
  const cut = held.find(page => page.cut !== undefined)?.cut
  yield {
    builds: held.flatMap(({ builds }) => builds).sort(compare),
    counts: held.map(({ counts }) => counts).reduce(addCounts, noCounts),
    more: false,
    ...(cut && { cut }),
  }
}

/** A batch after which nothing counts, so that it matters no longer whether something is missing there. */
function withoutTail({ cut, ...batch }: Batch): Batch {
  return { ...batch, more: false, ...(cut !== undefined && cut.from === undefined && { cut }) }
}

/**
 * Puts all that comes before the last build of the page, whether or not that one matches, in its place; the rest goes on
 * waiting. Without a last build nothing follows, and what waits comes when the list has ended.
 */
function merge(
  waiting: MatchedBuild[],
  page: readonly MatchedBuild[],
  last: MatchedBuild | undefined,
  compare: (a: MatchedBuild, b: MatchedBuild) => number,
): [readonly MatchedBuild[], MatchedBuild[]] {
  if (waiting.length === 0) return [page, waiting]
  const ready: MatchedBuild[] = []
  let next = 0
  const release = (before: MatchedBuild) => {
    for (let first = waiting[next]; first !== undefined && compare(first, before) < 0; first = waiting[++next])
      ready.push(first)
  }
  for (const found of page) {
    release(found)
    ready.push(found)
  }
  if (last !== undefined) release(last)
  return [ready, waiting.slice(next)]
}

/** Partitions that are not streamed: to their end, or as far as they can matter where the service sorts them. */
async function readEarly(target: Target, partitions: readonly StatusPartition[], listing: Listing, budget: Budget) {
  const { top, maxBuildsPerPipeline } = listing.query
  const builds: MatchedBuild[] = []
  let counts = noCounts
  let cut: Cut | undefined
  for (const partition of partitions) {
    const enough = partition.sorted && maxBuildsPerPipeline === undefined ? top + 1 : Number.POSITIVE_INFINITY
    let found = 0
    for await (const page of readPartition(target, partition, listing, budget)) {
      builds.push(...page.builds)
      counts = addCounts(counts, page.counts)
      cut ??= page.cut
      found += page.builds.length
      if (found >= enough) break
    }
  }
  return { builds, counts, cut }
}
