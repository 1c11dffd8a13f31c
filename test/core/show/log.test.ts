import { describe, expect, test } from '@jest/globals'
import type { Build } from '../../../src/core/builds/build.ts'
import { Trace } from '../../../src/core/builds/filter.ts'
import type { RawInputs } from '../../../src/core/inputs/raw-inputs.ts'
import { age, buildLines, describeQuery, describeTrace, listedBuilds } from '../../../src/core/show/log.ts'
import { buildOf, noon, settingsOf } from '../../support/samples.ts'

describe('what is asked', () => {
  test.each<[Partial<RawInputs>, string]>([
    [{}, 'Builds of web in https://dev.azure.com/contoso; up to 100, latest queue time first'],
    [{ top: '1' }, 'Builds of web in https://dev.azure.com/contoso; only the one with the latest queue time'],
    [
      { top: '0', order: 'startTimeAscending', project: 'a,b' },
      'Builds of a and b in https://dev.azure.com/contoso; all, earliest start time first',
    ],
  ])('by %j reads %j', (given, text) => {
    expect(describeQuery(settingsOf(given))).toBe(text)
  })

  test.each<[Partial<RawInputs>, string]>([
    [{ project: '*' }, 'Builds of every project'],
    [{ branch: 'main' }, 'branch refs/heads/main'],
    [{ branch: 'release/*' }, 'branch refs/heads/release/*'],
    [{ commit: '0123abc' }, 'commit 0123abc'],
    [{ pipelines: 'CI, 7' }, 'pipeline CI, 7'],
    [{ status: 'completed' }, 'status completed'],
    [{ result: 'failed' }, 'result failed'],
    [{ reason: 'manual' }, 'reason manual'],
    [{ tags: 'a,b' }, 'tags a, b'],
    [{ 'requested-for': 'x' }, 'requested for x'],
    [{ 'build-number': '2026*' }, 'build number 2026*'],
    [{ 'build-ids': '1,2' }, 'ids 1, 2'],
    [{ queues: '3' }, 'queue 3'],
    [{ 'repository-id': 'r', 'repository-type': 'TfsGit' }, 'repository r'],
    [{ 'min-time': '1d' }, 'not before 2026-11-22T12:00:00'],
    [{ 'max-time': '1d' }, 'not after 2026-11-22T12:00:00'],
    [{ deleted: 'onlyDeleted' }, 'deleted onlyDeleted'],
    [{ 'max-builds-per-pipeline': '2' }, 'at most 2 of a pipeline'],
  ])('by %j says %j', (given, words) => {
    expect(describeQuery(settingsOf(given))).toContain(words)
    expect(describeQuery(settingsOf({}))).not.toContain(words)
  })
})

test.each<[number, number, Record<string, number>, number, string]>([
  [0, 0, {}, 0, 'Looked at 0 builds, kept 0.'],
  [1, 1, {}, 1, 'Looked at 1 build, kept 1.'],
  [
    1412,
    5,
    { 'of other branches': 1380, 'of other commits': 27 },
    3,
    'Looked at 1,412 builds, kept 3: left out 1,380 of other branches, 27 of other commits and 2 beyond top.',
  ],
])('of %d builds looked at and %d kept, dropped %j, returned %d: %s', (lookedAt, kept, dropped, returned, text) => {
  const trace = new Trace()
  Object.assign(trace, { lookedAt, kept })
  for (const [why, count] of Object.entries(dropped)) trace.dropped.set(why, count)
  expect(describeTrace(trace, returned)).toBe(text)
})

describe('the lines of builds', () => {
  test('are aligned, and hold result, number, pipeline, branch, commit, age and duration', () => {
    const running = {
      status: 'inProgress',
      result: '',
      finishTime: '',
      buildNumber: '1',
      definitionName: 'A longer one',
    }
    expect(buildLines([buildOf(), buildOf(running)], 2, noon)).toEqual([
      '✓ succeeded   20261123.4  Web CI        main  01234567  1h ago          5m 30s',
      '▶ inProgress  1           A longer one  main  01234567  started 1h ago',
    ])
  })

  test.each<[Partial<Build>, string]>([
    [{ result: 'failed' }, '✗ failed'],
    [{ result: 'partiallySucceeded' }, '! partiallySucceeded'],
    [{ status: 'abandoned', result: '' }, '· abandoned'],
    [{ status: 'constructor' }, '· constructor'],
    [{ status: '__proto__' }, '· __proto__'],
  ])('mark a build %j with %j', (given, start) => {
    expect(buildLines([buildOf(given)], 1, noon)[0]?.split('  ')[0]).toBe(start)
  })

  test('shorten what is long, and use the id where there is no number', () => {
    const long = 'x'.repeat(100)
    const [line] = buildLines(
      [buildOf({ buildNumber: '', definitionName: long, sourceBranch: `refs/heads/${long}`, sourceVersion: long })],
      1,
      noon,
    )
    expect(line).toContain('  42  ')
    expect(line?.length).toBeLessThan(140)
  })

  test('are at most two hundred, and the rest is counted', () => {
    const lines = buildLines(Array(500).fill(buildOf()), 12_345, noon)
    expect(lines).toHaveLength(listedBuilds + 1)
    expect(lines.at(-1)).toBe('… and 12,145 more builds, all of them in builds-file')
    expect(buildLines([], 0, noon)).toEqual([])
  })
})

test.each<[Partial<Build>, string]>([
  [{ finishTime: '2026-11-23T11:59:30Z' }, '30s ago'],
  [{ finishTime: '2026-11-20T10:00:00Z' }, '3d ago'],
  [{ finishTime: '2026-11-23T12:00:10Z' }, 'just now'],
  [{ finishTime: '', startTime: '2026-11-23T11:00:00Z' }, 'started 1h ago'],
  [{ finishTime: '', startTime: '', queueTime: '2026-11-23T11:58:00Z' }, 'queued 2m ago'],
  [{ finishTime: '', startTime: '', queueTime: '' }, ''],
])('a build of %j is of %j', (given, text) => {
  expect(age(buildOf(given), noon)).toBe(text)
})
