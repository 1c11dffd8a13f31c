import { StepError } from '../errors/errors.ts'
import { parseOrder } from '../inputs/order.ts'
import type { Settings } from '../settings/settings.ts'

/** A part of the query that the service answers in one list. */
export interface StatusPartition {
  /** Empty asks for builds of every status. */
  readonly statuses: readonly string[]
  /**
   * The service sorts within a status only (https://github.com/Azure/azure-devops-cli-extension/issues/969). A share of
   * several is read to its end and sorted here.
   */
  readonly sorted: boolean
}

/** More ids than this are asked for as any other query is; so many surely come in one page. */
const onePageOfIds = 200

/**
 * How many builds a page holds unless fewer are wanted: a compromise between round trips and memory, of which pages of
 * 1,000 take up to a quarter more.
 */
export const pageSize = 500

const unfinished = ['inProgress', 'notStarted', 'cancelling', 'postponed']

/**
 * How the query is cut so that each list comes in one order: completed builds, and those that are not, which are few.
 * Unfinished ones are asked for first, so that a build that finishes in between is seen twice rather than never.
 */
export function splitByStatus(settings: Settings): StatusPartition[] {
  const { status, result, buildIds } = settings
  const all = status.length === 0 || status.includes('all')
  if (result.length > 0 || parseOrder(settings.order).time === 'finishTime')
    return [{ statuses: ['completed'], sorted: true }]
  if (buildIds.length > 0 && buildIds.length <= onePageOfIds)
    return [{ statuses: all ? [] : status, sorted: !all && status.length === 1 }]
  // Before 7.2 no build is abandoned, and the word would be refused.
  const knowsAbandoned = Number.parseFloat(settings.apiVersion || '0') >= 7.2
  const wanted = all ? [...unfinished, 'completed', ...(knowsAbandoned ? ['abandoned'] : [])] : [...new Set(status)]
  const running = wanted.filter(name => unfinished.includes(name))
  // Completed builds last: they may be very many, and only the last share is streamed.
  const ended = ['abandoned', 'completed'].filter(name => wanted.includes(name))
  return [
    ...(running.length > 0 ? [{ statuses: running, sorted: running.length === 1 }] : []),
    ...ended.map(name => ({ statuses: [name], sorted: true })),
  ]
}

/** What only this side can match, so that the service must not count before it has. */
export function filtersClientSide(settings: Settings): boolean {
  return settings.commit !== '' || settings.branch?.kind === 'pattern'
}

/** Start times are judged here where some builds have none: the service’s answer to those is not documented. */
export function filtersTimeClientSide({ order, minTime, maxTime }: Settings, { statuses }: StatusPartition): boolean {
  if (minTime === undefined && maxTime === undefined) return false
  return parseOrder(order).time === 'startTime' && !(statuses.length === 1 && statuses[0] === 'completed')
}

/** Whether the service may count, builds in all or of a pipeline: only where it drops by itself all that is not wanted. */
function countsServerSide(settings: Settings, share: StatusPartition): boolean {
  return share.sorted && !filtersClientSide(settings) && !filtersTimeClientSide(settings, share)
}

/** How many builds to ask for on each page; one more than wanted tells whether there are more. */
export function pageTop(settings: Settings, share: StatusPartition): number {
  return countsServerSide(settings, share) ? Math.min(settings.top + 1, pageSize) : pageSize
}

/**
 * The parameters of the Builds list, names and values not yet encoded:
 * https://learn.microsoft.com/rest/api/azure/devops/build/builds/list#uri-parameters
 * @param definitions ids; empty asks for every pipeline, so a name that was not found must never come so far
 */
export function parameters(
  settings: Settings,
  share: StatusPartition,
  definitions: readonly number[],
  token: string | undefined,
  version: string,
): [string, string][] {
  const { branch } = settings
  const all: [string, string | number | readonly (string | number)[] | undefined][] = [
    ['definitions', definitions],
    ['queues', settings.queues],
    ['buildNumber', settings.buildNumber],
    ...times(settings, share, version),
    ['requestedFor', settings.requestedFor],
    ['reasonFilter', settings.reason.includes('all') ? [] : settings.reason],
    ['statusFilter', share.statuses],
    ['resultFilter', settings.result],
    ['tagFilters', settings.tags],
    ['properties', settings.properties],
    ['$top', pageTop(settings, share)],
    ['continuationToken', token],
    ['maxBuildsPerDefinition', countsServerSide(settings, share) ? settings.maxBuildsPerDefinition : undefined],
    ['deletedFilter', settings.deleted === 'excludeDeleted' ? '' : settings.deleted],
    ['queryOrder', settings.order],
    ['branchName', branch?.kind === 'ref' ? branch.ref : ''],
    ['buildIds', settings.buildIds],
    ['repositoryId', settings.repositoryId],
    ['repositoryType', settings.repositoryType],
  ]
  return all.flatMap(([name, value]): [string, string][] => {
    const text = Array.isArray(value) ? value.join(',') : String(value ?? '')
    return text === '' ? [] : [[name, text]]
  })
}

/** Before 4.1 the service knew finish times only, under other names: https://learn.microsoft.com/previous-versions/azure/devops/integrate/previous-apis/build/builds */
function times(settings: Settings, share: StatusPartition, version: string): [string, string | undefined][] {
  const old = Number.parseFloat(version) < 4.1
  const { minTime, maxTime } = filtersTimeClientSide(settings, share) ? {} : settings
  if (!old)
    return [
      ['minTime', minTime],
      ['maxTime', maxTime],
    ]
  const type: [string, string] = ['type', 'Build']
  if (minTime === undefined && maxTime === undefined) return [type]
  if (parseOrder(settings.order).time !== 'finishTime')
    throw new StepError('time-filter-unsupported', [`API version: ${version}`])
  return [type, ['minFinishTime', minTime], ['maxFinishTime', maxTime]]
}
