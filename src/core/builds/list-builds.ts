import type { Instant } from '../base/time.ts'
import { inOrder, orderTime, parseOrder } from '../inputs/order.ts'
import { header } from '../service/failure.ts'
import type { Answer } from '../service/http.ts'
import { PageError, parse, splitPage } from '../service/json-list.ts'
import { follow, type Page } from '../service/paging.ts'
import type { Request } from '../service/request.ts'
import type { Service } from '../service/service.ts'
import type { Settings } from '../settings/settings.ts'
import { type Build, readBuild } from './build.ts'
import { capPerDefinition, type Trace, unwanted } from './filter.ts'
import { filtersClientSide, filtersTimeClientSide, parameters, type StatusPartition, splitByStatus } from './query.ts'

/** A build that was found, and the bytes that the service sent of it. */
export interface Found {
  readonly build: Build
  /** The time that the order looks at. */
  readonly time: Instant
  readonly bytes: Buffer
}

/** A project to ask, and the pipelines to ask about; none is every pipeline. */
export interface Scope {
  readonly project: string
  readonly definitions: readonly number[]
}

export interface Asking {
  readonly settings: Settings
  readonly service: Service
  readonly deadline: number
  readonly trace: Trace
  /** False where a page may turn out not to be needed; then it is not asked for ahead. */
  readonly ahead?: false
  /** The list may lack builds that match. */
  readonly onCut: (why: 'scan-limit' | 'no progress', project: string) => void
}

/** The request for one page of a share. */
export function buildsRequest(
  settings: Settings,
  scope: Scope,
  share: StatusPartition,
  deadline: number,
  token?: string,
): Request {
  return {
    asked: 'builds',
    project: scope.project,
    path: [scope.project, '_apis', 'build', 'builds'],
    query: version => parameters(settings, share, scope.definitions, token, version),
    deadline,
  }
}

/**
 * The builds of a project that match, in order and without duplicates, as they come. The last share, of completed
 * builds as a rule, is streamed; the others are read before it and find their places in it.
 */
export async function* buildsOf(scope: Scope, asking: Asking): AsyncGenerator<Found[]> {
  const { settings, trace } = asking
  const compare = inOrder(parseOrder(settings.order))
  const budget = { left: filtersClientSide(settings) ? settings.scanLimit : Number.POSITIVE_INFINITY }
  const overMost = capPerDefinition(settings.maxBuildsPerDefinition)
  const keep = ({ build }: Found) => {
    const why = overMost(build)
    if (why === undefined) trace.kept++
    else trace.drop(why)
    return why === undefined
  }

  const shares = splitByStatus(settings)
  const streamed = shares.at(-1)?.sorted ? shares.pop() : undefined
  const early = new Map<number, Found>()
  for (const share of shares)
    for (const found of await readEarly(scope, share, asking, budget)) early.set(found.build.id, found)
  let waiting = [...early.values()].sort(compare)

  if (streamed !== undefined)
    for await (const batch of readShare(scope, streamed, asking, budget)) {
      const again = new Set(batch.filter(({ build }) => early.has(build.id)).map(({ build }) => build.id))
      // Finished in between: what came last is true. A build that went out already does not go out again.
      const gone = new Set([...again].filter(id => !waiting.some(({ build }) => build.id === id)))
      if (again.size > 0) waiting = waiting.filter(({ build }) => !again.has(build.id))
      const fresh = gone.size === 0 ? batch : batch.filter(({ build }) => !gone.has(build.id))
      const [ready, later] = merge(waiting, fresh, compare)
      waiting = later
      const kept = ready.filter(keep)
      if (kept.length > 0) yield kept
    }
  const rest = waiting.filter(keep)
  if (rest.length > 0) yield rest
}

/** Puts all that comes before the batch's last one in its place; the rest goes on waiting. */
function merge(waiting: Found[], batch: Found[], compare: (a: Found, b: Found) => number): [Found[], Found[]] {
  if (waiting.length === 0) return [batch, waiting]
  const ready: Found[] = []
  let next = 0
  for (const found of batch) {
    for (let first = waiting[next]; first !== undefined && compare(first, found) < 0; first = waiting[++next])
      ready.push(first)
    ready.push(found)
  }
  return [ready, waiting.slice(next)]
}

/** A share that is not streamed: to its end, or as far as it can matter where the service sorts it. */
async function readEarly(scope: Scope, share: StatusPartition, asking: Asking, budget: Budget): Promise<Found[]> {
  const { top, maxBuildsPerDefinition } = asking.settings
  const enough = share.sorted && maxBuildsPerDefinition === undefined ? top + 1 : Number.POSITIVE_INFINITY
  const all: Found[] = []
  for await (const batch of readShare(scope, share, asking, budget)) {
    all.push(...batch)
    if (all.length >= enough) break
  }
  return all
}

/** How many more builds may be looked through in this project. */
interface Budget {
  left: number
}

async function* readShare(scope: Scope, share: StatusPartition, asking: Asking, budget: Budget): AsyncGenerator<Found[]> {
  const { settings, trace, onCut } = asking
  if (budget.left === 0) return onCut('scan-limit', scope.project)
  const whyNot = unwanted(settings, filtersTimeClientSide(settings, share))
  const pages = follow({
    ask: token => askPage(scope, share, asking, token),
    idOf: ({ build }) => build.id,
    ahead: seen => asking.ahead !== false && !filtersClientSide(settings) && seen <= settings.top,
    onStuck: () => onCut('no progress', scope.project),
  })
  for await (const page of pages) {
    const looked = page.slice(0, budget.left)
    budget.left -= looked.length
    trace.lookedAt += looked.length
    const batch = looked.filter(({ build }) => {
      const why = whyNot(build)
      if (why !== undefined) trace.drop(why)
      return why === undefined
    })
    if (batch.length > 0) yield batch
    if (looked.length < page.length) return onCut('scan-limit', scope.project)
  }
}

async function askPage(scope: Scope, share: StatusPartition, asking: Asking, token: string | undefined): Promise<Page<Found>> {
  const request = buildsRequest(asking.settings, scope, share, asking.deadline, token)
  return asking.service.get(request, answer => readPage(answer, scope.project, asking.settings))
}

/** Every element is read before any is used, so that a page counts as a whole or not at all. */
function readPage(answer: Answer, project: string, settings: Settings): Page<Found> {
  const order = parseOrder(settings.order)
  const items = splitPage(answer.body).map(bytes => {
    const build = readBuild(parse(bytes), project)
    if (build === undefined) throw new PageError(false, 'an element of the list is no build')
    return { build, bytes, time: orderTime(build, order) }
  })
  return { items, next: header(answer.headers, 'x-ms-continuationtoken') || undefined }
}
