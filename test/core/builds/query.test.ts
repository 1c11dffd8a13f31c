import { describe, expect, test } from '@jest/globals'
import {
  pageSize,
  pageTop,
  parameters,
  type StatusPartition,
  splitByStatus,
  type Target,
} from '../../../src/core/builds/query.ts'
import type { RawInputs } from '../../../src/core/inputs/raw-inputs.ts'
import { orders } from '../../../src/core/inputs/which-inputs.ts'
import { settingsOf } from '../../support/samples.ts'

type Given = Partial<RawInputs>

const everywhere: Target = { project: 'web', pipelines: [] }

/** `a+b sorted` is a partition of the statuses a and b that the service sorts. */
function partitions(given: Given): string[] {
  return splitByStatus(settingsOf(given).query).map(
    ({ statuses, sorted, ids }) =>
      `${statuses.join('+') || 'any'}${sorted ? ' sorted' : ''}${ids === undefined ? '' : ` of ${ids.length} IDs`}`,
  )
}

describe('A query is cut by status:', () => {
  const unfinished = 'inProgress+notStarted+cancelling+postponed'
  const ids = (count: number) => [...Array(count).keys()].map(id => id + 1).join()

  test.each<[Given, string[]]>([
    [{}, [unfinished, 'completed sorted']],
    [{ status: 'all' }, [unfinished, 'completed sorted']],
    [{ status: 'all, completed' }, [unfinished, 'completed sorted']],
    [{ 'api-version': '7.2-preview' }, [unfinished, 'abandoned sorted', 'completed sorted']],
    [{ status: 'completed' }, ['completed sorted']],
    [{ status: 'inProgress' }, ['inProgress sorted']],
    [{ status: 'inProgress,notStarted' }, ['inProgress+notStarted']],
    [{ status: 'completed,inProgress' }, ['inProgress sorted', 'completed sorted']],
    [{ result: 'failed' }, ['completed sorted']],
    [{ order: 'finishTimeDescending' }, ['completed sorted']],
    [{ 'build-ids': '1,2' }, ['any of 2 IDs']],
    [{ 'build-ids': '1,2,1' }, ['any of 2 IDs']],
    [{ 'build-ids': '1,2', status: 'completed' }, ['completed of 2 IDs']],
    [{ 'build-ids': '1,2', result: 'failed' }, ['completed sorted']],
    // As many as fit in a URL.
    [{ 'build-ids': ids(401) }, ['any of 200 IDs', 'any of 200 IDs', 'any of 1 IDs']],
  ])('with %j into %j', (given, expected) => {
    expect(partitions(given)).toEqual(expected)
  })

  test.each<Given>([{}, { status: 'all' }, { status: 'inProgress,completed,postponed' }, { 'api-version': '7.2' }])(
    'with %j into partitions that name no status twice',
    given => {
      const statuses = splitByStatus(settingsOf(given).query).flatMap(partition => partition.statuses)
      expect(new Set(statuses).size).toBe(statuses.length)
    },
  )
})

const completed: StatusPartition = { statuses: ['completed'], sorted: true }
const running: StatusPartition = { statuses: ['inProgress', 'notStarted'], sorted: false }

describe('The first page is requested with', () => {
  test.each<[string, Given, StatusPartition, number]>([
    ['one build more than wanted', { top: '5' }, completed, 6],
    ['one build more than usual', {}, completed, 101],
    ['500 builds at most', { top: '5000' }, completed, pageSize],
    ['500 builds without a limit', { top: '0' }, completed, pageSize],
    ['500 builds where the service does not sort', { top: '5' }, running, pageSize],
    ['50 builds where the client compares commits', { top: '5', commit: '0123abc' }, completed, 50],
    ['50 builds where the client compares branches', { top: '5', branch: 'release/*' }, completed, 50],
  ])('%s', (_, given, partition, top) => {
    expect(pageTop(settingsOf(given).query, partition, everywhere, 0)).toBe(top)
  })
})

test('Pages grow where the client filters, and are alike where it does not', () => {
  const tops = (given: Given) =>
    [0, 1, 2, 3, 4].map(page => pageTop(settingsOf(given).query, completed, everywhere, page))
  expect(tops({ commit: '0123abc' })).toEqual([50, 100, 200, 500, 500])
  expect(tops({ top: '7' })).toEqual([8, 8, 8, 8, 8])
})

function parametersOf(
  given: Given,
  {
    version = '7.1',
    statuses = ['completed'],
    page = 0,
    token,
  }: { version?: string; statuses?: string[]; page?: number; token?: string } = {},
): Record<string, string> {
  const partition = { statuses, sorted: statuses.length === 1 }
  const target = { project: 'web', pipelines: [] }
  const options = { page, version, ...(token === undefined ? {} : { token }) }
  return Object.fromEntries(parameters(settingsOf(given).query, partition, target, options))
}

describe('The parameters of a request', () => {
  test.each<[Given, Record<string, string>]>([
    [{}, { statusFilter: 'completed', $top: '101', queryOrder: 'queueTimeDescending' }],
    [{ branch: 'main' }, { branchName: 'refs/heads/main' }],
    [{ branch: 'pr:7' }, { branchName: 'refs/pull/7/merge' }],
    [{ result: 'failed,canceled' }, { resultFilter: 'failed,canceled' }],
    [{ reason: 'manual,pullRequest' }, { reasonFilter: 'manual,pullRequest' }],
    [{ tags: 'a, b c' }, { tagFilters: 'a,b c' }],
    [{ 'requested-for': 'Ä & B' }, { requestedFor: 'Ä & B' }],
    [{ 'build-number': '2026*' }, { buildNumber: '2026*' }],
    [{ queues: '1,2' }, { queues: '1,2' }],
    [
      { 'repository-id': 'r', 'repository-type': 'TfsGit' },
      { repositoryId: 'r', repositoryType: 'TfsGit' },
    ],
    [{ properties: 'a,b' }, { properties: 'a,b' }],
    [{ deleted: 'onlyDeleted' }, { deletedFilter: 'onlyDeleted' }],
    [{ 'max-builds-per-pipeline': '3' }, { maxBuildsPerDefinition: '3' }],
    [{ 'require-result': 'succeeded' }, { maxBuildsPerDefinition: '1', $top: '500' }],
    [
      { 'min-time': '2026-11-01', 'max-time': '1d' },
      { minTime: '2026-11-01T00:00:00.0000000Z', maxTime: '2026-11-22T12:00:00.0000000Z' },
    ],
    [{ 'build-ids': '5,6' }, { buildIds: '5,6' }],
    ...orders.map((order): [Given, Record<string, string>] => [{ order }, { queryOrder: order }]),
  ])('for %j include %j', (given, expected) => {
    expect(parametersOf(given)).toMatchObject(expected)
  })

  const always = ['$top', 'queryOrder', 'statusFilter']
  test.each<[string, Given]>([
    ['what was not asked for', {}],
    ['a glob', { branch: 'release/*' }],
    ['a commit', { commit: '0123abc' }],
    ['a reason when any will do', { reason: 'all' }],
    ['a limit for each pipeline where the client filters', { commit: '0123abc', 'max-builds-per-pipeline': '1' }],
  ])('never include %s', (_, given) => {
    expect(Object.keys(parametersOf(given)).sort()).toEqual(always)
  })

  test('for builds that may not have started leave start times, and limits for each pipeline, to the client', () => {
    const given = { order: 'startTimeAscending', 'min-time': '1d', 'max-builds-per-pipeline': '1' }
    expect(Object.keys(parametersOf(given, { statuses: ['inProgress'] })).sort()).toEqual(always)
    expect(parametersOf(given)).toMatchObject({ minTime: '2026-11-22T12:00:00.0000000Z', maxBuildsPerDefinition: '1' })
  })

  test('are the same on every page but for the token', () => {
    const given = { branch: 'main', tags: 'a', 'min-time': '1d' }
    const { continuationToken, ...next } = parametersOf(given, { page: 1, token: '2026-01-01T00:00:00.1234567Z' })
    expect(continuationToken).toBe('2026-01-01T00:00:00.1234567Z')
    expect(next).toEqual(parametersOf(given))
  })

  test('name the pipelines by their IDs, and only the IDs of a partition', () => {
    const query = { ...settingsOf().query, buildIds: [1, 2, 3] }
    const pairs = parameters(
      query,
      { statuses: [], sorted: false, ids: [3] },
      { project: 'web', pipelines: [7, 8] },
      { page: 0, version: '7.1' },
    )
    expect(Object.fromEntries(pairs)).toMatchObject({ definitions: '7,8', buildIds: '3' })
  })
})

describe('The parameters for an old server', () => {
  const given = { order: 'finishTimeAscending', 'min-time': '1d', 'max-time': '1h' }

  test('before 4.1 have its own names for finish times', () => {
    expect(parametersOf(given, { version: '4.0' })).toMatchObject({
      minFinishTime: '2026-11-22T12:00:00.0000000Z',
      maxFinishTime: '2026-11-23T11:00:00.0000000Z',
    })
    expect(parametersOf(given, { version: '4.0' })).not.toHaveProperty('minTime')
    expect(parametersOf(given, { version: '4.1' })).toHaveProperty('minTime')
  })

  test('before 4.1 are an error with times that it does not know', () => {
    expect(() => parametersOf({ 'min-time': '1d' }, { version: '4.0' })).toThrow(
      expect.objectContaining({ reason: 'time-filter-unsupported' }),
    )
  })

  test.each([
    ['3.2', 'Build'],
    ['4.1', 'Build'],
    ['4.1-preview.3', 'Build'],
    ['5.0', undefined],
    ['7.1', undefined],
  ])('of version %s say that XAML builds are not wanted: %s', (version, type) => {
    expect(parametersOf({}, { version }).type).toBe(type)
  })
})
