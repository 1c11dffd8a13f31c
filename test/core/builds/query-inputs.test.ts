import { describe, expect, test } from '@jest/globals'
import { createBuild, createDefinition, createIdentity, createProject } from '../../../emulator/index.js'
import type { BuildOverrides, World } from '../../../emulator/types.ts'
import { systemClock } from '../../../src/core/base/time.ts'
import { whichInputs } from '../../../src/core/inputs/which-inputs.ts'
import { ask, type Given } from './query-run.ts'

const [web, mobile] = [createProject('web'), createProject('mobile')]
const ci = createDefinition({ id: 11, name: 'ci', project: web })
const nightly = createDefinition({ id: 12, name: 'nightly', path: '\\Scheduled', project: web })
const app = createDefinition({ id: 13, name: 'app', project: mobile })
const numbered = createDefinition({ id: 14, name: '2024', project: web })
const commit = 'abcdef0123'.padEnd(40, '4')

/** Queued at 10:0N, started at 11:0N and finished at 12:0N. */
function build(id: number, overrides: BuildOverrides) {
  const at = (hour: number) => `2026-01-15T${hour}:0${id}:00.1234567Z`
  const standard = {
    definition: ci,
    buildNumber: `2026.${id}`,
    reason: 'manual',
    repository: { id: 'r1', type: 'TfsGit' },
  }
  return createBuild({ id, ...standard, queueTime: at(10), startTime: at(11), finishTime: at(12), ...overrides })
}

const world: World = {
  projects: [web, mobile],
  definitions: [ci, nightly, app, numbered],
  builds: [
    build(1, { sourceVersion: commit, properties: { color: 'red', size: 'big' } }),
    build(2, {
      definition: nightly,
      sourceBranch: 'refs/heads/release/1.0',
      result: 'failed',
      reason: 'schedule',
      tags: ['release'],
      repository: { id: 'r2', type: 'GitHub' },
    }),
    build(3, {
      sourceBranch: 'refs/pull/7/merge',
      result: 'canceled',
      reason: 'pullRequest',
      triggerInfo: { 'pr.sourceSha': commit.replace('4444', '5555') },
    }),
    build(4, {
      sourceBranch: 'refs/tags/v1',
      result: 'partiallySucceeded',
      reason: 'individualCI',
      tags: ['release', 'stable'],
      queue: { id: 22 },
      requestedFor: createIdentity('Grace Öxample'),
      definition: numbered,
    }),
    build(5, { status: 'inProgress', finishTime: undefined, result: undefined }),
    build(6, {
      status: 'notStarted',
      startTime: undefined,
      finishTime: undefined,
      result: undefined,
      definition: nightly,
      sourceBranch: 'refs/heads/feature/ä',
    }),
    build(7, { deleted: true }),
    build(8, { project: mobile, definition: app }),
  ],
}

type Query = Record<string, string>

/** What the two requests send when nothing but organization, project, and token is set. */
const [unfinished, completed]: [Query, Query] = [
  { statusFilter: 'inProgress,notStarted,cancelling,postponed', $top: '500', queryOrder: 'queueTimeDescending' },
  { statusFilter: 'completed', $top: '101', queryOrder: 'queueTimeDescending' },
]
const both = (more: Query): Query[] => [
  { ...unfinished, ...more },
  { ...completed, ...more },
]
/** The service must not count what only the client can match. */
const scan = both({ $top: '50' })
const day = '2026-01-15'

/** What is set, what is sent, and the IDs that come back. */
const rows: [Given, Query[], number[]][] = [
  [{}, both({}), [6, 5, 4, 3, 2, 1]],
  [{ project: 'mobile' }, both({}), [8]],
  [{ project: mobile.id }, both({}), [8]],
  [{ project: 'web, mobile' }, [...both({}), ...both({})], [8, 6, 5, 4, 3, 2, 1]],
  [{ project: '*', top: '1' }, [...both({}), ...both({})].map(top('2')), [8]],
  [{ pipelines: '12' }, both({ definitions: '12' }), [6, 2]],
  [{ pipelines: '11,12' }, both({ definitions: '11,12' }), [6, 5, 3, 2, 1]],
  [{ pipelines: 'NIGHTLY' }, both({ definitions: '12' }), [6, 2]],
  [{ pipelines: '\\scheduled\\nightly\n11' }, both({ definitions: '11,12' }), [6, 5, 3, 2, 1]],
  [{ pipelines: 'Scheduled\\nightly' }, both({ definitions: '12' }), [6, 2]],
  [{ pipelines: '\\2024' }, both({ definitions: '14' }), [4]],
  [{ pipelines: '2024' }, both({ definitions: '2024' }), []],
  [{ branch: 'main' }, both({ branchName: 'refs/heads/main' }), [5, 1]],
  [{ branch: 'feature/ä' }, both({ branchName: 'refs/heads/feature/ä' }), [6]],
  [{ branch: 'refs/heads/release/1.0' }, both({ branchName: 'refs/heads/release/1.0' }), [2]],
  [{ branch: 'pr:7' }, both({ branchName: 'refs/pull/7/merge' }), [3]],
  [{ branch: 'tag:v1' }, both({ branchName: 'refs/tags/v1' }), [4]],
  [{ branch: 'release/*' }, scan, [2]],
  [{ branch: '*' }, scan, [6, 5, 2, 1]],
  [{ branch: 'm?in' }, scan, [5, 1]],
  [{ branch: 'pr:*' }, scan, [3]],
  [{ branch: 'refs/*' }, scan, [6, 5, 4, 3, 2, 1]],
  [{ commit: 'ABCDEF0' }, scan, [3, 1]],
  [{ commit }, scan, [1]],
  [{ status: 'all' }, both({}), [6, 5, 4, 3, 2, 1]],
  [{ status: 'completed' }, [completed], [4, 3, 2, 1]],
  [{ status: 'completed,completed' }, [completed], [4, 3, 2, 1]],
  [{ status: 'inProgress' }, [{ ...completed, statusFilter: 'inProgress' }], [5]],
  [{ status: 'inProgress,inProgress' }, [{ ...completed, statusFilter: 'inProgress' }], [5]],
  [{ status: 'inprogress, NOTSTARTED' }, [{ ...unfinished, statusFilter: 'inProgress,notStarted' }], [6, 5]],
  [{ status: 'completed,inProgress' }, [{ ...completed, statusFilter: 'inProgress' }, completed], [5, 4, 3, 2, 1]],
  [{ result: 'failed,canceled' }, [{ ...completed, resultFilter: 'failed,canceled' }], [3, 2]],
  [{ reason: 'schedule,pullRequest' }, both({ reasonFilter: 'schedule,pullRequest' }), [3, 2]],
  [{ reason: 'all' }, both({}), [6, 5, 4, 3, 2, 1]],
  [{ reason: 'all,schedule' }, both({}), [6, 5, 4, 3, 2, 1]],
  [{ tags: 'release' }, both({ tagFilters: 'release' }), [4, 2]],
  [{ tags: 'stable\nrelease' }, both({ tagFilters: 'stable,release' }), [4]],
  [{ 'requested-for': 'Grace Öxample' }, both({ requestedFor: 'Grace Öxample' }), [4]],
  [{ 'build-number': '2026.3' }, both({ buildNumber: '2026.3' }), [3]],
  [{ 'build-number': '2026*' }, both({ buildNumber: '2026*' }), [6, 5, 4, 3, 2, 1]],
  [{ 'build-ids': '1,5' }, [{ $top: '500', queryOrder: 'queueTimeDescending', buildIds: '1,5' }], [5, 1]],
  [{ 'build-ids': '1,5', status: 'completed' }, [{ ...completed, $top: '500', buildIds: '1,5' }], [1]],
  [{ queues: '22,23' }, both({ queues: '22,23' }), [4]],
  [{ 'repository-id': 'r2', 'repository-type': 'GitHub' }, both({ repositoryId: 'r2', repositoryType: 'GitHub' }), [2]],
  [
    { properties: 'color,shape', 'build-number': '2026.1' },
    both({ properties: 'color,shape', buildNumber: '2026.1' }),
    [1],
  ],
  [{ deleted: 'excludeDeleted' }, both({}), [6, 5, 4, 3, 2, 1]],
  [{ deleted: 'includeDeleted' }, both({ deletedFilter: 'includeDeleted' }), [7, 6, 5, 4, 3, 2, 1]],
  [{ deleted: 'onlyDeleted' }, both({ deletedFilter: 'onlyDeleted' }), [7]],
  // The unfinished ones, of several statuses, come in no order: the service must not cap them.
  [{ 'max-builds-per-pipeline': '1' }, [unfinished, { ...completed, maxBuildsPerDefinition: '1' }], [6, 5, 4]],
  [{ 'max-builds-per-pipeline': '1', status: 'completed' }, [{ ...completed, maxBuildsPerDefinition: '1' }], [4, 3, 2]],
  [{ 'max-builds-per-pipeline': '1', branch: '*' }, scan, [6, 5]],
  [{ 'min-time': `${day}T10:05:00.1234567Z` }, both({ minTime: `${day}T10:05:00.1234567Z` }), [6, 5]],
  [{ 'max-time': `${day}T12:02:01+02:00` }, both({ maxTime: `${day}T10:02:01.0000000Z` }), [2, 1]],
  [{ 'min-time': '7d' }, both({ minTime: `${day}T10:04:00.0000000Z` }), [6, 5, 4]],
  [
    { 'min-time': `${day}T11:02Z`, 'max-time': `${day}T11:05Z`, order: 'startTimeAscending' },
    // Unfinished builds may lack a start time: the client judges them.
    [
      { ...unfinished, queryOrder: 'startTimeAscending' },
      {
        ...completed,
        queryOrder: 'startTimeAscending',
        minTime: `${day}T11:02:00.0000000Z`,
        maxTime: `${day}T11:05:00.0000000Z`,
      },
    ],
    [2, 3, 4],
  ],
  [
    { 'min-time': `${day}T12:02Z`, order: 'finishTimeAscending' },
    [{ ...completed, queryOrder: 'finishTimeAscending', minTime: `${day}T12:02:00.0000000Z` }],
    [2, 3, 4],
  ],
  [{ order: 'queueTimeAscending' }, both({ queryOrder: 'queueTimeAscending' }), [1, 2, 3, 4, 5, 6]],
  [{ order: 'startTimeDescending' }, both({ queryOrder: 'startTimeDescending' }), [6, 5, 4, 3, 2, 1]],
  [{ order: 'startTimeAscending' }, both({ queryOrder: 'startTimeAscending' }), [1, 2, 3, 4, 5, 6]],
  [{ order: 'finishTimeDescending' }, [{ ...completed, queryOrder: 'finishTimeDescending' }], [4, 3, 2, 1]],
  [{ top: '3' }, both({}).map(top('4')), [6, 5, 4]],
  [{ top: '0' }, both({}).map(top('500')), [6, 5, 4, 3, 2, 1]],
  [{ top: '5000' }, both({}).map(top('500')), [6, 5, 4, 3, 2, 1]],
  [{ 'scan-limit': '3', branch: 'm*n' }, scan, [5]],
  [{ 'scan-limit': '3' }, both({}), [6, 5, 4, 3, 2, 1]],
]

/** `$top` of a request whose builds come in order: one more than wanted, which tells whether there are more. */
function top(value: string): (query: Query) => Query {
  return query => (query.statusFilter === 'completed' ? { ...query, $top: value } : query)
}

describe('A query for', () => {
  const clock = { ...systemClock, now: () => Date.parse(`2026-01-22T10:04:00Z`) }

  test.each(rows)('%j sends %j and finds the builds %j', async (given, sent, ids) => {
    const asked = await ask(world, given, { clock })
    expect({ errors: asked.errors, ids: asked.ids }).toEqual({ errors: [], ids })
    expect(sorted(asked.queries)).toEqual(sorted(sent))
    expect(asked.requests.map(({ query }) => query.get('api-version'))).toEqual(asked.requests.map(() => '7.1'))
  })

  test('properties finds those that were named in the builds file', async () => {
    const { builds } = await ask(world, { properties: 'color,shape', 'build-ids': '1' })
    expect(builds?.[0]?.properties).toEqual({ color: 'red' })
  })

  test.each([
    ['7.0', ['7.0']],
    ['7.2-preview.8', ['7.2-preview.8']],
    ['', ['7.1']],
  ])('the API version %j sends it as it is: %j', async (version, sent) => {
    const { requests } = await ask(world, { 'api-version': version })
    expect([...new Set(requests.map(({ query }) => query.get('api-version')))]).toEqual(sent)
  })

  test.each([
    ['tfs/DefaultCollection', ''],
    ['contoso', '/'],
  ])('the organization %s%s sends to that base URL', async (organization, end) => {
    const { requests } = await ask(world, {}, { organization, suffix: end })
    expect(requests.map(({ path }) => path)).toEqual([
      `/${organization}/web/_apis/build/builds`,
      `/${organization}/web/_apis/build/builds`,
    ])
  })

  test.each([
    ['', ''],
    ['ada', 'ada'],
  ])('the user name %j sends it before the colon, and the token after it', async (username, sent) => {
    const { requests, masks } = await ask(world, { username })
    const [scheme, credential = ''] = requests[0]?.headers.authorization?.split(' ') ?? []
    const [, user, password] = /^(.*?):(.*)$/.exec(Buffer.from(credential, 'base64').toString()) ?? []
    expect([scheme, user]).toEqual(['Basic', sent])
    expect(masks).toContain(password)
  })

  test('a dry run sends nothing', async () => {
    const { requests, outputs } = await ask(world, { 'dry-run': 'true' })
    expect({ sent: requests.length, ...outputs }).toMatchObject({ sent: 0, outcome: 'dry-run', count: '', builds: '' })
  })

  test('each input that says which builds has a row', () => {
    const named = new Set(rows.flatMap(([given]) => Object.keys(given)))
    expect(Object.keys(whichInputs).filter(name => !named.has(name))).toEqual([])
  })
})

/** Requests of several projects may come in any order. */
function sorted(queries: readonly Query[]): Query[] {
  return [...queries].sort((a, b) => JSON.stringify(keyed(a)).localeCompare(JSON.stringify(keyed(b))))
}

function keyed(query: Query) {
  return Object.entries(query).sort(([a], [b]) => (a < b ? -1 : 1))
}
