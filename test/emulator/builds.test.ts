import { describe, expect, test } from '@jest/globals'
import { createBuild, createProject } from '../../emulator/index.js'
import { emulated } from './emulated.ts'

const project = createProject('web')
const other = createProject('mobile')
const ada = { displayName: 'Ada Example', uniqueName: 'ada@example.com', id: '0a6a2c1e-0000-4000-8000-000000000001' }
const grace = {
  displayName: 'Grace Example',
  uniqueName: 'grace@example.com',
  id: '0a6a2c1e-0000-4000-8000-000000000002',
}
const at = (minute: number) => `2026-01-15T09:${String(minute).padStart(2, '0')}:00.1234567Z`

const builds = [
  createBuild({
    id: 1,
    queueTime: at(1),
    definition: { id: 1 },
    buildNumber: '20260115.1',
    requestedFor: ada,
    tags: ['nightly', 'signed'],
  }),
  createBuild({
    id: 2,
    queueTime: at(2),
    definition: { id: 2 },
    buildNumber: '20260115.10',
    result: 'failed',
    requestedFor: grace,
    tags: ['signed'],
  }),
  createBuild({
    id: 3,
    queueTime: at(3),
    definition: { id: 2 },
    buildNumber: '20260116.1',
    result: 'canceled',
    reason: 'pullRequest',
    sourceBranch: 'refs/pull/7/merge',
  }),
  createBuild({
    id: 4,
    queueTime: at(4),
    result: 'partiallySucceeded',
    reason: 'schedule',
    queue: { id: 31, name: 'Default' },
    properties: { source: 'here', other: 1 },
  }),
  createBuild({ id: 5, queueTime: at(5), deleted: true, repository: { id: 'contoso/web', type: 'GitHub' } }),
  createBuild({ id: 6, queueTime: at(6), status: 'inProgress', repository: { id: 'contoso/web', type: 'GitHub' } }),
  createBuild({ id: 7, queueTime: at(7), status: 'notStarted' }),
  createBuild({ id: 8, queueTime: at(8), project: { name: 'mobile' } }),
]
const emulator = emulated({ world: { projects: [project, other], definitions: [], builds } })

const sorted = (ids: number[]) => [...ids].sort((one, two) => one - two)
const live = [1, 2, 3, 4, 6, 7]

describe('the builds list selects', () => {
  test.each([
    ['', live, 'everything of the project that is not deleted'],
    ['definitions=1', [1, 4, 6, 7], 'a definition'],
    ['definitions=1,2', live, 'definitions in a comma list'],
    ['definitions=', live, 'everything when the list of definitions is empty'],
    ['definitions=999', [], 'nothing for a definition that does not exist'],
    ['queues=31', [4], 'an agent queue'],
    ['buildNumber=20260115.1', [1], 'an exact build number'],
    ['buildNumber=20260115.1*', [1, 2], 'a prefix of the build number'],
    ['requestedFor=ada%20example', [1, 3, 4, 6, 7], 'a display name in any case'],
    ['requestedFor=grace@example.com', [2], 'a unique name'],
    [`requestedFor=${grace.id}`, [2], 'an identity id'],
    ['statusFilter=completed', [1, 2, 3, 4], 'a status by its name'],
    ['statusFilter=Completed', [1, 2, 3, 4], 'a status in PascalCase'],
    ['statusFilter=2', [1, 2, 3, 4], 'a status by its number'],
    ['statusFilter=33', [6, 7], 'statuses as flags'],
    ['statusFilter=inProgress,notStarted', [6, 7], 'statuses in a comma list'],
    ['statusFilter=inProgress,32', [6, 7], 'names and numbers mixed'],
    ['statusFilter=all', live, 'every status'],
    ['resultFilter=failed,partiallySucceeded', [2, 4], 'results in a comma list'],
    ['resultFilter=32', [3], 'the result canceled, with one l'],
    ['reasonFilter=pullRequest', [3], 'a reason'],
    ['reasonFilter=pullRequest,schedule', [3, 4], 'reasons in a comma list'],
    ['reasonFilter=triggered', live, 'a group of reasons, of which manual is one'],
    ['tagFilters=signed', [1, 2], 'a tag'],
    ['tagFilters=signed,nightly', [1], 'only builds that have all tags'],
    ['deletedFilter=includeDeleted', [1, 2, 3, 4, 5, 6, 7], 'deleted builds as well'],
    ['deletedFilter=2', [5], 'deleted builds only'],
    ['branchName=refs/pull/7/merge', [3], 'a whole ref'],
    ['branchName=main', [], 'nothing for a short branch name'],
    ['branchName=refs/heads/*', [], 'nothing for a wildcard in a branch'],
    ['buildIds=2,6,8', [2, 6], 'ids, of this project only'],
    ['repositoryId=CONTOSO/web&repositoryType=github', [6], 'a repository with its type in any case'],
    ['maxBuildsPerDefinition=1', [3, 6], 'the first builds of each definition'],
    ['repository.id=contoso/web&branch=x', live, 'everything when the parameter is unknown'],
    ['DEFINITIONS=2', [2, 3], 'with parameters in any case'],
  ])('?%s: %j, %s', async (query, expected, _) => {
    expect(sorted(await emulator.ids(query))).toEqual(expected)
  })
})

describe('times', () => {
  test.each([
    [
      'queryOrder=queueTimeAscending&minTime=2026-01-15T09:03:00.1234567Z',
      [3, 4, 6, 7],
      'queue time, its own instant included',
    ],
    ['queryOrder=queueTimeAscending&minTime=2026-01-15T09:03:00.1234568Z', [4, 6, 7], 'seven digits count'],
    ['queryOrder=5&minTime=Thu%2C%2015%20Jan%202026%2009%3A04%3A00%20GMT', [4, 6, 7], 'RFC 1123, order as a number'],
    ['queryOrder=queueTimeAscending&maxTime=2026-01-15T09:02:00.1234567Z', [1, 2], 'the latest time is included too'],
    [
      'queryOrder=startTimeAscending&minTime=2026-01-15T09:04:00Z',
      [4, 6, 7],
      'a build that has not started is the latest',
    ],
    ['queryOrder=startTimeAscending&maxTime=2026-01-15T09:04:00Z', [1, 2, 3], 'and never before anything'],
    ['queryOrder=finishTimeAscending&statusFilter=completed&minTime=2026-01-15T09:08:00Z', [4], 'finish time'],
    ['queryOrder=queueTimeAscending&minFinishTime=2026-01-15T09:08:00Z', live, 'the old name is unknown'],
  ])('?%s: %j, %s', async (query, expected, _) => {
    expect(sorted(await emulator.ids(query))).toEqual(expected)
  })

  test.each([
    ['minTime=2026-01-15', 'All', 'FinishTimeDescending'],
    ['minTime=2026-01-15&queryOrder=finishTimeAscending&statusFilter=all', 'All', 'FinishTimeAscending'],
    ['maxTime=2026-01-15&statusFilter=inProgress,notStarted', 'InProgress, NotStarted', 'FinishTimeDescending'],
    [
      'maxTime=2026-01-15&statusFilter=inProgress,completed&queryOrder=3',
      'InProgress, Completed',
      'FinishTimeDescending',
    ],
  ])('?%s is refused: finish times are of completed builds only', async (query, names, order) => {
    const reply = await emulator.get(`/web/_apis/build/builds?${query}`)
    expect(reply.status).toBe(400)
    expect(reply.json()).toEqual({
      $id: '1',
      innerException: null,
      message: `The status filter ${names} is not valid when combined with the query order filter ${order}.`,
      typeName:
        'Microsoft.TeamFoundation.Build.WebApi.InvalidBuildQueryException, Microsoft.TeamFoundation.Build2.WebApi',
      typeKey: 'InvalidBuildQueryException',
      errorCode: 0,
      eventId: 3000,
    })
  })

  describe('of a server before 4.1', () => {
    const old = emulated({ world: { projects: [project], definitions: [], builds }, maxVersion: '4.0' })
    test('minFinishTime works', async () => {
      expect(await old.ids('minFinishTime=2026-01-15T09:08:00Z&type=Build', '4.0')).toEqual([4])
    })
    test('minTime is unknown and ignored', async () => {
      expect(sorted(await old.ids('minTime=2027-01-15T09:08:00Z', '4.0'))).toEqual(live)
    })
  })
})

describe('a value that is none is refused in the second shape:', () => {
  test.each([
    'statusFilter=done',
    'statusFilter=3000',
    'definitions=ci',
    '$top=-1',
    '$top=x',
    'minTime=yesterday',
    'queryOrder=newest',
    'repositoryId=x',
    'repositoryType=TfsGit',
  ])('%s', async query => {
    const reply = await emulator.get(`/web/_apis/build/builds?${query}`)
    expect([reply.status, reply.json()]).toEqual([400, { count: 1, value: { Message: 'The request is invalid.' } }])
  })
})

describe('enum members exist from the version that brought them:', () => {
  const now = emulated({ maxVersion: '7.2' })
  const before = emulated({ maxVersion: '5.0', releasedVersion: '5.0' })
  test.each(['statusFilter=abandoned', 'reasonFilter=scheduleForced', 'reasonFilter=resourceTrigger'])(
    '%s',
    async query => {
      expect((await now.get(`/web/_apis/build/builds?${query}`)).status).toBe(200)
      expect((await before.get(`/web/_apis/build/builds?${query}`)).status).toBe(400)
    },
  )
})

describe('what a build holds', () => {
  test('no properties unless they are named', async () => {
    const [none] = (await emulator.get('/web/_apis/build/builds?buildIds=4')).json().value
    const [named] = (await emulator.get('/web/_apis/build/builds?buildIds=4&properties=source,missing')).json().value
    expect([none?.properties, named?.properties]).toEqual([{}, { source: 'here' }])
  })

  test('a single build comes without a wrapper', async () => {
    const reply = await emulator.get('/WEB/_apis/Build/Builds/6')
    expect(reply.json()).toMatchObject({ id: 6, status: 'inProgress', definition: { id: 1 } })
  })

  test('a build of another project is not found', async () => {
    const reply = await emulator.get('/web/_apis/build/builds/8')
    expect(reply.status).toBe(404)
    expect(reply.json()).toMatchObject({
      typeKey: 'BuildNotFoundException',
      message: 'The requested build 8 could not be found.',
    })
  })

  test('an empty list is 22 bytes', async () => {
    expect((await emulator.get('/web/_apis/build/builds?definitions=999')).text).toBe('{"count":0,"value":[]}')
  })
})

test.each([
  ['order', [13, 10]],
  ['finish', [12, 10]],
  ['id', [14, 10]],
] as const)(
  'the builds of a definition are chosen by %s where a quirk says so, and listed in order: %j',
  async (by, expected) => {
    const times = (queued: number, finished: number) => ({ queueTime: at(queued), finishTime: at(finished) })
    emulator.emulator.world.builds = [
      createBuild({ id: 10, definition: { id: 1 }, ...times(1, 2) }),
      createBuild({ id: 14, definition: { id: 2 }, ...times(2, 4) }),
      createBuild({ id: 12, definition: { id: 2 }, ...times(3, 9) }),
      createBuild({ id: 13, definition: { id: 2 }, ...times(4, 8) }),
    ]
    emulator.emulator.quirks.countsBy = by
    expect(
      await emulator.ids('maxBuildsPerDefinition=1&statusFilter=completed&queryOrder=queueTimeDescending'),
    ).toEqual(expected)
  },
)
