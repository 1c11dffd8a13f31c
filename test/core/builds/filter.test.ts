import { describe, expect, test } from '@jest/globals'
import type { Build } from '../../../src/core/builds/build.ts'
import { addCounts, applyFilter, mismatch, noCounts, PipelineCap } from '../../../src/core/builds/filter.ts'
import type { RawInputs } from '../../../src/core/inputs/raw-inputs.ts'
import { buildOf, settingsOf } from '../../support/samples.ts'

const sha = '0123456789abcdef0123456789abcdef01234567'

function whyNot(given: Partial<RawInputs>, build: Partial<Build>, comparesTime = false): string | undefined {
  return mismatch(settingsOf(given).query, comparesTime)(buildOf(build))
}

describe('Filters that the service does not have say', () => {
  test.each<[string | undefined, Partial<RawInputs>, Partial<Build>]>([
    [undefined, {}, {}],
    [undefined, { commit: '0123456' }, { sourceVersion: sha }],
    [undefined, { commit: sha.toUpperCase() }, { sourceVersion: sha }],
    [undefined, { commit: '0123ABC' }, { sourceVersion: '0123ABCdef' }],
    [undefined, { commit: 'fedcba9' }, { sourceVersion: sha, pullRequestCommit: 'FEDCBA98765' }],
    [undefined, { commit: '943' }, { sourceVersion: 'C943' }],
    ['for other commits', { commit: '1234567' }, { sourceVersion: sha }],
    ['for other commits', { commit: sha }, { sourceVersion: sha.slice(0, 39) }],
    ['for other commits', { commit: '0123456' }, { sourceVersion: '' }],
    [undefined, { branch: 'release/*' }, { sourceBranch: 'refs/heads/release/1' }],
    ['on other branches', { branch: 'release/*' }, { sourceBranch: 'refs/heads/main' }],
    ['on other branches', { branch: 'release/*' }, { sourceBranch: '' }],
    ['on other branches', { branch: 'release/*', commit: '1234567' }, {}],
    // The service has compared a whole ref itself.
    [undefined, { branch: 'release' }, { sourceBranch: 'refs/heads/main' }],
  ])('%j for the inputs %j and the build %j', (why, given, build) => {
    expect(whyNot(given, build)).toBe(why)
  })

  const [early, exact, late] = ['2026-11-22T11:59:59.9999999Z', '2026-11-22T12:00:00Z', '2026-11-22T12:00:00.0000001Z']
  test.each<[string | undefined, Partial<RawInputs>, string]>([
    ['at other times', { 'min-time': '1d' }, early],
    [undefined, { 'min-time': '1d' }, exact],
    [undefined, { 'min-time': '1d' }, late],
    [undefined, { 'max-time': '1d' }, early],
    [undefined, { 'max-time': '1d' }, exact],
    ['at other times', { 'max-time': '1d' }, late],
    // What has not started yet starts after every time that there is.
    [undefined, { 'min-time': '1d' }, ''],
    ['at other times', { 'max-time': '1d' }, ''],
  ])('%j for the inputs %j and a build that started at %j, where times are compared', (why, given, startTime) => {
    const inputs = { order: 'startTimeDescending', ...given }
    expect(whyNot(inputs, { startTime }, true)).toBe(why)
    expect(whyNot(inputs, { startTime }, false)).toBeUndefined()
  })
})

describe('Filtered builds', () => {
  const items = (...builds: Partial<Build>[]) => builds.map(given => ({ build: buildOf(given) }))
  const filter = (...builds: Partial<Build>[]) =>
    applyFilter(items(...builds), mismatch(settingsOf({ branch: 'ma*', commit: '0123456' }).query, false))

  test('are those that match, and the others are counted by what they are', () => {
    const other = { sourceBranch: 'refs/heads/x' }
    const { matching, counts } = filter({ id: 1 }, other, { sourceVersion: 'f'.repeat(40) }, other, { id: 2 })
    expect(matching.map(({ build }) => build.id)).toEqual([1, 2])
    expect(counts).toEqual({
      checked: 5,
      leftOut: new Map([
        ['on other branches', 2],
        ['for other commits', 1],
      ]),
    })
  })

  test('tell the builds whose commit the service does not know yet', () => {
    const queued = (queueTime: string, given: Partial<Build> = {}) => ({
      ...{ sourceVersion: '', status: 'notStarted', result: '', queueTime },
      ...given,
    })
    const { counts } = filter(
      queued('2026-11-23T11:00:00Z'),
      queued('2026-11-23T10:00:00Z'),
      queued('2026-11-23T09:00:00Z', { status: 'completed' }),
      queued('2026-11-23T08:00:00Z', { sourceVersion: 'f'.repeat(40) }),
    )
    expect(counts.undecided?.map(({ queueTime }) => queueTime)).toEqual([
      '2026-11-23T11:00:00Z',
      '2026-11-23T10:00:00Z',
    ])
    expect(filter({}).counts).not.toHaveProperty('undecided')
  })
})

describe('Counts of several pages', () => {
  const some = (checked: number, why: string, undecided?: number) => ({
    checked,
    leftOut: new Map([[why, 1]]),
    ...(undecided === undefined ? {} : { undecided: [buildOf({ id: undecided })] }),
  })

  test('are added up, and keep the builds that are undecided', () => {
    const sum = [some(2, 'a', 1), some(3, 'b', 2), some(4, 'a')].reduce(addCounts, noCounts)
    expect(sum).toEqual({
      checked: 9,
      leftOut: new Map([
        ['a', 2],
        ['b', 1],
      ]),
      undecided: [buildOf({ id: 1 }), buildOf({ id: 2 })],
    })
  })

  test('are not changed by those that are added', () => {
    const one = some(2, 'a')
    addCounts(one, some(3, 'a'))
    expect(one).toEqual(some(2, 'a'))
    expect(noCounts).toEqual({ checked: 0, leftOut: new Map() })
  })
})

describe('A limit for each pipeline', () => {
  const admitted = (cap: PipelineCap, ids: readonly (number | undefined)[]) =>
    ids.map(pipelineId => cap.admits(buildOf({ pipelineId })))

  test('admits so many builds of each, and as many without a pipeline', () => {
    expect(admitted(new PipelineCap(2), [1, 2, 1, 1, 2, 2, undefined, undefined, undefined])).toEqual([
      ...[true, true, true, false, true, false, true, true, false],
    ])
  })

  test('that is not set admits every build, and is never full', () => {
    const cap = new PipelineCap(undefined)
    expect(admitted(cap, [1, 1, 1])).toEqual([true, true, true])
    expect(cap.isFull([1])).toBe(false)
  })

  test('is full when every pipeline that counts has all its builds', () => {
    const cap = new PipelineCap(1)
    expect([cap.isFull([1]), cap.isFull([])]).toEqual([false, false])
    admitted(cap, [1])
    expect([cap.isFull([1]), cap.isFull([1, 2]), cap.isFull([])]).toEqual([true, false, false])
    admitted(cap, [2])
    expect(cap.isFull([1, 2])).toBe(true)
  })
})
