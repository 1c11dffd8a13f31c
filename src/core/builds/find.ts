import type { Service } from '../service/service.ts'
import type { BuildQuery } from '../settings/settings.ts'
import type { MatchedBuild } from './build.ts'
import { type Cut, mayPrecede } from './cut.ts'
import { addCounts, isFull, noCounts } from './filter.ts'
import { type Batch, listBuilds } from './list-builds.ts'
import { compareBy } from './order.ts'
import type { Target } from './query.ts'
import type { Listing } from './read-partition.ts'
import { aheadOf, isOff, onServiceTime } from './service-time.ts'
import type { Targets } from './targets.ts'

/**
 * The builds that match. How long ago something was is known by the clock of the service, and that only once it has
 * answered: if the clock of this machine is off, what was requested before is requested again.
 * @param deadline milliseconds since 1970
 */
export async function* findBuilds(
  service: Service,
  query: BuildQuery,
  targets: Targets,
  deadline: number,
): AsyncGenerator<Batch> {
  for (let mayRepeat = true; ; mayRepeat = false) {
    const ahead = aheadOf(service)
    const batches = findNow(service, onServiceTime(query, service), targets, deadline)
    try {
      const first = await batches.next()
      if (mayRepeat && isOff(query, service, ahead)) continue
      if (!first.done) yield first.value
      return yield* batches
    } finally {
      await batches.return(undefined)
    }
  }
}

/**
 * The builds that match, the first `top` of them, in order over all projects; without a limit all of them, project after
 * project. Reading stops as soon as they are found.
 * @param deadline milliseconds since 1970
 */
async function* findNow(
  service: Service,
  query: BuildQuery,
  targets: Targets,
  deadline: number,
): AsyncGenerator<Batch> {
  const { each, named, cut } = targets
  const listing: Listing = { service, query, deadline }
  // What is judged is few builds, and the first of them has outputs of its own.
  const isSorted =
    query.top !== Number.POSITIVE_INFINITY || query.maxBuildsPerPipeline !== undefined || query.buildIds.length > 0
  if (cut !== undefined) yield { builds: [], counts: noCounts, more: true, cut }
  if (each.length > 1 && isSorted) {
    const best = await findBest(each, listing)
    await named
    yield best
    return
  }
  const isNew = noRepeats(each.length)
  let count = 0
  for await (const { batch, isLast } of inTurn(each, listing)) {
    if (count === 0) await named
    const fresh = batch.builds.filter(isNew)
    const builds = fresh.slice(0, query.top - count)
    count += builds.length
    const more = builds.length < fresh.length || batch.more || !isLast
    if (count === query.top) return yield { ...withoutCut(batch, builds, query), builds, more }
    yield { ...batch, builds, more }
  }
  await named
}

/** The last batch that is wanted, without a cut that only lacks builds after those. */
function withoutCut({ cut, ...batch }: Batch, builds: readonly MatchedBuild[], { order }: BuildQuery): Batch {
  return cut === undefined || !mayPrecede(cut, builds, order) ? batch : { ...batch, cut }
}

/** One project after the other; the first pages of the next few are requested while one is read. */
async function* inTurn(each: Targets['each'], listing: Listing): AsyncGenerator<{ batch: Batch; isLast: boolean }> {
  const left = [...each]
  /** Those that were requested and not yet read; what has been read is let go. */
  const asked: { stream: AsyncGenerator<Batch>; first: Promise<IteratorResult<Batch>> }[] = []
  for (;;) {
    for (const target of left.splice(0, listing.query.concurrency - asked.length)) {
      const stream = listWhenKnown(target, listing)
      const first = stream.next()
      first.catch(() => undefined)
      asked.push({ stream, first })
    }
    const next = asked.shift()
    if (next === undefined) return
    const isLast = left.length === 0 && asked.length === 0
    const { done, value } = await next.first
    // A project without the pipelines has no builds, but its end may be that of the whole list.
    if (done && isLast) yield { batch: { builds: [], counts: noCounts, more: false }, isLast }
    if (done) continue
    yield { batch: value, isLast }
    for await (const batch of next.stream) yield { batch, isLast }
  }
}

async function* listWhenKnown(target: Promise<Target | undefined>, listing: Listing): AsyncGenerator<Batch> {
  const known = await target
  if (known !== undefined) yield* listBuilds(known, listing)
}

/** All projects side by side, each only as far as its builds can still be among the best. */
async function findBest(each: Targets['each'], listing: Listing): Promise<Batch> {
  const { top, order } = listing.query
  const compare = compareBy(order)
  const isNew = noRepeats(each.length)
  /** One more than wanted, which tells that there are more. */
  const best: MatchedBuild[] = []
  let counts = noCounts
  const cuts: { cut: Cut; target: Target | undefined }[] = []
  const full = new Set<number>()
  let more = false

  /** Whether this one, and so those after it in its project, may still matter. */
  const offer = (found: MatchedBuild): boolean => {
    const worst = best[top]
    if (worst !== undefined && compare(found, worst) >= 0) return false
    if (!isNew(found)) return true
    // The bytes are a view of a whole page, which would stay in memory with them.
    best.splice(placeOf(best, found, compare), 0, { ...found, bytes: Buffer.from(found.bytes) })
    best.length = Math.min(best.length, top + 1)
    return true
  }

  await Promise.all(
    each.map(async target => {
      let offered = 0
      for await (const batch of listWhenKnown(target, { ...listing, ahead: false, full })) {
        counts = addCounts(counts, batch.counts)
        if (batch.cut !== undefined) cuts.push({ cut: batch.cut, target: await target })
        offered += batch.builds.length
        if (batch.builds.every(offer) && offered < top) continue
        more ||= batch.more
        return
      }
    }),
  )
  const builds = best.slice(0, top)
  // Nothing is lacking if each pipeline has its builds, and those of this project come before what is missing.
  const lacking = cuts.filter(({ cut, target }) => {
    if (target === undefined || !isFull(target.pipelines, full)) return true
    const listed = best.filter(found => found.target === target.project)
    return mayPrecede(cut, listed, order)
  })
  const cut = lacking.find(one => builds.length < top || mayPrecede(one.cut, builds, order))?.cut
  return { builds, counts, more: more || best.length > top || lacking.length > 0, ...(cut && { cut }) }
}

/** A project that is named twice, by name and by ID, gives its builds once. */
function noRepeats(projects: number): (found: MatchedBuild) => boolean {
  const seen = new Set<number>()
  return ({ build: { id } }) => projects === 1 || (!seen.has(id) && seen.add(id) !== undefined)
}

function placeOf(
  sorted: readonly MatchedBuild[],
  found: MatchedBuild,
  compare: (a: MatchedBuild, b: MatchedBuild) => number,
): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (compare(sorted[middle] as MatchedBuild, found) <= 0) low = middle + 1
    else high = middle
  }
  return low
}
