import { describe, expect, test } from '@jest/globals'
import type { Method } from '../../../src/core/rest/route.ts'
import { scopeOf } from '../../../src/core/rest/scopes.ts'
import { readOperations, segmentsOf } from './operations-table.ts'

describe('the scope that a call needs', () => {
  test.each([
    ['GET', 'web/_apis/git/repositories', 'Code (Read)'],
    ['POST', 'web/_apis/git/repositories/web/pullRequests/7/threads', 'Code (Read & write)'],
    ['POST', 'web/_apis/git/repositories/web/commitsbatch', 'Code (Read)'],
    ['PATCH', '_apis/wit/workitems/7', 'Work Items (Read & write)'],
    ['GET', 'web/_apis/DistributedTask/VariableGroups/1', 'Variable Groups (Read)'],
    ['GET', 'web/_apis/distributedtask/queues', 'Agent Pools (Read)'],
    ['POST', 'web/_apis/search/wikisearchresults', 'Wiki (Read)'],
    ['GET', 'web/_odata/v4.0-preview/WorkItems', 'Analytics (Read)'],
    ['GET', '_packaging/tools/nuget/v3/index.json', 'Packaging (Read)'],
    ['GET', '_apis/nobody/knows', 'required'],
  ] as [Method, string, string][])('%s %s: %s', (method, path, scope) => {
    expect(scopeOf(method, path.split('/'))).toBe(scope)
  })

  /** Names of scopes on the page of tokens, by the identifiers of the specification. */
  const families: Record<string, string> = {
    agentpools: 'Agent Pools',
    auditlog: 'Audit Log',
    auditstreams: 'Audit Streams',
    build: 'Build',
    code: 'Code',
    dashboards: 'Team Dashboards',
    environment: 'Environment',
    extension: 'Extensions',
    graph: 'Graph',
    identity: 'Identity',
    machinegroup: 'Deployment Groups',
    memberentitlementmanagement: 'Member Entitlement Management',
    notification: 'Notifications',
    packaging: 'Packaging',
    project: 'Project and Team',
    release: 'Release',
    security: 'Security',
    serviceendpoint: 'Service Connections',
    symbols: 'Symbols',
    taskgroups: 'Task Groups',
    test: 'Test Management',
    variablegroups: 'Variable Groups',
    wiki: 'Wiki',
    work: 'Work Items',
  }
  const operations = readOperations()
  ;(operations.length > 0 ? test : test.skip)('is one of those that the specification names', () => {
    const named = operations.filter(({ scopes }) =>
      scopes.some(scope => families[scope.split('_')[0] ?? ''] !== undefined),
    )
    const wrong = named.filter(operation => {
      const scope = scopeOf(operation.method, segmentsOf(operation))
      return (
        scope !== 'required' &&
        !operation.scopes.some(one => scope.startsWith(`${families[one.split('_')[0] ?? '']} (`))
      )
    })
    expect(named.length).toBeGreaterThan(900)
    // Two operations on builds have the scope of projects.
    expect([...new Set(wrong.map(({ path }) => path.replace(/.*_apis\//, '')))].sort()).toEqual([
      'build/generalsettings',
    ])
  })
})
