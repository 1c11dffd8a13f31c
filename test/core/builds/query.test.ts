import { describe, expect, test } from '@jest/globals'
import { pageSize, pageTop, parameters, splitByStatus } from '../../../src/core/builds/query.ts'
import { orders } from '../../../src/core/inputs/inputs.ts'
import type { RawInputs } from '../../../src/core/inputs/raw-inputs.ts'
import { settingsOf } from '../../support/samples.ts'

type Given = Partial<RawInputs>

/** `a+b s` is a share of the statuses a and b that the service sorts. */
function shares(given: Given): string[] {
  return splitByStatus(settingsOf(given)).map(
    ({ statuses, sorted }) => `${statuses.join('+') || 'any'}${sorted ? ' sorted' : ''}`,
  )
}

describe('the query is cut into', () => {
  const unfinished = 'inProgress+notStarted+cancelling+postponed'
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
    [{ 'build-ids': '1,2' }, ['any']],
    [{ 'build-ids': '1,2', status: 'completed' }, ['completed sorted']],
    [{ 'build-ids': '1,2', result: 'failed' }, ['completed sorted']],
    [{ 'build-ids': [...Array(201).keys()].map(id => id + 1).join() }, [unfinished, 'completed sorted']],
  ])('%j: %j', (given, expected) => {
    expect(shares(given)).toEqual(expected)
  })

  test.each<Given>([{}, { status: 'all' }, { status: 'inProgress,completed,postponed' }, { 'api-version': '7.2' }])(
    'shares that name no status twice, %j',
    given => {
      const statuses = splitByStatus(settingsOf(given)).flatMap(share => share.statuses)
      expect(new Set(statuses).size).toBe(statuses.length)
    },
  )
})

describe('a page holds', () => {
  const completed = { statuses: ['completed'], sorted: true }
  const running = { statuses: ['inProgress', 'notStarted'], sorted: false }
  test.each<[string, Given, typeof completed, number]>([
    ['one more than wanted', { top: '5' }, completed, 6],
    ['one more than is usual', {}, completed, 101],
    ['two while waiting for one', { wait: 'true' }, completed, 2],
    ['at most a whole page', { top: '5000' }, completed, pageSize],
    ['a whole page without a limit', { top: '0' }, completed, pageSize],
    ['a whole page of what the service does not sort', { top: '5' }, running, pageSize],
    ['a whole page of what is matched here by commit', { top: '5', commit: '0123abc' }, completed, pageSize],
    ['a whole page of what is matched here by pattern', { top: '5', branch: 'release/*' }, completed, pageSize],
  ])('%s', (_, given, share, top) => {
    expect(pageTop(settingsOf(given), share)).toBe(top)
  })
})

function parametersOf(given: Given, version = '7.1', statuses = ['completed'], token?: string) {
  return Object.fromEntries(
    parameters(settingsOf(given), { statuses, sorted: statuses.length === 1 }, [], token, version),
  )
}

describe('the parameters of a request', () => {
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
    [{ 'max-builds-per-pipeline': '3' }, { maxBuildsPerPipeline: '3' }],
    [
      { 'min-time': '2026-11-01', 'max-time': '1d' },
      { minTime: '2026-11-01T00:00:00.0000000Z', maxTime: '2026-11-22T12:00:00.0000000Z' },
    ],
    [{ 'build-ids': '5,6' }, { buildIds: '5,6' }],
    ...orders.map((order): [Given, Record<string, string>] => [{ order }, { queryOrder: order }]),
  ])('for %j are %j', (given, expected) => {
    expect(parametersOf(given)).toMatchObject(expected)
  })

  test.each<[string, Given, string[]]>([
    ['nothing that was not asked', {}, ['$top', 'queryOrder', 'statusFilter']],
    ['no pattern', { branch: 'release/*' }, ['$top', 'queryOrder', 'statusFilter']],
    ['no commit', { commit: '0123abc' }, ['$top', 'queryOrder', 'statusFilter']],
    ['no reason when any will do', { reason: 'all' }, ['$top', 'queryOrder', 'statusFilter']],
    [
      'no most of a pipeline when something is matched here',
      { commit: '0123abc', 'max-builds-per-pipeline': '1' },
      ['$top', 'queryOrder', 'statusFilter'],
    ],
  ])('hold %s', (_, given, names) => {
    expect(Object.keys(parametersOf(given)).sort()).toEqual(names)
  })

  test('of builds that may not have started leave the start times, and the most of a pipeline, to this side', () => {
    const given = { order: 'startTimeAscending', 'min-time': '1d', 'max-builds-per-pipeline': '1' }
    const running = parametersOf(given, '7.1', ['inProgress'])
    expect(Object.keys(running).sort()).toEqual(['$top', 'queryOrder', 'statusFilter'])
    expect(parametersOf(given)).toMatchObject({ minTime: '2026-11-22T12:00:00.0000000Z', maxBuildsPerPipeline: '1' })
  })

  test('are the same on every page but for the token', () => {
    const given = { branch: 'main', tags: 'a', 'min-time': '1d' }
    const { continuationToken, ...next } = parametersOf(given, '7.1', ['completed'], '2026-01-01T00:00:00.1234567Z')
    expect(continuationToken).toBe('2026-01-01T00:00:00.1234567Z')
    expect(next).toEqual(parametersOf(given))
  })

  test('name the pipelines by id', () => {
    const pairs = parameters(settingsOf(), { statuses: [], sorted: false }, [7, 8], undefined, '7.1')
    expect(Object.fromEntries(pairs)).toMatchObject({ pipelines: '7,8' })
  })

  test('of a server before 4.1 have its own names for finish times, and refuse other times', () => {
    const given = { order: 'finishTimeAscending', 'min-time': '1d', 'max-time': '1h' }
    expect(parametersOf(given, '4.0')).toMatchObject({
      type: 'Build',
      minFinishTime: '2026-11-22T12:00:00.0000000Z',
      maxFinishTime: '2026-11-23T11:00:00.0000000Z',
    })
    expect(parametersOf(given, '4.0')).not.toHaveProperty('minTime')
    expect(parametersOf({}, '4.0')).toMatchObject({ type: 'Build' })
    expect(() => parametersOf({ 'min-time': '1d' }, '4.0')).toThrow(
      expect.objectContaining({ reason: 'time-filter-unsupported' }),
    )
    expect(parametersOf(given, '4.1')).toHaveProperty('minTime')
  })
})
