import { describe, expect, test } from '@jest/globals'
import type { Build } from '../../../src/core/builds/build.ts'
import { capPerDefinition, Trace, unwanted } from '../../../src/core/builds/filter.ts'
import type { RawInputs } from '../../../src/core/inputs/raw-inputs.ts'
import { buildOf, settingsOf } from '../../support/samples.ts'

const sha = '0123456789abcdef0123456789abcdef01234567'

describe('a build is', () => {
  test.each<[string | undefined, Partial<RawInputs>, Partial<Build>]>([
    [undefined, {}, {}],
    [undefined, { commit: '0123456' }, { sourceVersion: sha }],
    [undefined, { commit: sha.toUpperCase() }, { sourceVersion: sha }],
    [undefined, { commit: '0123ABC' }, { sourceVersion: '0123ABCdef' }],
    [undefined, { commit: 'fedcba9' }, { sourceVersion: sha, pullRequestCommit: 'FEDCBA98765' }],
    ['of other commits', { commit: '1234567' }, { sourceVersion: sha }],
    ['of other commits', { commit: sha }, { sourceVersion: sha.slice(0, 39) }],
    ['of other commits', { commit: '0123456' }, { sourceVersion: '' }],
    [undefined, { branch: 'release/*' }, { sourceBranch: 'refs/heads/release/1' }],
    ['of other branches', { branch: 'release/*' }, { sourceBranch: 'refs/heads/main' }],
    ['of other branches', { branch: 'release/*' }, { sourceBranch: '' }],
    ['of other branches', { branch: 'release/*', commit: '1234567' }, {}],
    // The service has looked at a whole ref itself.
    [undefined, { branch: 'release' }, { sourceBranch: 'refs/heads/main' }],
  ])('%s for %j, of %j', (why, given, build) => {
    expect(unwanted(settingsOf(given), false)(buildOf(build))).toBe(why)
  })

  const [early, exact, late] = ['2026-11-22T11:59:59.9999999Z', '2026-11-22T12:00:00Z', '2026-11-22T12:00:00.0000001Z']
  test.each<[string | undefined, Partial<RawInputs>, string]>([
    ['of other times', { 'min-time': '1d' }, early],
    [undefined, { 'min-time': '1d' }, exact],
    [undefined, { 'min-time': '1d' }, late],
    [undefined, { 'max-time': '1d' }, early],
    [undefined, { 'max-time': '1d' }, exact],
    ['of other times', { 'max-time': '1d' }, late],
    // What has not started yet will start after every time that there is.
    [undefined, { 'min-time': '1d' }, ''],
    ['of other times', { 'max-time': '1d' }, ''],
  ])('%s for %j, started at %j', (why, given, startTime) => {
    const settings = settingsOf({ order: 'startTimeDescending', ...given })
    expect(unwanted(settings, true)(buildOf({ startTime }))).toBe(why)
    expect(unwanted(settings, false)(buildOf({ startTime }))).toBeUndefined()
  })
})

test('the first builds of each pipeline are kept, as many as are wanted', () => {
  const cap = capPerDefinition(2)
  const kept = [1, 2, 1, 1, 2, 2, undefined, undefined, undefined].map(
    definitionId => cap(buildOf({ definitionId })) === undefined,
  )
  expect(kept).toEqual([true, true, true, false, true, false, true, true, false])
  const all = capPerDefinition(undefined)
  expect([1, 1, 1].every(definitionId => all(buildOf({ definitionId })) === undefined)).toBe(true)
})

test('a trace counts what was dropped by its reason', () => {
  const trace = new Trace()
  for (const why of ['of other branches', 'of other commits', 'of other branches']) trace.drop(why)
  expect([...trace.dropped]).toEqual([
    ['of other branches', 2],
    ['of other commits', 1],
  ])
})
