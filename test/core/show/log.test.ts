import { describe, expect, test } from '@jest/globals'
import { instant } from '../../../src/core/base/time.ts'
import type { Build } from '../../../src/core/builds/build.ts'
import type { HostContext, RawInputs } from '../../../src/core/inputs/raw-inputs.ts'
import { judge } from '../../../src/core/judge/judge.ts'
import {
  buildLines,
  describeCounts,
  findingLines,
  introduction,
  listedBuilds,
  settingsWarnings,
  verdictLine,
} from '../../../src/core/show/log.ts'
import { type Found, resultOf } from '../../support/results.ts'
import { buildOf, madeUpToken, noon, settingsOf } from '../../support/samples.ts'

type Given = Partial<RawInputs>

const pageOf = ({ id }: Build) => `https://dev.azure.com/contoso/web/_build/results?buildId=${id}`
const azure: HostContext = { host: 'azure' }

describe('The introduction', () => {
  test('says what is queried and how the step authenticates', () => {
    const [query, authentication, ...others] = introduction(settingsOf(), undefined)
    expect(query).toBe('Builds of web in https://dev.azure.com/contoso; at most 100, latest queue time first.')
    expect(authentication).toMatch(/^Authentication: .*pat.* \(Basic\)\.$/)
    expect(others).toEqual([])
  })

  test('names the proxy by its host only', () => {
    const secret = madeUpToken()
    const lines = introduction(settingsOf(), `http://user:${secret}@proxy:8080`)
    expect(lines.at(-1)).toBe('Proxy: proxy:8080.')
    expect(lines.join()).not.toContain(secret)
  })
})

test('An expiration date that is near is told with the name that the host gives the input', () => {
  const soon = { 'pat-expires-on': '2026-11-25' }
  expect(settingsWarnings(settingsOf(soon), noon)).toEqual([expect.stringContaining('(pat-expires-on)')])
  expect(settingsWarnings(settingsOf(soon, { context: azure }), noon)).toEqual([
    expect.stringContaining('(patExpiresOn)'),
  ])
  expect(settingsWarnings(settingsOf({ 'pat-expires-on': instant('2028-01-01')?.slice(0, 10) ?? '' }), noon)).toEqual(
    [],
  )
})

test('A filter that leaves out every build that the rule could fail is worth a warning', () => {
  const warning = expect.stringContaining('result "succeeded" leaves out every build that require-result could fail')
  expect(settingsWarnings(settingsOf({ result: 'succeeded', 'require-result': 'succeeded' }), noon)).toEqual([warning])
  expect(settingsWarnings(settingsOf({ result: 'succeeded' }), noon)).toEqual([])
  expect(settingsWarnings(settingsOf({ result: 'succeeded', 'require-result': 'any' }), noon)).toEqual([])
  expect(settingsWarnings(settingsOf({ result: 'failed, succeeded', 'require-result': 'succeeded' }), noon)).toEqual([])
})

test.each<[number, Record<string, number>, number, string]>([
  [0, {}, 0, 'Checked 0 builds: 0 match.'],
  [1, {}, 1, 'Checked 1 build: 1 matches.'],
  [36, { 'for other commits': 35 }, 1, 'Checked 36 builds: 1 matches, 35 are for other commits.'],
  // The first ones were wanted only.
  [101, {}, 100, 'Checked 101 builds: 101 match, 100 returned.'],
  [36, { 'for other commits': 30 }, 2, 'Checked 36 builds: 6 match, 2 returned, 30 are for other commits.'],
  [
    1412,
    { 'for other commits': 27, 'on other branches': 1380, 'at other times': 1 },
    4,
    'Checked 1,412 builds: 4 match, 1,380 are on other branches, 27 are for other commits, 1 is at other times.',
  ],
])(
  'Of %d builds that were checked, %j left out and %d returned, the log says so',
  (checked, leftOut, returned, text) => {
    expect(describeCounts({ checked, leftOut: new Map(Object.entries(leftOut)) }, returned)).toBe(text)
  },
)

test('Builds that matched later are no part of what was checked', () => {
  const counts = { checked: 41, leftOut: new Map([['for other commits', 41]]) }
  expect(describeCounts({ ...counts, later: 1 }, 1)).toBe(
    'Checked 41 builds: 0 match, 41 are for other commits. 1 build matched later.',
  )
  expect(describeCounts({ checked: 50, leftOut: counts.leftOut, later: 2 }, 4)).toBe(
    'Checked 50 builds: 9 match, 2 returned, 41 are for other commits. 2 builds matched later.',
  )
  expect(describeCounts(counts, 0)).toBe('Checked 41 builds: 0 match, 41 are for other commits.')
})

describe('The lines of builds', () => {
  test('are aligned, and have result, number, pipeline, branch, commit, age, and duration', () => {
    const running = { status: 'inProgress', result: '', finishTime: '', buildNumber: '1', pipelineName: 'A longer one' }
    expect(buildLines([buildOf(), buildOf(running)], 2, noon, 'builds-file')).toEqual([
      '✓ succeeded   20261123.4  Web CI        main  01234567  1h ago          5m 30s',
      '▶ inProgress  1           A longer one  main  01234567  started 1h ago',
    ])
  })

  test.each<[Partial<Build>, string]>([
    [{ result: 'failed' }, '✗ failed'],
    [{ result: 'failed', deleted: true }, '✗ failed, deleted'],
    [{ result: 'partiallySucceeded' }, '! partiallySucceeded'],
    [{ status: 'abandoned', result: '' }, '· abandoned'],
    [{ status: 'constructor' }, '· constructor'],
    [{ status: '__proto__' }, '· __proto__'],
  ])('of a build %j begin with %j', (given, start) => {
    expect(buildLines([buildOf(given)], 1, noon, '')[0]?.split('  ')[0]).toBe(start)
  })

  test('shorten what is long, and use the ID if there is no number', () => {
    const long = 'x'.repeat(100)
    const given = { buildNumber: '', pipelineName: long, sourceBranch: `refs/heads/${long}`, sourceVersion: long }
    const [line] = buildLines([buildOf(given)], 1, noon, '')
    expect(line).toContain('  42  ')
    expect(line?.length).toBeLessThan(140)
  })

  test('are at most two hundred, and the rest is counted', () => {
    const lines = buildLines(Array(500).fill(buildOf()), 12_345, noon, 'builds-file')
    expect(lines).toHaveLength(listedBuilds + 1)
    expect(lines.at(-1)).toBe('… and 12,145 more builds, all of them in builds-file')
    expect(buildLines([], 0, noon, '')).toEqual([])
  })
})

async function verdictOf(
  given: Given,
  builds: readonly Build[],
  context: HostContext = { host: 'github' },
  found: Found = {},
) {
  const settings = settingsOf(given, { context })
  const result = await resultOf(builds, settings, found)
  const verdict = judge(result, settings.rules, undefined, noon)
  const messages = verdict.findings.map(finding => findingLines(finding, settings, noon, pageOf).join('\n'))
  return { messages, last: verdictLine(verdict, result, settings) }
}

describe('A rule that was broken', () => {
  const red = buildOf({ id: 7, result: 'failed' })

  test('is told with its builds and their pages, as it was set', async () => {
    const { messages } = await verdictOf({ 'require-result': 'succeeded,partiallySucceeded' }, [red, buildOf(), red])
    expect(messages).toEqual([
      [
        'Gate failed: 2 of 3 builds do not have the required result. require-result: succeeded, partiallySucceeded',
        `  Web CI 20261123.4 for 01234567 on main: failed 1h ago (10:06 UTC) ${pageOf(red)}`,
        `  Web CI 20261123.4 for 01234567 on main: failed 1h ago (10:06 UTC) ${pageOf(red)}`,
      ].join('\n'),
    ])
  })

  test('by one build is told as what that build is', async () => {
    const { messages } = await verdictOf({ 'require-result': 'succeeded' }, [red, buildOf()])
    expect(messages).toEqual([
      [
        'Gate failed: Web CI 20261123.4 for 01234567 on main: failed 1h ago (10:06 UTC). require-result: succeeded',
        `  ${pageOf(red)}`,
      ].join('\n'),
    ])
  })

  test('names ten builds, and counts the others', async () => {
    const { messages } = await verdictOf({ 'require-result': 'succeeded' }, Array(1210).fill(red))
    const lines = messages[0]?.split('\n') ?? []
    expect(lines).toHaveLength(12)
    expect(lines[0]).toContain('1,210 of 1,210 builds do not have the required result.')
    expect(lines.at(-1)).toBe('  and 1,200 more builds')
  })

  test('spells inputs as the host does', async () => {
    const { messages } = await verdictOf({ 'max-age': '1m' }, [buildOf()], azure)
    expect(messages[0]).toContain('maxAge: 1m')
    const cut = { cuts: [{ why: 'scan-limit', project: 'web' } as const] }
    const [first] = (await verdictOf({ 'require-result': 'succeeded' }, [buildOf()], azure, cut)).messages
    expect(first).toContain('scanLimit')
    expect(first).toContain('minTime')
  })
})

describe('The last line', () => {
  test.each<[Given, Build[], string]>([
    [{}, [buildOf()], 'Found Web CI 20261123.4 (succeeded).'],
    [{}, [buildOf(), buildOf()], 'Found 2 builds.'],
    [{ 'require-result': 'any' }, [buildOf({ result: 'failed' })], 'Found Web CI 20261123.4 (failed).'],
    [{ 'require-result': 'succeeded' }, [buildOf()], 'Gate passed: Web CI 20261123.4 (succeeded).'],
    [
      { 'require-result': 'succeeded', 'max-age': '1d' },
      [buildOf(), buildOf()],
      'Gate passed: 2 builds. All 2 builds have the required result. require-result: succeeded. The newest build finished within 1d. max-age: 1d.',
    ],
    [{ 'if-none': 'ignore' }, [], 'No build found.'],
  ])('for %j in case %# says what came of it', async (given, builds, text) => {
    expect((await verdictOf(given, builds)).last).toBe(text)
  })
})
