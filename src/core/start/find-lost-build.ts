import { type Clock, formatDuration, instantOf } from '../base/time.ts'
import type { Build } from '../builds/build.ts'
import { ServiceError, StepError } from '../errors/errors.ts'
import { header } from '../service/failure.ts'
import type { HttpResponse } from '../service/http.ts'
import { PageError, splitPage } from '../service/json-list.ts'
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
  const fitting = new Map<number, QueuedBuild>()
  const unsure = new Map<number, QueuedBuild>()
  /** Since when the same builds fit. */
  let since = clock.now()
  let failure: ServiceError | undefined
  for (let look = 0; ; look++) {
    await clock.sleep(Math.min(pauses[Math.min(look, pauses.length - 1)] ?? 0, Math.max(0, end - clock.now())), signal)
    const before = fitting.size + unsure.size
    try {
      for (const queued of await buildsSince(service, lost, end + settleTime)) sort(queued, lost, fitting, unsure)
      failure = undefined
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error
      if (!error.transient) throw unknown(lost, [...fitting.values()], tools, error)
      failure = error
    }
    if (fitting.size > 1) throw unknown(lost, [...fitting.values()], tools)
    if (fitting.size + unsure.size !== before) since = clock.now()
    const [only] = fitting.values()
    const isAlone = only !== undefined && unsure.size === 0 && failure === undefined
    if (isAlone && (clock.now() - since >= settleTime || clock.now() >= end)) return only
    if (clock.now() >= end) throw unknown(lost, [...fitting.values(), ...unsure.values()], tools, failure)
  }
}

/** A build whose commit has appeared is no longer unsure. */
function sort(
  queued: QueuedBuild,
  lost: LostStart,
  fitting: Map<number, QueuedBuild>,
  unsure: Map<number, QueuedBuild>,
): void {
  const { id } = queued.build
  fitting.delete(id)
  unsure.delete(id)
  const answer = fits(queued, lost)
  if (answer === 'yes') fitting.set(id, queued)
  if (answer === 'unsure') unsure.set(id, queued)
}

async function buildsSince(service: Service, lost: LostStart, deadline: number): Promise<QueuedBuild[]> {
  const since = instantOf(earliestQueueTime(lost))
  if (since === undefined) throw new StepError('unexpected', { details: ['The clock of the service shows no time.'] })
  const { asked } = lost
  const found: QueuedBuild[] = []
  const pages = follow({
    ask: token =>
      service.request(buildsSinceRequest(asked, since, deadline, token), response => readPage(response, asked.project)),
    idOf: ({ build }) => build.id,
  })
  for await (const { items } of pages) found.push(...items)
  return found
}

function readPage(response: HttpResponse, project: string): Page<QueuedBuild> {
  const items = splitPage(response.body).map(bytes => {
    const queued = readQueuedBuild(bytes, project)
    if (queued === undefined) throw new PageError(false, 'an element of the list is not a build')
    // The bytes are a view of a whole page, which would stay in memory with them.
    return { ...queued, bytes: Buffer.from(bytes) }
  })
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
