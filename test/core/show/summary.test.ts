import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import MarkdownIt from 'markdown-it'
import type { Build } from '../../../src/core/builds/build.ts'
import { orderTime, parseOrder } from '../../../src/core/inputs/order.ts'
import type { RawInputs } from '../../../src/core/inputs/raw-inputs.ts'
import { Judge, judge } from '../../../src/core/judge/verdict.ts'
import type { Listing } from '../../../src/core/result/result.ts'
import { Statistics } from '../../../src/core/result/statistics.ts'
import { summarize } from '../../../src/core/show/summary.ts'
import { buildOf, noon, settingsOf } from '../../support/samples.ts'

const limit = 1024 * 1024

function summaryOf(
  builds: readonly Build[],
  given: Partial<RawInputs> = {},
  { count = builds.length, truncated = false } = {},
): string {
  const settings = settingsOf(given)
  const judging = new Judge(settings)
  const statistics = new Statistics(parseOrder(settings.order))
  for (const build of builds) {
    judging.add(build, orderTime(build, parseOrder(settings.order)))
    statistics.add(build)
  }
  const listing = { builds: builds.slice(0, 1000), count, truncated, statistics, judge: judging } as unknown as Listing
  return summarize(settings, listing, judge(settings, listing, undefined, noon), noon)
}

const renderer = new MarkdownIt({ html: true, linkify: true })

/** The rows of the table, without its head, as a renderer sees them. */
function rowsOf(summary: string): string[] {
  return renderer.render(summary).match(/<tr>\s*<td[\s\S]*?<\/tr>/g) ?? []
}

test('of no build says so, without figures or a table', () => {
  const summary = summaryOf([])
  expect(summary).toContain('No build matches what was asked for')
  expect(rowsOf(summary)).toEqual([])
  expect(summary).not.toMatch(/NaN|undefined|Infinity|Pass rate|Duration/)
})

test('of builds that have not started has no pass rate and no durations', () => {
  const summary = summaryOf([buildOf({ status: 'notStarted', result: '', startTime: '', finishTime: '' })])
  expect(summary).not.toMatch(/NaN|undefined|Infinity|Pass rate|Duration:/)
  expect(rowsOf(summary)).toHaveLength(1)
})

test('has the verdict, the counts, the pass rate and the durations', () => {
  const builds = [
    buildOf(),
    buildOf({ result: 'failed' }),
    buildOf({ result: 'canceled' }),
    buildOf({ status: 'inProgress', result: '', finishTime: '' }),
  ]
  const summary = summaryOf(builds, { 'require-result': 'succeeded' })
  expect(summary).toContain('failed ❌')
  expect(summary).toContain('**4 builds**')
  expect(summary).toContain('Pass rate **50 %** of 2 completed builds, 1 canceled one left out.')
  expect(summary).toContain('median **5m 30s**, 90th percentile **5m 30s**')
  expect(summary).toMatch(/▁|█/)
})

test('says that more may match', () => {
  expect(summaryOf([buildOf()], {}, { truncated: true })).toContain('(more may match)')
})

describe('the table', () => {
  test('has a row for each build, linked to its page', () => {
    const rows = rowsOf(summaryOf([buildOf(), buildOf({ id: 7, project: 'My (own) |Project|' })]))
    expect(rows).toHaveLength(2)
    expect(rows[0]).toContain('href="https://dev.azure.com/contoso/web/_build/results?buildId=42"')
    expect(rows[1]).toContain(
      'href="https://dev.azure.com/contoso/My%20%28own%29%20%7CProject%7C/_build/results?buildId=7"',
    )
  })

  test('has fifty rows at most, and the rest is counted', () => {
    const summary = summaryOf(
      [...Array(60).keys()].map(id => buildOf({ id })),
      {},
      { count: 1060 },
    )
    expect(rowsOf(summary)).toHaveLength(50)
    expect(summary).toContain('1,010 more builds not shown')
    expect(rowsOf(summaryOf(Array(50).fill(buildOf())))).toHaveLength(50)
    expect(summaryOf(Array(50).fill(buildOf()))).not.toContain('not shown')
  })

  test('names the project only where builds are of several', () => {
    expect(summaryOf([buildOf(), buildOf()])).not.toContain('| Project |')
    expect(summaryOf([buildOf(), buildOf({ project: 'api' })])).toContain('| Project |')
  })

  test('keeps its columns, and has no link, picture or markup of the service’s making', () => {
    const hostile = fc
      .array(
        fc.constantFrom(
          '|',
          '\n',
          '`',
          '<img src=x>',
          '[x](https://evil.example)',
          'https://evil.example',
          '@someone',
          '#1',
          '*',
          '\\',
          '](',
          ')',
          '<!--',
          '🦊',
          '\ud800',
          'x',
          '&#124;',
          '![x](y)',
          '\u2028',
        ),
        { maxLength: 8 },
      )
      .map(parts => parts.join(''))
    fc.assert(
      fc.property(
        hostile,
        hostile,
        hostile,
        hostile,
        hostile,
        (buildNumber, definitionName, sourceBranch, project, result) => {
          const build = buildOf({
            buildNumber,
            definitionName,
            sourceBranch,
            project,
            result,
            sourceVersion: definitionName,
          })
          const page = renderer.render(
            summaryOf([build, buildOf({ project: 'other' })], { 'require-result': 'succeeded' }),
          )
          const [row = ''] = rowsOf(summaryOf([build, buildOf({ project: 'other' })]))
          expect(row.match(/<td/g)).toHaveLength(8)
          for (const [, target] of page.matchAll(/href="([^"]*)"/g))
            expect(target).toMatch(/^https:\/\/dev\.azure\.com\/contoso\/[^/?]*\/_build\/results\?buildId=42$/)
          expect(page).not.toMatch(/<img|<em>|<strong>x|<!--|@someone|#1\b/)
        },
      ),
    )
  })
})

describe('a summary is always under 1 MiB', () => {
  const mebi = 'ä|'.repeat(limit / 2)
  test.each<[string, Build[], Partial<RawInputs>]>([
    [
      'everything is long',
      Array(100).fill(
        buildOf({ buildNumber: mebi, definitionName: mebi, sourceBranch: mebi, project: 'x', result: mebi }),
      ),
      {},
    ],
    ['the project is long', Array(60).fill(buildOf({ project: mebi.slice(0, 50_000) })), {}],
    [
      'the project of builds that broke a rule is long',
      Array(60).fill(buildOf({ project: mebi.slice(0, 100_000), result: 'failed' })),
      { 'require-result': 'succeeded' },
    ],
    [
      'every status is another',
      [...Array(3000).keys()].map(id => buildOf({ id, status: `${id}${'|'.repeat(500)}`, result: '' })),
      {},
    ],
    ['what was asked is long', [buildOf()], { tags: mebi.slice(0, 100_000), 'requested-for': mebi }],
    ['the organization is long', Array(60).fill(buildOf()), { organization: `https://server/${'x'.repeat(100_000)}` }],
  ])('when %s', (_, builds, given) => {
    const summary = summaryOf(builds, given)
    expect(Buffer.byteLength(summary)).toBeLessThan(limit)
    expect(summary).toContain('##')
  })
})

test('a status that names a property of every object is shown as it is', () => {
  const summary = summaryOf([buildOf({ status: 'constructor' }), buildOf({ result: '__proto__' })])
  expect(summary).not.toMatch(/function|object Object/)
})
