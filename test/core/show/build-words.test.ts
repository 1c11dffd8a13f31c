import { expect, test } from '@jest/globals'
import type { Build } from '../../../src/core/builds/build.ts'
import { age, describeBuild, shortVersion, utc, when } from '../../../src/core/show/build-words.ts'
import { buildOf, noon } from '../../support/samples.ts'

test.each<[Partial<Build>, string, string]>([
  [{ finishTime: '2026-11-23T11:59:30Z' }, '30s ago', '11:59 UTC'],
  [{ finishTime: '2026-11-23T11:14:00Z' }, '46m ago', '11:14 UTC'],
  [{ finishTime: '2026-11-23T09:58:00Z' }, '2h ago', '09:58 UTC'],
  [{ finishTime: '2026-11-20T10:00:00Z' }, '3d ago', '2026-11-20 10:00 UTC'],
  [{ finishTime: '2026-11-23T12:00:10Z' }, 'just now', '12:00 UTC'],
  [{ finishTime: '', startTime: '2026-11-23T11:00:00Z' }, 'started 1h ago', '11:00 UTC'],
  [{ finishTime: '', startTime: '', queueTime: '2026-11-23T11:58:00Z' }, 'queued 2m ago', '11:58 UTC'],
])('A build with the times %j is of %j, which was at %j', (given, relative, absolute) => {
  expect(age(buildOf(given), noon)).toBe(relative)
  expect(when(buildOf(given), noon)).toBe(`${relative} (${absolute})`)
})

test('A build of which no time is known is of no age', () => {
  const build = buildOf({ finishTime: '', startTime: '', queueTime: '' })
  expect([age(build, noon), when(build, noon)]).toEqual(['', ''])
  expect(describeBuild(build, noon)).toBe('Web CI 20261123.4 for 01234567 on main: succeeded')
})

test.each<[Partial<Build>, string]>([
  [{}, 'Web CI 20261123.4 for 01234567 on main: succeeded 1h ago (10:06 UTC)'],
  [{ result: 'failed', deleted: true }, 'Web CI 20261123.4 for 01234567 on main: failed, deleted 1h ago (10:06 UTC)'],
  [{ buildNumber: '', sourceVersion: '' }, 'Web CI build 42 on main: succeeded 1h ago (10:06 UTC)'],
  [{ sourceBranch: 'refs/pull/7/merge' }, 'Web CI 20261123.4 for 01234567 on pr:7: succeeded 1h ago (10:06 UTC)'],
  [
    { status: 'inProgress', result: '', finishTime: '' },
    'Web CI 20261123.4 for 01234567 on main: inProgress started 1h ago (10:01 UTC)',
  ],
  [
    { sourceVersion: 'C943', sourceBranch: '$/P/Main' },
    'Web CI 20261123.4 for C943 on $/P/Main: succeeded 1h ago (10:06 UTC)',
  ],
])('A build %j is described as %j', (given, text) => {
  expect(describeBuild(buildOf(given), noon)).toBe(text)
})

test('Long names of a build are shortened where it is described', () => {
  const long = 'x'.repeat(5000)
  const text = describeBuild(
    buildOf({ buildNumber: long, pipelineName: long, sourceBranch: long, sourceVersion: long }),
    noon,
  )
  expect(text.length).toBeLessThan(300)
})

test.each<[number, string]>([
  [noon, '12:00 UTC'],
  [noon - 19 * 3_600_000, '17:00 UTC'],
  [noon - 21 * 3_600_000, '2026-11-22 15:00 UTC'],
  [noon + 21 * 3_600_000, '2026-11-24 09:00 UTC'],
])('The time %d is written as %j, with its date when it is not of the last 20 hours', (time, text) => {
  expect(utc(time, noon)).toBe(text)
})

test.each([
  ['4f0c9d1e00112233445566778899aabbccddeeff', '4f0c9d1e'],
  ['C943', 'C943'],
  ['', ''],
])('The version %j is shortened to %j', (version, short) => {
  expect(shortVersion(version)).toBe(short)
})
