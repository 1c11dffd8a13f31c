import { markerAt } from './hosts.ts'
import type { Method } from './route.ts'

/** A method and a path below `_apis`; `*` is any one segment. */
type Pattern = `${Method} ${string}`

/** What is known of single operations. https://github.com/MicrosoftDocs/vsts-rest-api-specs */
function matcher(patterns: readonly Pattern[]): (method: Method, path: readonly string[]) => boolean {
  const split = patterns.map(pattern => pattern.toLowerCase().split(/[ /]/))
  return (method, path) => {
    const at = markerAt(path)
    if (path[at]?.toLowerCase() !== '_apis') return false
    const asked = [method, ...path.slice(at + 1)].map(part => part.toLowerCase())
    return split.some(
      parts => parts.length === asked.length && parts.every((part, index) => part === '*' || part === asked[index]),
    )
  }
}

const pullRequest = 'git/repositories/*/pullrequests/*'

const takesJsonPatch = matcher([
  'POST wit/workitems/*',
  'PATCH wit/workitems/*',
  'PATCH build/builds/*/properties',
  'PATCH build/definitions/*/properties',
  'PATCH projects/*/properties',
  `PATCH ${pullRequest}/properties`,
  `PATCH ${pullRequest}/statuses`,
  `PATCH ${pullRequest}/iterations/*/statuses`,
  'PATCH packaging/feedrecyclebin/*',
  'PATCH graph/groups/*',
  'PATCH groupentitlements/*',
  'PATCH serviceprincipalentitlements',
  'PATCH serviceprincipalentitlements/*',
  'PATCH userentitlements',
  'PATCH userentitlements/*',
])

const takesBytes = matcher([
  'POST wit/attachments',
  'PUT wit/attachments/*',
  `POST ${pullRequest}/attachments/*`,
  'PUT wiki/wikis/*/attachments',
  'POST work/processadmin/processes/import',
  'POST distributedtask/hubs/*/plans/*/logs/*',
])

/**
 * The content type that the service wants for a body. It refuses any other before it does anything:
 * https://github.com/restsharp/RestSharp/issues/1413
 */
export function contentTypeOf(method: Method, path: readonly string[]): string {
  if (takesJsonPatch(method, path)) return 'application/json-patch+json'
  return takesBytes(method, path) ? 'application/octet-stream' : 'application/json'
}

const sendsBytes = matcher([
  'GET wit/attachments/*',
  `GET ${pullRequest}/attachments/*`,
  'GET test/runs/*/attachments/*',
  'GET test/runs/*/results/*/attachments/*',
  'GET testresults/runs/*/attachments/*',
  'GET testresults/runs/*/results/*/attachments/*',
  'GET packaging/feeds/*/npm/packages/*/versions/*/content',
  'GET packaging/feeds/*/npm/packages/*/*/versions/*/content',
  'GET packaging/feeds/*/nuget/packages/*/versions/*/content',
  'GET packaging/feeds/*/pypi/packages/*/versions/*/*/content',
  'GET packaging/feeds/*/maven/*/*/*/*/content',
])

/** What a response is asked to be: JSON, but for the files that are nothing else. */
export function acceptOf(method: Method, path: readonly string[]): string {
  return sendsBytes(method, path) ? 'application/octet-stream' : 'application/json'
}

/**
 * POSTs that change nothing. The names alone say little: `serviceendpoint/endpointproxy` calls somebody else,
 * `pipelines/checks/runs` starts checks, and `wit/sendmail` sends mail with a scope that only reads.
 */
const reads = matcher([
  'POST build/builds/*/workitems',
  'POST git/repositories/*/blobs',
  'POST git/repositories/*/commitsbatch',
  'POST git/repositories/*/itemsbatch',
  'POST git/repositories/*/pullrequestquery',
  'POST graph/subjectlookup',
  'POST graph/subjectquery',
  'POST hooks/notificationsquery',
  'POST hooks/publishers/*/inputvaluesquery',
  'POST hooks/publishersquery',
  'POST notification/subscriptionquery',
  'POST packaging/feeds/*/packagemetricsbatch',
  'POST packaging/feeds/*/packages/*/versionmetricsbatch',
  'POST pipelines/*/preview',
  'POST pipelines/checks/queryconfigurations',
  'POST search/codesearchresults',
  'POST search/packagesearchresults',
  'POST search/wikisearchresults',
  'POST search/workitemsearchresults',
  'POST security/permissionevaluationbatch',
  'POST test/points',
  'POST test/results/testhistory',
  'POST testresults/codecoverage/filecoverage',
  'POST testresults/results',
  'POST testresults/results/history',
  'POST testresults/results/query',
  'POST testresults/results/resultmetadata',
  'POST testresults/results/testhistory',
  'POST testresults/resultsummarybyrelease',
  'POST testresults/resultsummarybyrequirement',
  'POST testresults/resulttrendbybuild',
  'POST testresults/resulttrendbyrelease',
  'POST tfvc/changesetsbatch',
  'POST tfvc/itembatch',
  'POST wiki/wikis/*/pagesbatch',
  'POST wit/artifacturiquery',
  'POST wit/queriesbatch',
  'POST wit/reporting/workitemrevisions',
  'POST wit/wiql',
  'POST wit/workitemsbatch',
])

/** The one GET that does something. */
const acts = matcher(['GET testresults/testai/completegithubauth'])

/** Whether an operation may be repeated although it may have been carried out already. */
export function isSafe(method: Method, path: readonly string[]): boolean {
  return ((method === 'GET' || method === 'HEAD') && !acts(method, path)) || reads(method, path)
}

/** https://learn.microsoft.com/rest/api/azure/devops: GET and HEAD have no body. */
export function takesBody(method: Method): boolean {
  return method !== 'GET' && method !== 'HEAD'
}
