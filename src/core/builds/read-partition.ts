import { header } from '../service/failure.ts'
import type { HttpResponse } from '../service/http.ts'
import { readList } from '../service/json-list.ts'
import { PageError } from '../service/page-error.ts'
import { follow, type Page } from '../service/paging.ts'
import type { ServiceRequest } from '../service/request.ts'
import type { Service } from '../service/service.ts'
import type { BuildQuery } from '../settings/settings.ts'
import { type MatchedBuild, readBuild } from './build.ts'
import type { Cut } from './cut.ts'
import { applyFilter, type FilterCounts, mismatch, noCounts } from './filter.ts'
import { orderTime } from './order.ts'
import { filtersClientSide, filtersTimeClientSide, parameters, type StatusPartition, type Target } from './query.ts'

export interface Listing {
  readonly service: Service
  readonly query: BuildQuery
  /** Milliseconds since 1970. */
  readonly deadline: number
  /** False where a page may turn out not to be needed; then it is not requested ahead. */
  readonly ahead?: false
  /** The same for lists that are read side by side: an ID may be of a pipeline in another project. */
  readonly full?: Set<number>
  /** Takes what the last partition is read as, before builds of others and the first of each pipeline are put together. */
  readonly onPage?: (builds: readonly MatchedBuild[]) => void
  /** Whether the service chose the wrong builds of each pipeline, so that all of them are to be read. */
  readonly readsAll?: true
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

/** How many more builds may be checked in this project. */
export interface Budget {
  left: number
}

/** A page after the filters of the client. */
export interface FilteredPage {
  readonly builds: readonly MatchedBuild[]
  readonly counts: FilterCounts
  readonly more: boolean
  /** The last build of the page, whether it matches or not. */
  readonly last?: MatchedBuild
  readonly cut?: Cut
}

/** The pages of a partition as they come, after the filters of the client, as far as the budget goes. */
export async function* readPartition(
  target: Target,
  partition: StatusPartition,
  { service, query, deadline, ahead }: Listing,
  budget: Budget,
): AsyncGenerator<FilteredPage> {
  const { project } = target
  const cutHere = { why: 'scan-limit', project } as const
  if (budget.left === 0) return yield { builds: [], counts: noCounts, more: true, cut: cutHere }
  // What is wanted of a single pipeline comes in one page.
  const most = target.pipelines.length === 1 ? query.maxBuildsPerPipeline : undefined
  const enough = Math.min(query.top, most ?? Number.POSITIVE_INFINITY)
  const why = mismatch(query, filtersTimeClientSide(query, partition))
  let page = 0
  const pages = follow({
    ask: token =>
      service.request(buildsRequest(query, target, partition, deadline, page++, token), (response, signal) =>
        readPage(response, signal, project, query),
      ),
    idOf: ({ build }) => build.id,
    ahead: seen => ahead !== false && !filtersClientSide(query) && seen < enough,
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
