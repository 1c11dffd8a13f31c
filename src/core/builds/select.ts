import type { Service } from '../service/service.ts'
import type { BuildQuery } from '../settings/settings.ts'
import { type MatchedBuild, noBytes } from './build.ts'
import type { Cut } from './cut.ts'
import { addCounts, type FilterCounts, noCounts } from './filter.ts'
import { findBuilds } from './find.ts'
import { type Batch, listBuilds } from './list-builds.ts'
import { idsPerRequest } from './query.ts'
import type { Targets } from './targets.ts'

/** Builds that were found, kept in memory. */
export interface Selection {
  readonly builds: readonly MatchedBuild[]
  readonly counts: FilterCounts
  readonly cuts: readonly Cut[]
  /** Whether there may be more than the user wanted. */
  readonly more: boolean
}

/** So many builds are kept with the bytes that the service sent; of more, these are read again when they are needed. */
const keptWhole = 1000

/** All builds that match. @param deadline milliseconds since 1970 */
export async function findAll(
  service: Service,
  query: BuildQuery,
  targets: Targets,
  deadline: number,
): Promise<Selection> {
  const builds: MatchedBuild[] = []
  const cuts: Cut[] = []
  let counts = noCounts
  let more = false
  for await (const batch of findBuilds(service, query, targets, deadline)) {
    counts = addCounts(counts, batch.counts)
    if (batch.cut !== undefined) cuts.push(batch.cut)
    more = batch.more
    // The bytes are a view of a whole page, which would stay in memory with them.
    for (const found of batch.builds)
      builds.push({ ...found, bytes: builds.length < keptWhole ? Buffer.from(found.bytes) : noBytes })
  }
  return { builds, counts, cuts, more }
}

/** The query for builds that are known by their IDs, whatever else has become of them. */
export function onlyThese(query: BuildQuery, buildIds: readonly number[]): BuildQuery {
  return {
    ...query,
    pipelines: [],
    branch: undefined,
    commit: undefined,
    status: [],
    result: [],
    reason: [],
    tags: [],
    requestedFor: '',
    buildNumber: '',
    queues: [],
    repositoryId: '',
    repositoryType: '',
    minTime: undefined,
    maxTime: undefined,
    ago: [],
    maxBuildsPerPipeline: undefined,
    deleted: 'includeDeleted',
    top: Number.POSITIVE_INFINITY,
    buildIds,
  }
}

/** Reads known builds again: one request for each project. */
export async function readByIds(
  service: Service,
  query: BuildQuery,
  known: readonly MatchedBuild[],
  deadline: number,
): Promise<MatchedBuild[]> {
  const projects = [...new Set(known.map(({ target }) => target))]
  const reads = projects.map(async project => {
    const ids = known.filter(({ target }) => target === project).map(({ build }) => build.id)
    const found: MatchedBuild[] = []
    for await (const { builds } of listBuilds(
      { project, pipelines: [] },
      { service, query: onlyThese(query, ids), deadline },
    ))
      found.push(...builds.map(one => ({ ...one, bytes: Buffer.from(one.bytes) })))
    return found
  })
  return (await Promise.all(reads)).flat()
}

/** A selection as a result takes it: with the bytes of every build, which are not those of the selection. */
export async function* batchesOf(
  service: Service,
  query: BuildQuery,
  { builds, counts, cuts, more }: Selection,
  deadline: number,
): AsyncGenerator<Batch> {
  for (const cut of cuts) yield { builds: [], counts: noCounts, more: true, cut }
  yield { builds: builds.slice(0, keptWhole).map(found => ({ ...found })), counts, more }
  for (let at = keptWhole; at < builds.length; at += idsPerRequest) {
    const some = builds.slice(at, at + idsPerRequest)
    const again = new Map((await readByIds(service, query, some, deadline)).map(found => [found.build.id, found]))
    // A build that was deleted meanwhile still counts as it was seen last.
    const whole = some.map(found => ({
      ...found,
      bytes: again.get(found.build.id)?.bytes ?? Buffer.from(JSON.stringify(found.build)),
    }))
    yield { builds: whole, counts: noCounts, more }
  }
}

/** The same when nothing can be requested any more: a build whose bytes were not kept is written as it is known here. */
export async function* selectionBatches({ builds, counts, cuts, more }: Selection): AsyncGenerator<Batch> {
  for (const cut of cuts) yield { builds: [], counts: noCounts, more: true, cut }
  const whole = builds.map(found => ({
    ...found,
    bytes: found.bytes.length > 0 ? found.bytes : Buffer.from(JSON.stringify(found.build)),
  }))
  yield { builds: whole, counts, more }
}
