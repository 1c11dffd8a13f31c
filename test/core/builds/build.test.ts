import { describe, expect, test } from '@jest/globals'
import { durationOf, isCompleted, nameOf, readBuild, stateOf, timeOf } from '../../../src/core/builds/build.ts'
import { buildOf } from '../../support/samples.ts'

const bare = {
  buildNumber: '',
  status: '',
  result: '',
  projectId: '',
  pipelineId: undefined,
  pipelineName: '',
  sourceBranch: '',
  sourceVersion: '',
  reason: '',
  queueTime: '',
  startTime: '',
  finishTime: '',
}

describe('A build on the wire', () => {
  test('gives what the step needs, and no link of its own', () => {
    const wire = {
      id: 636,
      buildNumber: '20260401.4',
      status: 'completed',
      result: 'succeeded',
      project: { id: 'A0', name: 'web' },
      definition: { id: 7, name: 'Web CI', path: '\\' },
      sourceBranch: 'refs/pull/3/merge',
      sourceVersion: 'abc',
      triggerInfo: { 'pr.sourceSha': 'def' },
      reason: 'pullRequest',
      deleted: true,
      queueTime: '2026-04-01T10:48:33.3063796Z',
      startTime: '2026-04-01T10:48:40.51Z',
      finishTime: '2026-04-01T10:50:00Z',
      url: 'https://evil.example/',
      _links: { web: { href: 'https://evil.example/' } },
    }
    expect(readBuild(wire, 'queried')).toEqual(
      buildOf({
        id: 636,
        buildNumber: '20260401.4',
        projectId: 'a0',
        sourceBranch: 'refs/pull/3/merge',
        sourceVersion: 'abc',
        pullRequestCommit: 'def',
        reason: 'pullRequest',
        deleted: true,
        queueTime: '2026-04-01T10:48:33.3063796Z',
        startTime: '2026-04-01T10:48:40.51Z',
        finishTime: '2026-04-01T10:50:00Z',
      }),
    )
  })

  test('with nothing but its ID has empty texts and the project that was queried', () => {
    expect(readBuild({ id: 1 }, 'queried')).toEqual(buildOf({ id: 1, project: 'queried', ...bare }))
  })

  test.each([
    [null],
    [undefined],
    ['text'],
    [7],
    [[]],
    [{}],
    [{ id: '1' }],
    [{ id: 1.5 }],
    [{ id: 2 ** 53 }],
    [{ id: null }],
  ])('that is %j is no build', json => {
    expect(readBuild(json, 'queried')).toBeUndefined()
  })

  test('with another type in every field is read as if the fields were not there', () => {
    const wrong = { id: 1, buildNumber: 5, status: null, result: {}, project: 'x', definition: [], triggerInfo: null }
    expect(readBuild({ ...wrong, parameters: {}, deleted: 'true', validationResults: {} }, 'queried')).toEqual(
      readBuild({ id: 1 }, 'queried'),
    )
    expect(readBuild({ id: 1, definition: { id: '7', name: 7 }, queueTime: 5 }, 'queried')).toEqual(
      readBuild({ id: 1 }, 'queried'),
    )
  })
})

describe('The source commit of a pull request', () => {
  const commit = '4f0c9d1'
  const parameters = JSON.stringify({ 'system.pullRequest.sourceCommitId': commit })
  test.each<[string, object, string]>([
    ['is in the trigger of a pull request from GitHub', { triggerInfo: { 'pr.sourceSha': commit } }, commit],
    ['is inside the parameters only in Azure Repos', { reason: 'pullRequest', parameters }, commit],
    [
      'is that of the trigger when both are there',
      { reason: 'pullRequest', parameters, triggerInfo: { 'pr.sourceSha': 'a' } },
      'a',
    ],
    ['is not taken from the parameters of a build that somebody queued by hand', { reason: 'manual', parameters }, ''],
    ['is empty when the parameters are no JSON', { reason: 'pullRequest', parameters: `${parameters}}` }, ''],
    ['is empty when the parameters are a list', { reason: 'pullRequest', parameters: `[${parameters}]` }, ''],
    [
      'is empty when it is no text',
      { reason: 'pullRequest', parameters: '{"system.pullRequest.sourceCommitId":7}' },
      '',
    ],
    ['is empty without any of them', { reason: 'pullRequest' }, ''],
  ])('%s', (_, wire, expected) => {
    expect(readBuild({ id: 1, ...wire }, 'web')?.pullRequestCommit).toBe(expected)
  })
})

describe('A XAML build of an old server', () => {
  test.each([
    ['succeeded', undefined, 'completed', 'succeeded'],
    ['partiallySucceeded', undefined, 'completed', 'partiallySucceeded'],
    ['failed', undefined, 'completed', 'failed'],
    ['stopped', undefined, 'completed', 'canceled'],
    ['inProgress', 'none', 'inProgress', ''],
    ['completed', 'none', 'completed', ''],
  ])('with the status %s and the result %s is %s, %j', (status, result, expected, outcome) => {
    expect(readBuild({ id: 1, status, result }, 'web')).toMatchObject({ status: expected, result: outcome })
  })

  test.each([
    ['LG:refs/heads/main:4f0c9d1e', '', 'refs/heads/main', '4f0c9d1e'],
    ['LT:refs/heads/a:b:4f0c9d1e', '', 'refs/heads/a:b', '4f0c9d1e'],
    ['LG:refs/heads/main:4f0c9d1e', 'refs/heads/x', 'refs/heads/x', '4f0c9d1e'],
    ['LG:refs/heads/main:', '', '', 'LG:refs/heads/main:'],
    ['C943', '$/P', '$/P', 'C943'],
  ])(
    'of the version %j and the branch %j is of the branch %j and the commit %j',
    (sourceVersion, sourceBranch, ref, commit) => {
      expect(readBuild({ id: 1, sourceVersion, sourceBranch }, 'web')).toMatchObject({
        sourceBranch: ref,
        sourceVersion: commit,
      })
    },
  )
})

test.each([
  ['', undefined],
  ['0001-01-01T00:00:00', undefined],
  ['0001-01-01T00:00:00Z', undefined],
  ['soon', undefined],
  ['2026-04-01T10:48:33.51Z', '2026-04-01T10:48:33.5100000Z'],
])('The time %j of a build is read as %j', (text, time) => {
  expect(timeOf(text)).toBe(time)
})

test.each<[Parameters<typeof buildOf>[0], number | undefined]>([
  [{ startTime: '2026-04-01T10:00:00Z', finishTime: '2026-04-01T10:05:30.5Z' }, 330_500],
  [{ startTime: '2026-04-01T10:00:00.1234567Z', finishTime: '2026-04-01T10:00:00.1239999Z' }, 0],
  [{ startTime: '2026-04-01T10:00:01Z', finishTime: '2026-04-01T10:00:00Z' }, 0],
  // Canceled while it was queued.
  [{ startTime: '2026-04-01T10:00:00Z', finishTime: '2026-04-01T10:00:00Z' }, undefined],
  [{ startTime: '', finishTime: '2026-04-01T10:00:00Z' }, undefined],
  [{ startTime: '2026-04-01T10:00:00Z', finishTime: '' }, undefined],
  [{ startTime: '0001-01-01T00:00:00', finishTime: '2026-04-01T10:00:00Z' }, undefined],
])('A build of the times %j ran for %j ms', (times, duration) => {
  expect(durationOf(buildOf(times))).toBe(duration)
})

test.each<[Parameters<typeof buildOf>[0], string, string, boolean]>([
  [{}, 'Web CI 20261123.4', 'succeeded', true],
  [{ buildNumber: '' }, 'Web CI build 42', 'succeeded', true],
  [{ pipelineName: '', result: '' }, '20261123.4', 'completed without a result', true],
  [{ status: 'notStarted', result: '' }, 'Web CI 20261123.4', 'notStarted', false],
  [{ status: 'cancelling', result: '' }, 'Web CI 20261123.4', 'cancelling', false],
  [{ status: 'abandoned', result: '' }, 'Web CI 20261123.4', 'abandoned', true],
])('A build %j is named %s, is %s, and is over: %j', (given, name, state, over) => {
  const build = buildOf(given)
  expect([nameOf(build), stateOf(build), isCompleted(build)]).toEqual([name, state, over])
})
