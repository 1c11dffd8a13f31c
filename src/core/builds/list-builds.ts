import type { Order } from '../inputs/order.ts'
import { header } from '../service/failure.ts'
import type { HttpResponse } from '../service/http.ts'
import { PageError, readList } from '../service/json-list.ts'
import { follow, type Page } from '../service/paging.ts'
import type { ServiceRequest } from '../service/request.ts'
import type { Service } from '../service/service.ts'
import type { BuildQuery } from '../settings/settings.ts'
import { type MatchedBuild, readBuild } from './build.ts'
import { addCounts, applyFilter, type FilterCounts, mismatch, noCounts, PipelineCap } from './filter.ts'
import { compareBy, orderTime, type Placed } from './order.ts'
import {
  filtersClientSide,
  filtersTimeClientSide,
  parameters,
  type StatusPartition,
  sortsBy,
  splitByStatus,
  type Target,
} from './query.ts'

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

/** Some more builds that match, in order. */
export interface Batch {
  readonly builds: readonly MatchedBuild[]
  /** What was checked for them. */
  readonly counts: FilterCounts
  /** Whether there may be more after them. */
  readonly more: boolean
  readonly cut?: Cut
}

export interface Listing {
  readonly service: Service
  readonly query: BuildQuery
  /** Milliseconds since 1970. */
  readonly deadline: number
  /** False where a page may turn out not to be needed; then it is not requested ahead. */
  readonly ahead?: false
  /** The same for lists that are read side by side: an ID may be of a pipeline in another project. */
  readonly full?: Set<number>
}

/** The request for one page of a partition. @param page 0 is the first */
export function buildsRequest(
  query: BuildQuery,
  target: Target,
  partition: StatusPartition,
  deadline: number,
  page = 0,
  token?: string,
): ServiceRequest {
  return {
    words: { what: `The list of builds of ${target.project}`, subject: 'builds' },
    path: [target.project, '_apis', 'build', 'builds'],
    query: version =>
      parameters(query, partition, target, { page, version, ...(token === undefined ? {} : { token }) }),
    deadline,
  }
}

/**
 * The builds of a project that match, in order and without duplicates, as they come. The last partition, of completed
 * builds as a rule, is streamed; the others are read before it and find their places in it.
 */
export async function* listBuilds(target: Target, listing: Listing): AsyncGenerator<Batch> {
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

  const isSorted = () => sortsBy(query.order, listing.service.apiVersion)
  if (streamed !== undefined)
    for await (const page of inOrder(readPartition(target, streamed, listing, budget), isSorted, compare)) {
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

/** A sorted list lacks nothing before its last build. */
function placed(cut: Cut, last: MatchedBuild | undefined): Cut {
  return last === undefined ? cut : { ...cut, from: { time: last.time, build: { id: last.build.id } } }
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

/** How many more builds may be checked in this project. */
interface Budget {
  left: number
}

/** A page after the filters of the client. */
interface FilteredPage {
  readonly builds: readonly MatchedBuild[]
  readonly counts: FilterCounts
  readonly more: boolean
  /** The last build of the page, whether it matches or not. */
  readonly last?: MatchedBuild
  readonly cut?: Cut
}

async function* readPartition(
  target: Target,
  partition: StatusPartition,
  { service, query, deadline, ahead }: Listing,
  budget: Budget,
): AsyncGenerator<FilteredPage> {
  const { project } = target
  const cutHere = { why: 'scan-limit', project } as const
  if (budget.left === 0) return yield { builds: [], counts: noCounts, more: true, cut: cutHere }
  const why = mismatch(query, filtersTimeClientSide(query, partition))
  let page = 0
  const pages = follow({
    ask: token =>
      service.request(buildsRequest(query, target, partition, deadline, page++, token), (response, signal) =>
        readPage(response, signal, project, query),
      ),
    idOf: ({ build }) => build.id,
    ahead: seen => ahead !== false && !filtersClientSide(query) && seen < query.top,
  })
  for await (const { items, more, stuck } of pages) {
    const checked = items.length > budget.left ? items.slice(0, budget.left) : items
    budget.left -= checked.length
    const { matching, counts } = applyFilter(checked, why)
    const limited = checked.length < items.length || (budget.left === 0 && more)
    const cut: Cut | undefined = stuck ? { why: 'no progress', project } : limited ? cutHere : undefined
    const last = checked.at(-1)
    yield { builds: matching, counts, more: more || limited, ...(last && { last }), ...(cut && { cut }) }
    if (limited) return
  }
}

/** Every element is read before any is used, so that a page counts as a whole or not at all. */
async function readPage(
  response: HttpResponse,
  signal: AbortSignal,
  target: string,
  query: BuildQuery,
): Promise<Page<MatchedBuild>> {
  const items = await readList(
    response.body,
    (value, bytes) => {
      const build = readBuild(value, target)
      if (build === undefined) throw new PageError(false, 'an element of the list is not a build')
      return { build, target, bytes, time: orderTime(build, query.order) }
    },
    signal,
  )
  return { items, next: header(response.headers, 'x-ms-continuationtoken') || undefined }
}
