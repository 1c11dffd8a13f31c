import { readList, readNumber, readNumbers, readPattern, readTime, readTop } from '../http/parameters.js'
import { requestError, serviceError } from '../http/refusal.js'
import { isNewer, parseVersion } from '../http/version.js'
import { enums, flagNames, pascal, readEnum, readFlags } from './enums.js'

/** @import { Call, Parameters, Version } from '../types.ts' */

/** @typedef {'queueTime' | 'startTime' | 'finishTime'} TimeField */

/**
 * The nineteen parameters of the builds list, read; any other is ignored, so a misspelled filter filters nothing
 * (observed: MicrosoftDocs/vsts-rest-api-specs#599).
 * Source: https://learn.microsoft.com/en-us/rest/api/azure/devops/build/builds/list
 * @param {Call} call
 */
export function readBuildQuery({ parameters, settings, version }) {
  const { maxVersion, pageLimit } = settings
  const order = readEnum(parameters.get('queryorder'), enums.buildOrder, maxVersion)
  const status = readFlags(parameters.get('statusfilter'), enums.status, maxVersion)
  const [by, descending] = splitOrder(order ?? 'finishTimeDescending')
  const query = {
    definitions: readNumbers(parameters.get('definitions')),
    queues: readNumbers(parameters.get('queues')),
    buildNumber: readPattern(parameters.get('buildnumber')),
    range: readRange(parameters, maxVersion, by),
    requestedFor: parameters.get('requestedfor')?.toLowerCase(),
    reason: readFlags(parameters.get('reasonfilter'), enums.reason, maxVersion),
    // `all` does not say whether it includes the later `abandoned`; nothing is left out then.
    status: status === enums.status.all ? undefined : status,
    result: readFlags(parameters.get('resultfilter'), enums.result, maxVersion),
    tags: readList(parameters.get('tagfilters')),
    properties: readList(parameters.get('properties')),
    top: readTop(parameters.get('$top'), pageLimit),
    continuationToken: parameters.get('continuationtoken'),
    maxBuildsPerDefinition: readNumber(parameters.get('maxbuildsperdefinition')),
    deleted: readEnum(parameters.get('deletedfilter'), enums.deleted, maxVersion) ?? 'excludeDeleted',
    branch: parameters.get('branchname'),
    buildIds: readNumbers(parameters.get('buildids')),
    repository: readRepository(parameters),
    by,
    descending,
    ordered: order !== undefined,
    xaml: readXaml(parameters, version),
    completedFirst: order === undefined && Boolean(parameters.get('$top')) && !parameters.get('statusfilter'),
  }
  requireAgreement(query, status ?? enums.status.all)
  return query
}

/** @typedef {ReturnType<typeof readBuildQuery>} BuildQuery */

/**
 * @param {string} order
 * @returns {[TimeField, boolean]}
 */
function splitOrder(order) {
  const descending = order.endsWith('Descending')
  return [/** @type {TimeField} */ (order.replace(/(A|De)scending$/, '')), descending]
}

/**
 * `minTime` and `maxTime` look at the time that the order names. Servers before 4.1 know only `minFinishTime` and
 * `maxFinishTime` (BuildHttpClient.GetBuildsQueryParams in actions/runner f78d35dc4^).
 * @param {Parameters} parameters
 * @param {string} maxVersion
 * @param {TimeField} by
 */
function readRange(parameters, maxVersion, by) {
  const old = isNewer({ major: 4, minor: 1, preview: false }, parseVersion(maxVersion))
  const min = readTime(parameters.get(old ? 'minfinishtime' : 'mintime'))
  const max = readTime(parameters.get(old ? 'maxfinishtime' : 'maxtime'))
  if (min === undefined && max === undefined) return undefined
  return { field: old ? /** @type {const} */ ('finishTime') : by, min, max, old }
}

/**
 * Whether XAML builds are listed: up to API 4.1, unless `type=Build` is sent, as BuildHttpClient in actions/runner
 * f78d35dc4^ does for old servers; recorded in the examples of MicrosoftDocs/vsts-rest-api-specs 315291b4^.
 * @param {Parameters} parameters
 * @param {Version} version
 * @returns {'too' | 'only' | 'never'}
 */
function readXaml(parameters, version) {
  if (isNewer(version, parseVersion('4.1'))) return 'never'
  const type = readEnum(parameters.get('type'), enums.definitionType, '4.1')
  return type === 'build' ? 'never' : type === 'xaml' ? 'only' : 'too'
}

/**
 * One without the other is refused (observed: MicrosoftDocs/vsts-rest-api-specs#687; the body is not quoted there).
 * @param {Parameters} parameters
 */
function readRepository(parameters) {
  const id = parameters.get('repositoryid')
  const type = parameters.get('repositorytype')
  if (Boolean(id) !== Boolean(type)) throw requestError(400, 'The request is invalid.')
  return id && type ? { id: id.toLowerCase(), type: type.toLowerCase() } : undefined
}

/**
 * Finish times can only be filtered among completed builds (observed: webdevops/azure-devops-exporter#102, for `All` and
 * `FinishTimeDescending`; that every other status but `completed` alone is refused as well is assumed).
 * @param {{ range: { field: TimeField, old: boolean } | undefined, descending: boolean }} query
 * @param {number} status
 */
function requireAgreement({ range, descending }, status) {
  if (range === undefined || range.old || range.field !== 'finishTime' || status === enums.status.completed) return
  const names = flagNames(status, enums.status)
  const order = `${pascal(range.field)}${descending ? 'Descending' : 'Ascending'}`
  throw serviceError(
    'InvalidBuildQueryException',
    `The status filter ${names} is not valid when combined with the query order filter ${order}.`,
  )
}
