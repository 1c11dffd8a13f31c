import { type Clock, formatDuration, instantOf } from '../base/time.ts'
import type { Build } from '../builds/build.ts'
import { ServiceError, StepError } from '../errors/errors.ts'
import { header } from '../service/failure.ts'
import type { HttpResponse } from '../service/http.ts'
import { readList } from '../service/json-list.ts'
import { PageError } from '../service/page-error.ts'
import { follow, type Page } from '../service/paging.ts'
import type { Service } from '../service/service.ts'
import { earliestQueueTime, fits, type LostStart } from './candidates.ts'
import { type QueuedBuild, readQueuedBuild } from './queued-build.ts'
import { buildsSinceRequest } from './requests.ts'

export interface FindTools {
  readonly clock: Clock
  readonly signal: AbortSignal
  readonly say: (line: string) => void
  readonly pageOf: (build: Build) => string
  readonly pipelinePage: (project: string, pipelineId: number) => string
}

/** Milliseconds after which a build that was started surely is in lists. No bound is known; none was ever needed. */
export const searchTime = 90_000

/**
 * Milliseconds for which a build must have been the only one that fits. One that is equal in everything may have been
 * queued by another step of the same identity, and be seen sooner than the own one.
 */
export const settleTime = 30_000

/** More builds of one owner, equal and without a commit, are no accident. */
const mostUnsure = 20

/** Milliseconds between two looks; the last goes on. */
const pauses = [1000, 2000, 4000, 8000]

/**
 * Finds the build of a start whose answer was lost, among builds that others start meanwhile.
 *
 * @returns the only one that fits
 * @throws StepError `start-unknown` if none fits, or several do: which is the own one cannot be told then
 */
export async function findLostBuild(service: Service, lost: LostStart, tools: FindTools): Promise<QueuedBuild> {
  const { clock, signal } = tools
  const end = clock.now() + searchTime
  const found: Candidates = { fitting: new Map(), unsure: new Map() }
  const { fitting, unsure } = found
  /** Since when the same builds fit. */
  let since = clock.now()
  let failure: ServiceError | undefined
  for (let look = 0; ; look++) {
    await clock.sleep(Math.min(pauses[Math.min(look, pauses.length - 1)] ?? 0, Math.max(0, end - clock.now())), signal)
    const before = fitting.size + unsure.size
    try {
      await checkBuilds(service, lost, end + settleTime, found)
      failure = undefined
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error
      if (!error.transient) throw unknown(lost, [...fitting.values()], tools, error)
      failure = error
    }
    if (isHopeless(found)) throw unknown(lost, [...fitting.values(), ...unsure.values()], tools)
    if (fitting.size + unsure.size !== before) since = clock.now()
    const [only] = fitting.values()
    const isAlone = only !== undefined && unsure.size === 0 && failure === undefined
    if (isAlone && (clock.now() - since >= settleTime || clock.now() >= end)) return only
    if (clock.now() >= end) throw unknown(lost, [...fitting.values(), ...unsure.values()], tools, failure)
  }
}

interface Candidates {
  readonly fitting: Map<number, QueuedBuild>
  /** Those that have no commit yet. */
  readonly unsure: Map<number, QueuedBuild>
}

/** Whether the own build cannot be told any more, whatever comes. */
function isHopeless({ fitting, unsure }: Candidates): boolean {
  return fitting.size > 1 || unsure.size > mostUnsure
}

/** A build whose commit has appeared is no longer unsure. */
function sort(queued: QueuedBuild, lost: LostStart, { fitting, unsure }: Candidates): void {
  const { id } = queued.build
  fitting.delete(id)
  unsure.delete(id)
  const answer = fits(queued, lost)
  if (answer === 'no') return
  // The bytes are a view of a whole page, which would stay in memory with them.
  const kept = { ...queued, bytes: Buffer.from(queued.bytes) }
  if (answer === 'yes') fitting.set(id, kept)
  else unsure.set(id, kept)
}

/** Looks through the builds since the start, of which only those that fit are kept. */
async function checkBuilds(service: Service, lost: LostStart, deadline: number, found: Candidates): Promise<void> {
  const since = instantOf(earliestQueueTime(lost))
  if (since === undefined) throw new StepError('unexpected', { details: ['The clock of the service shows no time.'] })
  const { asked } = lost
  const ask = (token?: string) =>
    service.request(buildsSinceRequest(asked, since, deadline, token), (response, signal) =>
      readPage(response, signal, asked.project),
    )
  for await (const { items, stuck } of follow({ ask, idOf: ({ build }) => build.id })) {
    for (const queued of items) sort(queued, lost, found)
    if (isHopeless(found)) return
    // A build that cannot be seen may fit, too.
    if (stuck) throw incomplete()
  }
}

function incomplete(): ServiceError {
  const details = ['The list of builds has no end.']
  return new ServiceError('response-unexpected', { details, transient: true, arrived: 'unknown' })
}

async function readPage(response: HttpResponse, signal: AbortSignal, project: string): Promise<Page<QueuedBuild>> {
  const read = (value: unknown, bytes: Buffer) => {
    const queued = readQueuedBuild(bytes, project, value)
    if (queued === undefined) throw new PageError(false, 'an element of the list is not a build')
    return queued
  }
  const items = await readList(response.body, read, signal)
  return { items, next: header(response.headers, 'x-ms-continuationtoken') || undefined }
}

function unknown(
  { asked }: LostStart,
  builds: readonly QueuedBuild[],
  { pageOf, pipelinePage }: FindTools,
  original?: ServiceError,
): StepError {
  const time = formatDuration(searchTime)
  const what =
    builds.length === 0
      ? `No build of pipeline ${asked.pipelineId} was found within ${time} that can be the one.`
      : `${builds.length === 1 ? 'This build' : 'Each of these builds'} can be the one:`
  const details = [
    what,
    ...builds.slice(0, 10).map(({ build }) => pageOf(build)),
    `All builds of the pipeline: ${pipelinePage(asked.project, asked.pipelineId)}`,
    ...(original === undefined ? [] : [`The last check failed: ${original.message.split('\n')[0]}`]),
  ]
  return new StepError('start-unknown', { details, original })
}
