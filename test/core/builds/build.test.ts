import { describe, expect, test } from '@jest/globals'
import { durationOf, readBuild, timeOf } from '../../../src/core/builds/build.ts'
import { buildOf } from '../../support/samples.ts'

describe('a build on the wire', () => {
  test('gives what the step needs', () => {
    const wire = {
      id: 636,
      buildNumber: '20260401.4',
      status: 'completed',
      result: 'succeeded',
      project: { id: 'a', name: 'web' },
      definition: { id: 7, name: 'Web CI', path: '\\' },
      sourceBranch: 'refs/pull/3/merge',
      sourceVersion: 'abc',
      triggerInfo: { 'pr.sourceSha': 'def' },
      reason: 'pullRequest',
      queueTime: '2026-04-01T10:48:33.3063796Z',
      startTime: '2026-04-01T10:48:40.51Z',
      finishTime: '2026-04-01T10:50:00Z',
      url: 'https://evil.example/',
      _links: { web: { href: 'https://evil.example/' } },
    }
    expect(readBuild(wire, 'asked')).toEqual({
      id: 636,
      buildNumber: '20260401.4',
      status: 'completed',
      result: 'succeeded',
      project: 'web',
      definitionId: 7,
      definitionName: 'Web CI',
      sourceBranch: 'refs/pull/3/merge',
      sourceVersion: 'abc',
      pullRequestCommit: 'def',
      reason: 'pullRequest',
      queueTime: '2026-04-01T10:48:33.3063796Z',
      startTime: '2026-04-01T10:48:40.51Z',
      finishTime: '2026-04-01T10:50:00Z',
    })
  })

  test('without anything but its id has empty texts and the project that was asked', () => {
    expect(readBuild({ id: 1 }, 'asked')).toEqual(
      buildOf({
        id: 1,
        buildNumber: '',
        status: '',
        result: '',
        project: 'asked',
        definitionId: undefined,
        definitionName: '',
        sourceBranch: '',
        sourceVersion: '',
        reason: '',
        queueTime: '',
        startTime: '',
        finishTime: '',
      }),
    )
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
  ])('%j is no build', json => {
    expect(readBuild(json, 'asked')).toBeUndefined()
  })

  test('of another kind in every field is read as if the fields were not there', () => {
    const wrong = { id: 1, buildNumber: 5, status: null, result: {}, project: 'x', definition: [], triggerInfo: null }
    expect(readBuild(wrong, 'asked')).toEqual(readBuild({ id: 1 }, 'asked'))
    expect(readBuild({ id: 1, definition: { id: '7', name: 7 }, queueTime: 5 }, 'asked')).toEqual(
      readBuild({ id: 1 }, 'asked'),
    )
  })
})

test.each([
  ['', undefined],
  ['0001-01-01T00:00:00', undefined],
  ['0001-01-01T00:00:00Z', undefined],
  ['soon', undefined],
  ['2026-04-01T10:48:33.51Z', '2026-04-01T10:48:33.5100000Z'],
])('the time %j of a build is %j', (text, time) => {
  expect(timeOf(text)).toBe(time)
})

test.each<[Parameters<typeof buildOf>[0], number | undefined]>([
  [{ startTime: '2026-04-01T10:00:00Z', finishTime: '2026-04-01T10:05:30.5Z' }, 330_500],
  [{ startTime: '2026-04-01T10:00:00.1234567Z', finishTime: '2026-04-01T10:00:00.1239999Z' }, 0],
  [{ startTime: '2026-04-01T10:00:01Z', finishTime: '2026-04-01T10:00:00Z' }, 0],
  [{ startTime: '', finishTime: '2026-04-01T10:00:00Z' }, undefined],
  [{ startTime: '2026-04-01T10:00:00Z', finishTime: '' }, undefined],
  [{ startTime: '0001-01-01T00:00:00', finishTime: '2026-04-01T10:00:00Z' }, undefined],
])('a build of %j ran for %j ms', (times, duration) => {
  expect(durationOf(buildOf(times))).toBe(duration)
})
