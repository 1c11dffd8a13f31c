import { StepError } from '../errors/errors.ts'
import { type Order, orderName } from '../inputs/order.ts'
import { isLower } from '../service/api-version.ts'
import type { BuildQuery } from '../settings/settings.ts'

/** A part of a query that the service answers in one list. */
export interface StatusPartition {
  /** Empty queries builds of every status. */
  readonly statuses: readonly string[]
  /**
   * The service sorts within a status only (https://github.com/Azure/azure-devops-cli-extension/issues/969). A partition
   * of several is read to its end and sorted here.
   */
  readonly sorted: boolean
  /** Only these of the query's builds. */
  readonly ids?: readonly number[]
}

/** So many builds surely come in one page, and so many IDs fit in a URL. */
export const idsPerRequest = 200

/** Builds in a page unless fewer are wanted: a compromise between round trips and memory, of which 1,000 take up to a quarter more. */
export const pageSize = 500

/** Most answers to a client-side filter are near the beginning. */
const growingPages = [50, 100, 200]

const unfinished = ['inProgress', 'notStarted', 'cancelling', 'postponed']

/**
 * How the query is cut so that each list comes in one order: completed builds, and those that are not, which are few.
 * Unfinished ones are queried first, so that a build that finishes in between is seen twice rather than never.
 */
export function splitByStatus(query: BuildQuery): StatusPartition[] {
  const { status, result, buildIds, order, apiVersion } = query
  const all = status.length === 0 || status.includes('all')
  const isCompleted = result.length > 0 || order.time === 'finishTime'
  if (buildIds.length > (isCompleted ? idsPerRequest : 0)) {
    const statuses = isCompleted ? ['completed'] : all ? [] : status
    return chunks(buildIds).map(ids => ({ statuses, sorted: false, ids }))
  }
  if (isCompleted) return [{ statuses: ['completed'], sorted: true }]
  // Before 7.2 no build is abandoned, and the word would be refused.
  const knowsAbandoned = apiVersion !== '' && !isLower(apiVersion, '7.2')
  const wanted = all ? [...unfinished, 'completed', ...(knowsAbandoned ? ['abandoned'] : [])] : [...new Set(status)]
  const running = wanted.filter(name => unfinished.includes(name))
  // Completed builds last: they may be very many, and only the last partition is streamed.
  const ended = ['abandoned', 'completed'].filter(name => wanted.includes(name))
  return [
    ...(running.length > 0 ? [{ statuses: running, sorted: running.length === 1 }] : []),
    ...ended.map(name => ({ statuses: [name], sorted: true })),
  ]
}

function chunks(ids: readonly number[]): number[][] {
  const unique = [...new Set(ids)]
  return Array.from({ length: Math.ceil(unique.length / idsPerRequest) }, (_, index) =>
    unique.slice(index * idsPerRequest, (index + 1) * idsPerRequest),
  )
}

/** What only the client can match, so that the service must not count before it has. */
export function filtersClientSide(query: BuildQuery): boolean {
  return query.commit !== undefined || query.branch?.kind === 'pattern'
}

/** Start times are compared here where some builds have none: how the service compares those is not documented. */
export function filtersTimeClientSide({ order, minTime, maxTime }: BuildQuery, { statuses }: StatusPartition): boolean {
  if (minTime === undefined && maxTime === undefined) return false
  return order.time === 'startTime' && !(statuses.length === 1 && statuses[0] === 'completed')
}

/** Whether the service may count builds, in all or of a pipeline: only where it leaves out everything that does not match. */
export function countsServerSide(query: BuildQuery, partition: StatusPartition): boolean {
  return partition.sorted && !filtersClientSide(query) && !filtersTimeClientSide(query, partition)
}

/**
 * How many builds of each pipeline to request. Of unfinished ones, which are few, all are read; of a single pipeline, a
 * page is as long as that.
 */
export function countSent(query: BuildQuery, partition: StatusPartition, target: Target): number | undefined {
  const isCompleted = partition.statuses.length === 1 && partition.statuses[0] === 'completed'
  const counts = isCompleted && target.pipelines.length !== 1 && countsServerSide(query, partition)
  return counts ? query.maxBuildsPerPipeline : undefined
}

/**
 * How many builds to request on a page; one more than wanted tells whether there are more.
 * @param page 0 is the first
 */
export function pageTop(query: BuildQuery, partition: StatusPartition, target: Target, page: number): number {
  const { top, maxBuildsPerPipeline: most } = query
  if (filtersClientSide(query)) return growingPages[page] ?? pageSize
  if (!countsServerSide(query, partition)) return pageSize
  if (most === undefined || countSent(query, partition, target) !== undefined) return Math.min(top + 1, pageSize)
  return target.pipelines.length === 1 ? Math.min(top + 1, most, pageSize) : pageSize
}

/** A project to query, and the pipelines; none is every pipeline. */
export interface Target {
  readonly project: string
  readonly pipelines: readonly number[]
}

/**
 * Whether a server sorts builds by that time. Before 4.1 the only one is the finish time:
 * https://github.com/microsoft/vss-web-extension-sdk, BuildQueryOrder
 */
export function sortsBy({ time }: Order, version: string): boolean {
  return time === 'finishTime' || !isLower(version, '4.1')
}

export interface PageOptions {
  /** 0 is the first. */
  readonly page: number
  readonly token?: string
  readonly version: string
}

/**
 * The parameters of the Builds list, names and values not yet encoded:
 * https://learn.microsoft.com/rest/api/azure/devops/build/builds/list#uri-parameters
 * @param target without pipelines it is every pipeline, so a name that was not found must never come so far
 */
export function parameters(
  query: BuildQuery,
  wanted: StatusPartition,
  target: Target,
  { page, token, version }: PageOptions,
): [string, string][] {
  const { branch } = query
  const partition = sortsBy(query.order, version) ? wanted : { ...wanted, sorted: false }
  const all: [string, string | number | readonly (string | number)[] | undefined][] = [
    ['definitions', target.pipelines],
    ['queues', query.queues],
    ['buildNumber', query.buildNumber],
    ...times(query, partition, version),
    ['requestedFor', query.requestedFor],
    ['reasonFilter', query.reason.includes('all') ? [] : query.reason],
    ['statusFilter', partition.statuses],
    ['resultFilter', query.result],
    ['tagFilters', query.tags],
    ['properties', query.properties],
    ['$top', pageTop(query, partition, target, page)],
    ['continuationToken', token],
    ['maxBuildsPerDefinition', countSent(query, partition, target)],
    ['deletedFilter', query.deleted === 'excludeDeleted' ? '' : query.deleted],
    ['queryOrder', orderFor(query, partition, version)],
    ['branchName', branch?.kind === 'ref' ? branch.ref : ''],
    ['buildIds', partition.ids ?? query.buildIds],
    ['repositoryId', query.repositoryId],
    ['repositoryType', query.repositoryType],
  ]
  return all.flatMap(([name, value]): [string, string][] => {
    const text = Array.isArray(value) ? value.join(',') : String(value ?? '')
    return text === '' ? [] : [[name, text]]
  })
}

/** An order that the server knows; the builds are sorted here if it is another one. */
function orderFor({ order }: BuildQuery, { statuses }: StatusPartition, version: string): string {
  if (sortsBy(order, version)) return orderName(order)
  return statuses.length === 1 && statuses[0] === 'completed' ? 'finishTimeDescending' : ''
}

/**
 * Before 4.1 the service knew finish times only, under other names, and until 5.0 it listed XAML builds unless told
 * otherwise: https://learn.microsoft.com/previous-versions/azure/devops/integrate/previous-apis/build/builds
 */
function times(query: BuildQuery, partition: StatusPartition, version: string): [string, string | undefined][] {
  const { minTime, maxTime } = filtersTimeClientSide(query, partition) ? {} : query
  const type: [string, string][] = isLower(version, '5.0') ? [['type', 'Build']] : []
  if (!isLower(version, '4.1')) return [...type, ['minTime', minTime], ['maxTime', maxTime]]
  if (minTime === undefined && maxTime === undefined) return type
  if (query.order.time !== 'finishTime')
    throw new StepError('time-filter-unsupported', { details: [`API version: ${version}`] })
  return [...type, ['minFinishTime', minTime], ['maxFinishTime', maxTime]]
}
