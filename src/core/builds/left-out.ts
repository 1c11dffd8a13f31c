import { groupBy } from '../base/group-by.ts'
import { StepError } from '../errors/errors.ts'
import type { BuildQuery } from '../settings/settings.ts'
import type { MatchedBuild } from './build.ts'
import { compareBy, never } from './order.ts'
import { countSent, idsPerRequest, type StatusPartition, sortsBy, splitByStatus, type Target } from './query.ts'
import { type Listing, readPartition } from './read-partition.ts'

/**
 * `maxBuildsPerDefinition` is documented as a number and nothing else
 * (https://learn.microsoft.com/rest/api/azure/devops/build/builds/list#uri-parameters). Its users assume that it chooses
 * the first builds in `queryOrder`, and no recording tells. If it chose those that finished last, an older green build
 * that took longer, or ran again, would hide a red one. So before such a list passes a gate, the builds that would fail it
 * are requested once more, without that parameter.
 */
export const completed: StatusPartition = { statuses: ['completed'], sorted: true }

/** Of the builds that would fail the gate so many are looked at, the first in order: one page. */
const mostChecked = 500

/** Whether a gate that passes depends on which builds of each pipeline the service chooses. */
export function needsProof(target: Target, { query, readsAll }: Pick<Listing, 'query' | 'readsAll'>): boolean {
  const isRead = splitByStatus(query).some(({ statuses }) => statuses.includes('completed'))
  const counts = isRead && countSent(query, completed, target) !== undefined
  return counts && !readsAll && (query.failing.length > 0 || query.maxAge !== undefined)
}

/**
 * Whether the service left out a build that comes before those that it chose, and that could fail the gate.
 * @param judged the first builds of each pipeline, in order
 * @param counted the completed ones that the service chose
 */
export async function leavesOutFirst(
  target: Target,
  listing: Listing,
  judged: readonly MatchedBuild[],
  counted: readonly MatchedBuild[],
): Promise<boolean> {
  const { query, service } = listing
  const isRed = ({ build }: MatchedBuild) =>
    build.status === 'completed' && query.failing.some(one => one === build.result)
  // What fails anyway needs no proof, nor do lists that are read as a whole because the server does not sort them.
  if (judged.some(isRed) || !sortsBy(query.order, service.apiVersion)) return false
  // Of the others there are no more than the service gave.
  const full = [...groupBy(counted, pipelineOf)].flatMap(([id, some]) => (isFull(query, some) ? [id] : []))
  const unsure = judged.filter(found => full.includes(pipelineOf(found)))
  const [first, last] = [judged[0], unsure.at(-1)]
  if (first === undefined || last === undefined) return false
  const pipelines = full.length <= idsPerRequest ? full.filter(id => id !== undefined) : target.pipelines
  const isMissing = missingOf(query, judged)
  const any = (more: BuildQuery) => anyOf(more, { ...target, pipelines }, listing, isMissing)
  const { age, results } = proofs(query)
  // The age is that of the first build of all.
  const checks = [age && any(upTo(age, first)), results && any(upTo(results, last))]
  return (await Promise.all(checks)).includes(true)
}

/** The queries for builds that would break the rules on age and on results, as far as there are such rules. */
export function proofs(query: BuildQuery): { readonly age?: BuildQuery; readonly results?: BuildQuery } {
  const all = { ...query, maxBuildsPerPipeline: undefined, top: Number.POSITIVE_INFINITY }
  const result = query.result.length === 0 ? query.failing : query.result.filter(one => query.failing.includes(one))
  return {
    ...(query.maxAge !== undefined && { age: { ...all, top: 1 } }),
    ...(result.length > 0 && { results: { ...all, result } }),
  }
}

function pipelineOf({ build }: MatchedBuild): number | undefined {
  return build.pipelineId
}

/** Whether as many builds of a pipeline are there as may be. */
function isFull({ maxBuildsPerPipeline = Number.POSITIVE_INFINITY }: BuildQuery, some: readonly unknown[]): boolean {
  return some.length >= maxBuildsPerPipeline
}

/** A query for the builds in order as far as this one. */
function upTo(query: BuildQuery, { time }: MatchedBuild): BuildQuery {
  const { order, minTime, maxTime } = query
  // A build that has not started yet has no time that could be sent.
  if (time === never) return query
  if (order.descending) return { ...query, minTime: minTime !== undefined && minTime > time ? minTime : time }
  return { ...query, maxTime: maxTime !== undefined && maxTime < time ? maxTime : time }
}

/** Whether a build should have been chosen: it comes before one of its pipeline, or that one has room for it. */
function missingOf(query: BuildQuery, judged: readonly MatchedBuild[]): (found: MatchedBuild) => boolean {
  const compare = compareBy(query.order)
  const ids = new Set(judged.map(({ build }) => build.id))
  const byPipeline = groupBy(judged, pipelineOf)
  return found => {
    const some = byPipeline.get(pipelineOf(found)) ?? []
    const last = some.at(-1)
    return !ids.has(found.build.id) && (last === undefined || !isFull(query, some) || compare(found, last) < 0)
  }
}

async function anyOf(
  query: BuildQuery,
  target: Target,
  listing: Listing,
  test: (found: MatchedBuild) => boolean,
): Promise<boolean> {
  const find = async (more: BuildQuery) => {
    const pages = readPartition(target, completed, { ...listing, query: more, ahead: false }, { left: mostChecked })
    for await (const { builds } of pages) if (builds.some(test)) return true
    return false
  }
  try {
    return await find(query)
  } catch (error) {
    if (!(error instanceof StepError) || error.reason !== 'filter-refused') throw error
    // Which filters go together is not documented; without the time it takes more builds to tell.
    const { minTime, maxTime } = listing.query
    return find({ ...query, minTime, maxTime })
  }
}
