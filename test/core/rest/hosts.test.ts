import { describe, expect, test } from '@jest/globals'
import { baseOf, type ServiceHost, serviceHostOf, serviceHosts, servicesName } from '../../../src/core/rest/hosts.ts'
import { readOperations, segmentsOf } from './operations-table.ts'

const contoso = { url: 'https://dev.azure.com/contoso' }

/** A path of each area that has a host of its own, and of the areas that people call most. */
const paths: [string, ServiceHost][] = [
  ['web/_apis/build/builds', ''],
  ['web/_apis/git/repositories/web/pullRequests/7/threads', ''],
  ['web/_apis/wit/workitems/$Task', ''],
  ['web/team/_apis/work/boards', ''],
  ['_apis/projects', ''],
  ['web/_apis/test/runs', ''],
  ['web/_apis/testplan/plans', ''],
  ['web/_apis/testresults/runs', 'vstmr'],
  ['web/_apis/TestResults/runs', 'vstmr'],
  ['_apis/notification/subscriptions', ''],
  ['_apis/connectionData', ''],
  ['_apis/Contribution/HierarchyQuery', ''],
  ['web/_apis/packaging/feeds', 'feeds'],
  ['_apis/packaging/Feeds/npm', 'feeds'],
  ['_apis/packaging/feeds/tools/packages', 'feeds'],
  ['_apis/packaging/feeds/tools/NuGet/packages/a/versions/1', 'pkgs'],
  ['_apis/packaging/feeds/tools/cargo/packagesbatch', 'pkgs'],
  ['_apis/packaging/npm/validateupstream', 'pkgs'],
  ['_apis/packaging/globalpermissions', 'feeds'],
  ['web/_apis/public/packaging/Feeds/tools/Packages/1/badge', 'feeds'],
  ['_apis/public/build/definitions/web/7/badge', ''],
  ['_packaging/tools/nuget/v3/index.json', 'pkgs'],
  ['web/_apis/provenance/session/npm', 'pkgs'],
  ['_apis/graph/users', 'vssps'],
  ['_apis/identities', 'vssps'],
  ['_apis/tokens/pats', 'vssps'],
  ['_apis/tokenadmin/revocations', 'vssps'],
  ['_apis/delegatedauth/registrationsecret/1', 'vssps'],
  ['web/_apis/release/releases', 'vsrm'],
  ['web/_apis/alert/repositories/web/alerts', 'advsec'],
  ['web/_apis/management/repositories/web/enablement', 'advsec'],
  ['_apis/reporting/summary/alerts', 'advsec'],
  ['_apis/userentitlements', 'vsaex'],
  ['_apis/GroupEntitlements/1', 'vsaex'],
  ['_apis/memberentitlements', 'vsaex'],
  ['_apis/serviceprincipalentitlements', 'vsaex'],
  ['_apis/userentitlementsummary', 'vsaex'],
  ['_apis/symbol/requests', 'artifacts'],
  ['_apis/audit/auditlog', 'auditservice'],
  ['web/_apis/search/codesearchresults', 'almsearch'],
  ['_apis/extensionmanagement/installedextensions', 'extmgmt'],
  ['web/_odata/v4.0-preview/WorkItems', 'analytics'],
  ['_apis/accounts', 'app.vssps'],
  ['_apis/profile/profiles/me', 'app.vssps'],
  ['_apis/status/health', 'status'],
]

describe('the host of a path', () => {
  test.each(paths)('%s is on %j', (path, service) => {
    expect(serviceHostOf(path.split('/'))).toBe(service)
  })

  test('is in the committed table for every host that there is', () => {
    expect(serviceHosts.filter(service => !paths.some(([, known]) => known === service))).toEqual([])
  })

  const operations = readOperations()
  ;(operations.length > 0 ? test : test.skip)('is the one of the specification, for each of its operations', () => {
    const wrong = operations.filter(operation => {
      const expected = operation.host.replace('{service}', '')
      const path = operation.host.startsWith('{service}') || /^\/\{organization\}/.test(operation.path)
      const base = `https://${expected}${path ? '/contoso' : ''}`
      return baseOf(contoso, serviceHostOf(segmentsOf(operation))) !== base
    })
    expect(operations.length).toBeGreaterThan(1000)
    expect(wrong.map(({ host, path }) => `${host} ${path}`)).toEqual([])
  })
})

describe('the base URL of a service', () => {
  test.each([
    ['https://dev.azure.com/contoso', '', 'https://dev.azure.com/contoso'],
    ['https://dev.azure.com/contoso', 'vsrm', 'https://vsrm.dev.azure.com/contoso'],
    ['https://dev.azure.com/b%C3%BCro', 'feeds', 'https://feeds.dev.azure.com/b%C3%BCro'],
    ['https://dev.azure.com/contoso', 'app.vssps', 'https://app.vssps.visualstudio.com'],
    ['https://dev.azure.com/contoso', 'status', 'https://status.dev.azure.com'],
    ['https://contoso.visualstudio.com', '', 'https://contoso.visualstudio.com'],
    ['https://contoso.visualstudio.com', 'vsrm', 'https://contoso.vsrm.visualstudio.com'],
    ['https://contoso.visualstudio.com', 'feeds', 'https://contoso.feeds.visualstudio.com'],
    [
      'https://contoso.visualstudio.com/DefaultCollection',
      'pkgs',
      'https://contoso.pkgs.visualstudio.com/DefaultCollection',
    ],
    ['https://contoso.visualstudio.com', 'analytics', 'https://analytics.dev.azure.com/contoso'],
    ['https://contoso.visualstudio.com', 'advsec', 'https://advsec.dev.azure.com/contoso'],
    ['https://contoso.visualstudio.com/DefaultCollection', 'artifacts', 'https://artifacts.dev.azure.com/contoso'],
    ['https://tfs.example.com/tfs/DefaultCollection', 'vsrm', 'https://tfs.example.com/tfs/DefaultCollection'],
    ['https://tfs.example.com/tfs/DefaultCollection', 'analytics', 'https://tfs.example.com/tfs/DefaultCollection'],
    ['http://127.0.0.1:8080/contoso', 'feeds', 'http://127.0.0.1:8080/contoso'],
    // Only look like Azure DevOps Services.
    ['https://evil-dev.azure.com/contoso', 'vsrm', 'https://evil-dev.azure.com/contoso'],
    ['https://dev.azure.com.example.com/contoso', 'vsrm', 'https://dev.azure.com.example.com/contoso'],
    ['https://dev.azure.com:8443/contoso', 'vsrm', 'https://dev.azure.com:8443/contoso'],
    ['https://a.b.visualstudio.com', 'vsrm', 'https://a.b.visualstudio.com'],
    ['https://contosovisualstudio.com', 'vsrm', 'https://contosovisualstudio.com'],
  ] as [string, ServiceHost, string][])('%s and %j make %s', (url, service, base) => {
    expect(baseOf({ url }, service)).toBe(base)
  })

  test.each([
    ['https://dev.azure.com/contoso', 'contoso'],
    ['https://contoso.visualstudio.com', 'contoso'],
    ['https://tfs.example.com/tfs/DefaultCollection', undefined],
  ])('%s has the name %s', (url, name) => {
    expect(servicesName({ url })).toBe(name)
  })
})
