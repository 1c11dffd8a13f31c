import { describe, expect, test } from '@jest/globals'
import { type Instant, instant } from '../../../src/core/base/time.ts'
import type { Build } from '../../../src/core/builds/build.ts'
import type { Cut } from '../../../src/core/builds/cut.ts'
import type { RawInputs } from '../../../src/core/inputs/raw-inputs.ts'
import { judge, type Verdict } from '../../../src/core/judge/judge.ts'
import { plain } from '../../../src/core/show/sentence.ts'
import { type Found, resultOf } from '../../support/results.ts'
import { buildOf, noon, settingsOf } from '../../support/samples.ts'

type Given = Partial<RawInputs>
type Late = Parameters<typeof judge>[2]

async function verdictOf(
  given: Given,
  builds: readonly Build[],
  { late, ...found }: Found & { late?: Late } = {},
): Promise<Verdict> {
  const settings = settingsOf(given)
  return judge(await resultOf(builds, settings, found), settings.rules, late, noon)
}

/** Each finding as `state: rule: sentence`. */
function said({ findings }: Verdict): string[] {
  const { output } = settingsOf()
  return findings.map(({ state, rule, sentence }) => `${state}: ${rule}: ${plain(sentence, output)}`)
}

const failed = buildOf({ id: 2, buildNumber: '2', result: 'failed' })
const partly = buildOf({ id: 3, buildNumber: '3', result: 'partiallySucceeded' })
const running = buildOf({ id: 4, buildNumber: '4', status: 'inProgress', result: '', finishTime: '' })
const succeeded = { 'require-result': 'succeeded' }

describe('When no build matches,', () => {
  test.each<[string, boolean, string[]]>([
    ['fail', false, ['broken: if-none: No build found.']],
    ['warn', true, ['warning: if-none: No build found.']],
    ['ignore', true, []],
  ])('if-none: %s passes: %j', async (ifNone, passes, findings) => {
    for (const rules of [{}, succeeded, { 'max-age': '1h' }, { wait: 'true' }]) {
      const verdict = await verdictOf({ 'if-none': ifNone, ...rules }, [])
      expect({ ...verdict, findings: said(verdict) }).toEqual({ outcome: 'none', passes, findings })
    }
  })

  test.each<[string, boolean]>([
    ['warn', true],
    ['ignore', true],
  ])('and the time to appear is over, if-none: %s passes: %j', async (ifNone, passes) => {
    const verdict = await verdictOf({ wait: 'true', 'if-none': ifNone }, [], { late: 'to appear' })
    expect(verdict).toMatchObject({ outcome: 'none', passes })
  })

  test('and the time to appear is over, the step has timed out', async () => {
    const verdict = await verdictOf({ wait: 'true', 'appear-timeout': '7m' }, [], { late: 'to appear' })
    expect(verdict).toMatchObject({ outcome: 'timed-out', passes: false })
    expect(said(verdict)).toEqual(['broken: appear-timeout: No matching build appeared within 7m.'])
  })
})

describe('A result that is required', () => {
  test.each<[string, Verdict['outcome'], Build[]]>([
    ['', 'found', [failed, running]],
    ['any', 'found', [failed, running]],
    ['succeeded', 'passed', [buildOf(), buildOf()]],
    ['succeeded', 'failed', [buildOf(), failed]],
    ['succeeded,failed', 'passed', [buildOf(), failed]],
    ['succeeded', 'failed', [running]],
    ['succeeded', 'failed', [buildOf({ status: 'inProgress' })]],
    ['succeeded', 'failed', [buildOf({ status: 'abandoned' })]],
    ['succeeded', 'failed', [buildOf({ result: '' })]],
    ['canceled', 'passed', [buildOf({ result: 'canceled' })]],
  ])('of %j has the outcome %s over the builds of case %#', async (wanted, outcome, builds) => {
    expect(await verdictOf({ 'require-result': wanted }, builds)).toMatchObject({
      outcome,
      passes: outcome !== 'failed',
    })
  })

  test('says of one build what it is not', async () => {
    expect(said(await verdictOf(succeeded, [failed]))).toEqual([
      expect.stringMatching(/^broken: require-result: .*does not have the required result\.$/),
    ])
  })

  test('names the builds that broke it, ten at most, and counts all of them', async () => {
    const { findings } = await verdictOf(succeeded, [buildOf(), failed, partly])
    expect(findings).toEqual([expect.objectContaining({ rule: 'require-result', builds: [failed, partly], count: 2 })])
    const [many] = (await verdictOf(succeeded, Array(1210).fill(failed))).findings
    expect([many?.builds.length, many?.count]).toEqual([10, 1210])
  })

  test('is told as kept when it is', async () => {
    expect(said(await verdictOf(succeeded, [buildOf()]))).toEqual([
      expect.stringMatching(/^kept: require-result: .*has the required result\.$/),
    ])
  })
})

describe('A maximum age', () => {
  const at = (finishTime: string, given: Partial<Build> = {}) =>
    buildOf({ finishTime, queueTime: finishTime, ...given })

  test.each<[string, 'passed' | 'failed', Build[]]>([
    ['1h', 'passed', [at('2026-11-23T11:00:00Z')]],
    ['1h', 'failed', [at('2026-11-23T10:59:59.999Z')]],
    ['1h', 'passed', [at('2026-11-23T11:30:00Z'), at('2026-11-01T00:00:00Z')]],
    ['1h', 'passed', [at('2026-11-01T00:00:00Z'), at('2026-11-23T11:30:00Z')]],
    ['1h', 'passed', [at('2026-11-23T12:30:00Z')]],
    ['1h', 'failed', [running]],
    ['1h', 'failed', [at('')]],
    ['1h', 'failed', [at('0001-01-01T00:00:00')]],
    ['365d', 'passed', [at('2026-01-01T00:00:00Z')]],
  ])('of %s has the outcome %s over the builds of case %#', async (age, outcome, builds) => {
    expect((await verdictOf({ 'max-age': age }, builds)).outcome).toBe(outcome)
  })

  test('is compared with the newest build also when the oldest comes first', async () => {
    const builds = [at('2026-11-01T00:00:00Z', { id: 1 }), at('2026-11-23T11:30:00Z', { id: 2 })]
    const given = { 'max-age': '1h', order: 'queueTimeAscending', top: '0' }
    expect((await verdictOf(given, builds)).outcome).toBe('passed')
  })

  test('says how old the newest build is, and names it', async () => {
    const verdict = await verdictOf({ 'max-age': '1h' }, [at('2026-11-22T10:00:00Z')])
    expect(said(verdict)).toEqual(['broken: max-age: The newest build finished 1d 2h ago, more than 1h.'])
    expect(verdict.findings[0]?.builds).toEqual([expect.objectContaining({ id: 42 })])
  })
})

test('Every rule that was broken is told, and every one that was kept', async () => {
  expect(said(await verdictOf({ ...succeeded, 'max-age': '1m' }, [failed]))).toEqual([
    expect.stringMatching(/^broken: require-result: /),
    expect.stringMatching(/^broken: max-age: /),
  ])
  expect(said(await verdictOf({ ...succeeded, 'max-age': '1d' }, [buildOf()]))).toEqual([
    expect.stringMatching(/^kept: require-result: /),
    expect.stringMatching(/^kept: max-age: /),
  ])
})

describe('A pipeline that was named and has no matching build', () => {
  const named = [
    { written: 'Web CI', id: 7, project: 'web' },
    { written: '9', id: 9 },
    { written: 'nightly', id: 8, project: 'web' },
  ]

  test.each<[string, Given, Verdict['outcome'], string[]]>([
    ['fail', succeeded, 'failed', ['broken: pipelines: ', 'kept: require-result: ']],
    ['fail', { wait: 'true', 'require-result': 'any' }, 'failed', ['broken: pipelines: ']],
    ['warn', succeeded, 'passed', ['warning: pipelines: ', 'kept: require-result: ']],
    ['ignore', succeeded, 'passed', ['kept: require-result: ']],
  ])('with if-none: %s and the rules %j has the outcome %s', async (ifNone, rules, outcome, findings) => {
    const verdict = await verdictOf({ ...rules, 'if-none': ifNone }, [buildOf()], { named })
    expect(verdict.outcome).toBe(outcome)
    expect(said(verdict)).toEqual(findings.map(start => expect.stringContaining(start)))
  })

  test('is named, with its project if it was found by its name', async () => {
    const [first] = said(await verdictOf(succeeded, [buildOf()], { named }))
    expect(first).toBe('broken: pipelines: No matching build of 9 and nightly (web).')
  })

  test('does not hide what other builds broke', async () => {
    const verdict = await verdictOf({ ...succeeded, 'if-none': 'warn' }, [failed], { named })
    expect(verdict).toMatchObject({ outcome: 'failed', passes: false })
  })

  test('is of no matter when nothing is judged', async () => {
    expect(await verdictOf({}, [failed], { named })).toEqual({ outcome: 'found', passes: true, findings: [] })
  })

  test('is present when its ID has a build in any project, but by name only in its own', async () => {
    const other = buildOf({ project: 'mobile' })
    expect((await verdictOf(succeeded, [other], { named: [{ written: '7', id: 7 }] })).outcome).toBe('passed')
    const byName = [{ written: 'Web CI', id: 7, project: 'web' }]
    expect((await verdictOf(succeeded, [other], { named: byName })).outcome).toBe('failed')
  })
})

describe('A list that was cut', () => {
  const scan: Cut = { why: 'scan-limit', project: 'web' }
  const stuck: Cut = { why: 'no progress', project: 'web' }
  const projects: Cut = { why: 'no progress' }
  const from = (time: string): Cut => ({ ...scan, from: { time: instant(time) as Instant, build: { id: 1 } } })
  const [behind, before] = [from('2026-11-23T09:00:00Z'), from('2026-11-23T11:00:00Z')]

  test.each<[Given, Cut, Verdict['outcome']]>([
    [succeeded, scan, 'failed'],
    [succeeded, stuck, 'failed'],
    [succeeded, projects, 'failed'],
    [{ wait: 'true', 'require-result': 'any' }, scan, 'failed'],
    [{ 'max-age': '365d', order: 'queueTimeAscending', top: '0' }, behind, 'failed'],
    [{ 'max-age': '365d' }, scan, 'failed'],
    [{ 'max-age': '365d' }, before, 'failed'],
    [{ 'max-age': '365d' }, projects, 'failed'],
    [{ 'max-age': '365d', ...succeeded }, behind, 'failed'],
    [{ ...succeeded, 'if-none': 'ignore' }, scan, 'failed'],
    // The newest comes first, and nothing that was cut can be newer.
    [{ 'max-age': '365d' }, behind, 'passed'],
    [{ 'max-age': '365d', project: 'web,mobile' }, behind, 'passed'],
    [{}, scan, 'found'],
    [{ 'require-result': 'any' }, stuck, 'found'],
  ])('with the rules %j by %j has the outcome %s', async (given, cut, outcome) => {
    expect((await verdictOf(given, [buildOf()], { cuts: [cut] })).outcome).toBe(outcome)
  })

  test.each(['fail', 'warn', 'ignore'])('and has no build left fails a rule with if-none: %s', async ifNone => {
    const verdict = await verdictOf({ ...succeeded, 'if-none': ifNone }, [], { cuts: [scan] })
    expect(verdict).toMatchObject({ outcome: 'failed', passes: false })
  })

  test('and has no build left is none when nothing is judged, with a warning', async () => {
    const verdict = await verdictOf({ 'if-none': 'ignore' }, [], { cuts: [scan] })
    expect(verdict).toMatchObject({ outcome: 'none', passes: true })
    expect(said(verdict)).toEqual([expect.stringMatching(/^warning: scan-limit: /)])
  })

  test.each<[Cut, string]>([
    [
      scan,
      'scan-limit: The list of builds of web was cut at scan-limit: more builds may match. Raise it, name pipelines, or set min-time.',
    ],
    [
      stuck,
      'pipelines: The service repeated itself in the list of builds of web: more builds may match. Narrow it with pipelines or min-time.',
    ],
  ])('by %j is a warning when nothing is judged', async (cut, text) => {
    expect(said(await verdictOf({}, [buildOf()], { cuts: [cut] }))).toEqual([`warning: ${text}`])
  })

  test.each<[Cut, string]>([
    [
      scan,
      'scan-limit: The list of builds of web was cut at scan-limit, so it cannot be judged. Raise it, name pipelines, or set min-time.',
    ],
    [
      stuck,
      'pipelines: The service repeated itself in the list of builds of web, so it cannot be judged. Narrow it with pipelines or min-time.',
    ],
    [
      projects,
      'pipelines: The service repeated itself in the list of projects, so it cannot be judged. Narrow it with pipelines or min-time.',
    ],
  ])('by %j says what to do', async (cut, text) => {
    const [first] = said(await verdictOf(succeeded, [buildOf()], { cuts: [cut] }))
    expect(first).toBe(`broken: ${text}`)
  })

  test('by top gives no finding at all', async () => {
    const verdict = await verdictOf({ ...succeeded, top: '1' }, [buildOf()], { more: true })
    expect(said(verdict)).toEqual([expect.stringMatching(/^kept: require-result/)])
  })
})

describe('Out of time to complete', () => {
  test('names what is still open, and fails whatever the rules', async () => {
    const given = { wait: 'true', 'wait-timeout': '5m', 'if-none': 'ignore', 'require-result': 'any' }
    const verdict = await verdictOf(given, [buildOf(), running], { late: 'to complete' })
    expect(verdict).toMatchObject({ outcome: 'timed-out', passes: false })
    expect(said(verdict)).toEqual(['broken: wait-timeout: Not completed within 5m.'])
    expect(verdict.findings[0]?.builds).toEqual([running])
  })

  test('names ten builds at most, and counts all of them', async () => {
    const { findings } = await verdictOf({ wait: 'true' }, Array(30).fill(running), { late: 'to complete' })
    expect([findings[0]?.builds.length, findings[0]?.count]).toEqual([10, 30])
  })
})

test('Out of time to appear names the pipelines that have no build', async () => {
  const named = [
    { written: 'Web CI', id: 7 },
    { written: 'nightly', id: 8 },
  ]
  const verdict = await verdictOf({ wait: 'true', pipelines: 'a,b' }, [buildOf()], { late: 'to appear', named })
  expect(verdict).toMatchObject({ outcome: 'timed-out', passes: false })
  expect(said(verdict)).toEqual(['broken: appear-timeout: No matching build of nightly appeared within 5m.'])
})

test('Without a rule nothing is called passed, and a build that failed is found', async () => {
  for (const given of [{}, { 'require-result': 'any' }, { wait: 'true', 'require-result': 'any' }])
    expect(await verdictOf(given, [failed])).toMatchObject({ outcome: 'found', passes: true })
})
