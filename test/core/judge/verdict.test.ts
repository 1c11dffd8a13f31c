import { describe, expect, test } from '@jest/globals'
import type { Build } from '../../../src/core/builds/build.ts'
import { orderTime, parseOrder } from '../../../src/core/inputs/order.ts'
import type { RawInputs } from '../../../src/core/inputs/raw-inputs.ts'
import { inLog, Judge, judge, nameOf, stateOf, type Verdict } from '../../../src/core/judge/verdict.ts'
import type { Listing } from '../../../src/core/result/result.ts'
import { buildOf, noon, settingsOf } from '../../support/samples.ts'

type Given = Partial<RawInputs>
type Late = Parameters<typeof judge>[2]

function verdictOf(
  given: Given,
  builds: readonly Build[],
  { truncated = false, late = undefined as Late } = {},
): Verdict {
  const settings = settingsOf(given)
  const judging = new Judge(settings)
  for (const build of builds) judging.add(build, orderTime(build, parseOrder(settings.order)))
  const listing = { builds, count: builds.length, truncated, judge: judging } as unknown as Listing
  return judge(settings, listing, late, noon)
}

/** The sentences as the log has them. */
function said(verdict: Verdict): string {
  return verdict.sentences.map(sentence => inLog(sentence, { url: 'https://dev.azure.com/contoso' })).join('\n')
}

const failed = buildOf({ id: 2, buildNumber: '2', result: 'failed' })
const partly = buildOf({ id: 3, buildNumber: '3', result: 'partiallySucceeded' })
const running = buildOf({ id: 4, buildNumber: '4', status: 'inProgress', result: '', finishTime: '' })

describe('when nothing matches', () => {
  test.each([
    ['fail', false, 0],
    ['warn', true, 1],
    ['ignore', true, 0],
  ])('if-none: %s passes: %j, with %d warnings', (ifNone, passes, warnings) => {
    for (const late of [undefined, ...(passes ? (['to appear'] as const) : [])]) {
      const verdict = verdictOf({ 'if-none': ifNone, 'require-result': 'succeeded', 'max-age': '1h' }, [], { late })
      expect(verdict).toMatchObject({ outcome: 'none', passes })
      expect(verdict.warnings).toHaveLength(warnings)
    }
  })

  test('in the time to appear, the step has timed out', () => {
    const verdict = verdictOf({ wait: 'true', 'appear-timeout': '7m' }, [], { late: 'to appear' })
    expect(verdict).toMatchObject({ outcome: 'timed-out', passes: false })
    expect(said(verdict)).toBe('No build that matches appeared within 7m.')
  })
})

describe('require-result', () => {
  test.each<[string, Build[], 'passed' | 'failed']>([
    ['', [failed, running], 'passed'],
    ['succeeded', [buildOf(), buildOf()], 'passed'],
    ['succeeded', [buildOf(), failed], 'failed'],
    ['succeeded,failed', [buildOf(), failed], 'passed'],
    ['succeeded', [running], 'failed'],
    ['succeeded', [buildOf({ status: 'inProgress' })], 'failed'],
    ['succeeded', [buildOf({ status: 'abandoned' })], 'failed'],
    ['succeeded', [buildOf({ result: '' })], 'failed'],
    ['canceled', [buildOf({ result: 'canceled' })], 'passed'],
  ])('%j over builds, %#: %s', (wanted, builds, outcome) => {
    expect(verdictOf({ 'require-result': wanted }, builds)).toMatchObject({ outcome, passes: outcome === 'passed' })
  })

  test('names each build that broke it, with its link', () => {
    const text = said(verdictOf({ 'require-result': 'succeeded' }, [buildOf(), failed, partly]))
    expect(text).toContain('2 of 3 builds are not succeeded: ')
    expect(text).toContain('2 of Web CI (https://dev.azure.com/contoso/web/_build/results?buildId=2) is failed')
    expect(text).toContain(
      '3 of Web CI (https://dev.azure.com/contoso/web/_build/results?buildId=3) is partiallySucceeded',
    )
    expect(text).not.toContain('buildId=42')
  })

  test('names ten, and counts the rest', () => {
    const text = said(verdictOf({ 'require-result': 'succeeded' }, Array(1210).fill(failed)))
    expect(text.match(/buildId=2\)/g)).toHaveLength(10)
    expect(text).toContain('1,200 more')
  })
})

describe('max-age', () => {
  const at = (finishTime: string, given: Partial<Build> = {}) =>
    buildOf({ finishTime, queueTime: finishTime, ...given })
  test.each<[string, Build[], 'passed' | 'failed']>([
    ['1h', [at('2026-11-23T11:00:00Z')], 'passed'],
    ['1h', [at('2026-11-23T10:59:59.999Z')], 'failed'],
    ['1h', [at('2026-11-23T11:30:00Z'), at('2026-11-01T00:00:00Z')], 'passed'],
    ['1h', [at('2026-11-01T00:00:00Z'), at('2026-11-23T11:30:00Z')], 'passed'],
    ['1h', [at('2026-11-23T12:30:00Z')], 'passed'],
    ['1h', [running], 'failed'],
    ['1h', [at('')], 'failed'],
    ['1h', [at('0001-01-01T00:00:00')], 'failed'],
    ['365d', [at('2026-01-01T00:00:00Z')], 'passed'],
  ])('%s over builds, %#: %s', (age, builds, outcome) => {
    expect(verdictOf({ 'max-age': age }, builds).outcome).toBe(outcome)
  })

  test('looks at the newest build also when the oldest comes first', () => {
    const builds = [at('2026-11-01T00:00:00Z', { id: 1 }), at('2026-11-23T11:30:00Z', { id: 2 })]
    expect(verdictOf({ 'max-age': '1h', order: 'queueTimeAscending' }, builds).outcome).toBe('passed')
  })

  test('says how old the build is, with its link', () => {
    const text = said(verdictOf({ 'max-age': '1h' }, [at('2026-11-22T10:00:00Z')]))
    expect(text).toContain('finished 1d 2h ago, longer than max-age allows (1h)')
    expect(text).toContain('results?buildId=42')
  })
})

test('every rule that was broken is told', () => {
  const verdict = verdictOf({ 'require-result': 'succeeded', 'max-age': '1m' }, [failed])
  expect(verdict.sentences).toHaveLength(2)
})

describe('a truncated list', () => {
  test.each<[Given, boolean, number]>([
    [{ 'require-result': 'succeeded' }, true, 1],
    [{ 'max-age': '365d', order: 'queueTimeAscending' }, true, 1],
    // The newest comes first, and nothing that was cut can be newer.
    [{ 'max-age': '365d' }, true, 0],
    [{}, true, 0],
    [{ 'require-result': 'succeeded' }, false, 0],
  ])('with the rules %j, truncated: %j, gives %d warnings', (given, truncated, warnings) => {
    expect(verdictOf(given, [buildOf()], { truncated }).warnings).toHaveLength(warnings)
  })
})

test('out of time to complete names what is still open, and fails whatever the rules', () => {
  const verdict = verdictOf({ wait: 'true', 'wait-timeout': '5m', 'if-none': 'ignore' }, [buildOf(), running], {
    late: 'to complete',
  })
  expect(verdict).toMatchObject({ outcome: 'timed-out', passes: false })
  expect(said(verdict)).toBe(
    'Not completed within 5m: 4 of Web CI (https://dev.azure.com/contoso/web/_build/results?buildId=4) is inProgress.',
  )
})

test.each<[Partial<Build>, string, string]>([
  [{}, '20261123.4 of Web CI', 'succeeded'],
  [{ buildNumber: '' }, 'build 42 of Web CI', 'succeeded'],
  [{ definitionName: '', result: '' }, '20261123.4', 'completed without a result'],
  [{ status: 'notStarted', result: '' }, '20261123.4 of Web CI', 'notStarted'],
])('a build %j is %s, %s', (given, name, state) => {
  expect([nameOf(buildOf(given)), stateOf(buildOf(given))]).toEqual([name, state])
})
