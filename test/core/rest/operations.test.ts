import { describe, expect, test } from '@jest/globals'
import { contentTypeOf, isSafe } from '../../../src/core/rest/operations.ts'
import type { Method } from '../../../src/core/rest/route.ts'
import { readOperations, segmentsOf } from './operations-table.ts'

const json = 'application/json'
const patch = 'application/json-patch+json'
const bytes = 'application/octet-stream'

describe('the content type of a body', () => {
  test.each([
    ['POST', 'web/_apis/wit/workitems/$Task', patch],
    ['POST', '_apis/wit/workItems/$User Story', patch],
    ['PATCH', 'web/_apis/wit/workitems/7', patch],
    ['POST', 'web/_apis/wit/workitemsbatch', json],
    ['POST', 'web/_apis/wit/workItems/7/comments', json],
    ['PATCH', 'web/_apis/build/builds/7/properties', patch],
    ['PATCH', 'web/_apis/build/builds/7', json],
    ['PATCH', '_apis/projects/1/properties', patch],
    ['PATCH', 'web/_apis/git/repositories/web/pullRequests/7/statuses', patch],
    ['POST', 'web/_apis/git/repositories/web/pullRequests/7/statuses', json],
    ['PATCH', 'web/_apis/git/repositories/web/pullRequests/7', json],
    ['PATCH', '_apis/graph/groups/vssgp.1', patch],
    ['PATCH', '_apis/UserEntitlements/1', patch],
    ['POST', '_apis/userentitlements', json],
    ['POST', 'web/_apis/wit/attachments', bytes],
    ['PUT', 'web/_apis/wit/attachments/1', bytes],
    ['POST', 'web/_apis/git/repositories/web/pullRequests/7/attachments/a.png', bytes],
    ['PUT', 'web/_apis/wiki/wikis/web.wiki/attachments', bytes],
    ['PUT', 'web/_apis/wiki/wikis/web.wiki/pages', json],
    ['PATCH', 'web/_apis/pipelines/approvals', json],
    ['PATCH', 'wit/_packaging/workitems/7', json],
  ] as [Method, string, string][])('of %s %s is %s', (method, path, type) => {
    expect(contentTypeOf(method, path.split('/'))).toBe(type)
  })

  const operations = readOperations()
  ;(operations.length > 0 ? test : test.skip)('is the one of the specification, for each of its operations', () => {
    const wrong = operations.filter(
      operation =>
        operation.contentType !== '' &&
        contentTypeOf(operation.method, segmentsOf(operation)) !== operation.contentType,
    )
    expect(wrong.map(({ method, path }) => `${method} ${path}`)).toEqual([])
  })
})

/** POSTs of the specification that change nothing. */
const reading = [
  'FetchCodeSearchResults FetchPackageSearchResults FetchWikiSearchResults FetchWorkItemSearchResults',
  'GetBatchedChangesets GetBlobs GetBuildWorkItemsRefsFromCommits GetCommitsBatch GetFileLevelCodeCoverage GetItemsBatch',
  'GetPagesBatch GetPointsByQuery GetPullRequestQuery GetQueriesBatch GetTestResultsByQuery GetTestResultsByQueryWiql',
  'GetWorkItemsBatch HasPermissionsBatch LookupSubjects Preview QueryByWiql QueryCheckConfigurationsOnResources',
  'QueryInputValues QueryNotifications QueryPackageMetrics QueryPackageVersionMetrics QueryPublishers QueryResultTrendForBuild',
  'QueryResultTrendForRelease QuerySubjects QuerySubscriptions QueryTestHistory QueryTestResultHistory',
  'QueryTestResultsMetaData QueryTestResultsSummaryForReleases QueryTestSummaryByRequirement',
  'QueryWorkItemsForArtifactUris ReadReportingRevisionsPost',
].flatMap(line => line.split(' '))

describe('what may be repeated after it may have been carried out', () => {
  test.each([
    ['GET', 'web/_apis/build/builds', true],
    ['HEAD', '_apis/graph/memberships/1/2', true],
    ['POST', 'web/_apis/wit/wiql', true],
    ['POST', 'web/team/_apis/wit/WIQL', true],
    ['POST', 'web/_apis/pipelines/7/preview', true],
    ['POST', '_apis/graph/subjectquery', true],
    ['POST', 'web/_apis/pipelines/7/runs', false],
    ['POST', 'web/_apis/build/builds', false],
    ['POST', 'web/_apis/wit/workitems/$Bug', false],
    ['POST', 'web/_apis/wit/sendmail', false],
    ['POST', '_apis/hooks/subscriptions', false],
    ['POST', 'web/_apis/serviceendpoint/endpointproxy', false],
    ['POST', 'web/_apis/serviceendpoint/endpoints', false],
    ['POST', 'web/_apis/pipelines/checks/runs', false],
    ['POST', 'web/_apis/distributedtask/securefiles', false],
    ['POST', '_apis/packaging/npm/validateupstream', false],
    ['POST', '_apis/nobody/knows', false],
    ['PUT', 'web/_apis/distributedtask/variablegroups/7', false],
    ['PATCH', 'web/_apis/wit/workitems/7', false],
    ['DELETE', 'web/_apis/wit/workitems/7', false],
    ['PATCH', 'web/_apis/wit/wiql', false],
    ['GET', 'web/_apis/testresults/testai/completegithubauth', false],
  ] as [Method, string, boolean][])('%s %s: %s', (method, path, safe) => {
    expect(isSafe(method, path.split('/'))).toBe(safe)
  })

  const operations = readOperations()
  ;(operations.length > 0 ? test : test.skip)('is, of the operations in the specification, no other POST', () => {
    const posts = operations.filter(({ method }) => method === 'POST')
    const safe = posts.filter(operation => isSafe(operation.method, segmentsOf(operation)))
    expect([...new Set(safe.map(({ name }) => name))].sort()).toEqual([...new Set(reading)].sort())
  })

  ;(operations.length > 0 ? test : test.skip)(
    'is, of the operations in the specification, no PUT, PATCH or DELETE',
    () => {
      const writes = operations.filter(({ method }) => ['PUT', 'PATCH', 'DELETE'].includes(method))
      expect(writes.filter(operation => isSafe(operation.method, segmentsOf(operation)))).toEqual([])
    },
  )
})
