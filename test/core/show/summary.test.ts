import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import MarkdownIt from 'markdown-it'
import type { Build } from '../../../src/core/builds/build.ts'
import { StepError } from '../../../src/core/errors/errors.ts'
import { buildPage } from '../../../src/core/inputs/organization.ts'
import type { RawInputs } from '../../../src/core/inputs/raw-inputs.ts'
import { judge } from '../../../src/core/judge/judge.ts'
import type { Settings } from '../../../src/core/settings/settings.ts'
import { errorText } from '../../../src/core/show/error.ts'
import { type SummaryContent, summarize } from '../../../src/core/show/summary.ts'
import { type Found, resultOf } from '../../support/results.ts'
import { buildOf, noon, settingsOf } from '../../support/samples.ts'

const limit = 1024 * 1024

const pageOf =
  ({ output }: Settings) =>
  ({ project, id }: Build) =>
    buildPage(output.organization, project, id)

async function summaryOf(
  builds: readonly Build[],
  given: Partial<RawInputs> = {},
  { late, content = {}, ...found }: Found & { late?: 'to complete'; content?: Partial<SummaryContent> } = {},
): Promise<string> {
  const settings = settingsOf(given)
  const result = await resultOf(builds, settings, found)
  const verdict = judge(result, settings.rules, late, noon)
  return summarize({ settings, result, verdict, pageOf: pageOf(settings), now: noon, ...content })
}

const renderer = new MarkdownIt({ html: true, linkify: true })

/** The rows of the table, without its head, as a renderer sees them. */
function rowsOf(summary: string): string[] {
  return renderer.render(summary).match(/<tr>\s*<td[\s\S]*?<\/tr>/g) ?? []
}

const many = (given: Partial<Build>[] = []) => [...given.map(one => buildOf(one)), ...Array(5).fill(buildOf())]

describe('The title of a summary', () => {
  test.each<[Partial<RawInputs>, string]>([
    [{}, '## web: found 🔎'],
    [{ project: '*' }, '## every project: found 🔎'],
    [{ project: 'a,b,c,d,e' }, '## a, b and c and 2 more: found 🔎'],
    [{ pipelines: 'web ci', branch: 'main' }, '## web ci on main: found 🔎'],
    [{ pipelines: '7', branch: 'pr:12' }, '## 7 on pr&#58;12: found 🔎'],
    [{ branch: 'release/*' }, '## web on release&#47;&#42;: found 🔎'],
    [{ commit: '0123456789abcdef0123456789abcdef01234567' }, '## web at 01234567: found 🔎'],
    [{ 'require-result': 'succeeded' }, '## web: passed ✅'],
    [{ 'require-result': 'failed' }, '## web: failed ❌'],
  ])('says what was asked with %j, and what came of it: %j', async (given, title) => {
    expect((await summaryOf([buildOf()], given)).split('\n')[0]).toBe(title)
  })

  test('tells every other outcome', async () => {
    expect(await summaryOf([], { 'if-none': 'ignore' })).toMatch(/^## web: none found ➖/)
    expect(await summaryOf([buildOf()], {}, { content: { canceled: true } })).toMatch(/^## web: canceled 🚫/)
    const running = buildOf({ status: 'inProgress', result: '' })
    expect(await summaryOf([running], { wait: 'true' }, { late: 'to complete' })).toMatch(/^## web: timed out ⌛/)
  })
})

describe('A summary of an error', () => {
  const error = errorText(new StepError('token-rejected', { details: ['401'] }), { context: { host: 'github' } })

  test('has its cause, its fix, and a link, while nothing else is known', () => {
    const page = summarize({ settings: undefined, error, pageOf: () => '', now: noon })
    expect(page).toMatch(/^## Azure DevOps builds: error ⛔\n/)
    expect(page).toContain('**Azure DevOps rejected the token')
    for (const part of ['Why: ', 'Fix: ', '[Troubleshooting](https://', '<code>401</code>'])
      expect(page).toContain(part)
  })

  test('has what was asked, too, once the inputs are read', () => {
    const page = summarize({ settings: settingsOf({ pipelines: 'web ci' }), error, pageOf: () => '', now: noon })
    expect(page).toMatch(/^## web ci: error ⛔\n/)
    expect(page).toContain('Query and settings')
  })
})

test('A summary has each rule with its result, and the builds that broke it as a list', async () => {
  const red = buildOf({ id: 7, result: 'failed' })
  const page = await summaryOf([red, buildOf()], { 'require-result': 'succeeded', 'max-age': '1d' })
  expect(page).toContain(
    '❌ 1 of 2 builds does not have the required result. <code>require&#45;result&#58; succeeded</code>',
  )
  expect(page).toMatch(
    /\n- ❌ \[Web CI 20261123&#46;4\]\(https:\/\/dev\.azure\.com\/contoso\/web\/_build\/results\?buildId=7\)/,
  )
  expect(page).toContain('✅ The newest build finished within 1d')
  expect(await summaryOf(Array(30).fill(red), { 'require-result': 'succeeded' })).toContain('\n- and 20 more builds')
})

test('A summary of no build has what was searched, and neither figures nor a table', async () => {
  const content = { nothing: ['No build found: branch refs/heads/mian, project web.', 'Did you mean branch main?'] }
  const page = await summaryOf([], {}, { content })
  expect(renderer.render(page)).toContain('Did you mean branch main?')
  expect(rowsOf(page)).toEqual([])
  expect(page).not.toMatch(/NaN|undefined|Infinity|Pass rate|Duration/)
})

describe('Figures', () => {
  const some = many([
    { result: 'failed' },
    { result: 'canceled' },
    { status: 'inProgress', result: '', finishTime: '' },
    { result: 'partiallySucceeded' },
  ])

  test('are counts, the pass rate without canceled builds, the durations, and the trend', async () => {
    const page = await summaryOf(some)
    expect(page).toContain('**9 builds**')
    expect(page).toContain('Pass rate **71.4%** of 7 completed builds, without 1 canceled build.')
    expect(page).toContain('median **5m 30s**, 90th percentile **5m 30s**')
    expect(page).toMatch(/The last 8 completed.*[▁█]/s)
  })

  test('are left out below five builds, where they mean nothing', async () => {
    expect(await summaryOf(some.slice(0, 4))).not.toMatch(/Pass rate|median|The last/)
  })

  test('of builds that have not started have no pass rate and no durations', async () => {
    const queued = buildOf({ status: 'notStarted', result: '', startTime: '', finishTime: '' })
    const page = await summaryOf(Array(6).fill(queued))
    expect(page).toContain('**6 builds**')
    expect(page).not.toMatch(/NaN|undefined|Infinity|Pass rate|Duration:/)
  })

  test('say that there may be more', async () => {
    expect(await summaryOf(many(), {}, { more: true })).toContain('(there may be more)')
  })

  test('name a state that is a property of every object as it is', async () => {
    const page = await summaryOf(many([{ status: 'constructor' }, { result: '__proto__' }]))
    expect(page).not.toMatch(/function|object Object/)
  })
})

test('A summary has a row for each build, linked to its page, and 50 rows at most', async () => {
  const rows = rowsOf(await summaryOf([buildOf(), buildOf({ id: 7, project: 'My (own) |Project|' })]))
  expect(rows).toHaveLength(2)
  expect(rows[0]).toContain('href="https://dev.azure.com/contoso/web/_build/results?buildId=42"')
  expect(rows[1]).toContain(
    'href="https://dev.azure.com/contoso/My%20%28own%29%20%7CProject%7C/_build/results?buildId=7"',
  )
  const page = await summaryOf([...Array(1060).keys()].map(id => buildOf({ id })))
  expect(rowsOf(page)).toHaveLength(50)
  expect(page).toContain('1,010 more builds not shown')
})

test('A summary has the sections of other rooms between the verdict and the builds', async () => {
  const page = await summaryOf(
    [buildOf({ result: 'failed' })],
    { 'require-result': 'succeeded' },
    { content: { sections: ['### Why'] } },
  )
  expect(page.indexOf('required result')).toBeLessThan(page.indexOf('### Why'))
  expect(page.indexOf('### Why')).toBeLessThan(page.indexOf('| Build |'))
})

test('A summary has the query, the rules, the times, and the authentication, collapsed', async () => {
  const given = { wait: 'true', 'max-age': '2d', 'appear-timeout': '7m', 'wait-timeout': '2h', 'api-version': '6.0' }
  const page = await summaryOf([buildOf()], given)
  const [details = ''] = /<details>[\s\S]*<\/details>/.exec(page) ?? []
  for (const part of ['Builds of web', 'succeeded', '2d', '7m', '2h', 'Basic', '6.0'])
    expect(details.replace(/&#(\d+);/g, (_, digits) => String.fromCodePoint(Number(digits)))).toContain(part)
})

test('A summary keeps the columns of its table, and has no link, picture, or markup made by the service', async () => {
  const pieces = [
    ...[
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
    ],
    ...['](', ')', '<!--', '🦊', '\ud800', 'x', '&#124;', '![x](y)', '\u2028'],
  ]
  const untrusted = fc.array(fc.constantFrom(...pieces), { maxLength: 8 }).map(parts => parts.join(''))
  await fc.assert(
    fc.asyncProperty(
      untrusted,
      untrusted,
      untrusted,
      untrusted,
      untrusted,
      async (buildNumber, name, sourceBranch, project, result) => {
        const build = buildOf({ buildNumber, pipelineName: name, sourceBranch, project, result, sourceVersion: name })
        const page = await summaryOf([build, buildOf({ project: 'other' })], { 'require-result': 'succeeded' })
        const html = renderer.render(page)
        const columns = html.match(/<th>/g)?.length ?? 0
        for (const row of rowsOf(page)) expect(row.match(/<td/g)).toHaveLength(columns)
        for (const [, target] of html.matchAll(/href="([^"]*)"/g))
          expect(target).toMatch(/^https:\/\/dev\.azure\.com\/contoso\/[^/?]*\/_build\/results\?buildId=42$/)
        expect(html).not.toMatch(/<img|<em>|<strong>x|<!--|@someone|#1\b/)
      },
    ),
  )
})

describe('A summary is always below 1 MiB', () => {
  const long = 'ä|'.repeat(limit / 2)
  const names = { buildNumber: long, pipelineName: long, sourceBranch: long, result: long }
  test.each<[string, Build[], Partial<RawInputs>, Partial<SummaryContent>?]>([
    ['everything is long', Array(100).fill(buildOf(names)), {}],
    ['the project is long', Array(60).fill(buildOf({ project: long.slice(0, 50_000) })), {}],
    [
      'the project of builds that broke a rule is long',
      Array(60).fill(buildOf({ project: long.slice(0, 100_000), result: 'failed' })),
      { 'require-result': 'succeeded' },
    ],
    [
      'every status is another',
      [...Array(3000).keys()].map(id => buildOf({ id, status: `${id}${'|'.repeat(500)}`, result: '' })),
      {},
    ],
    ['what was asked is long', [buildOf()], { tags: long.slice(0, 100_000), 'requested-for': long }],
    ['the names of pipelines are long', [buildOf()], { pipelines: long.slice(0, 100_000), branch: long }],
    ['the organization is long', Array(60).fill(buildOf()), { organization: `https://server/${'x'.repeat(100_000)}` }],
    ['another room adds much', many(), {}, { sections: Array(20).fill(`### ${long.slice(0, 200_000)}`) }],
    ['much was searched', [], {}, { nothing: Array(100).fill(long) }],
  ])('when %s', async (_, builds, given, content = {}) => {
    const page = await summaryOf(builds, given, { content })
    expect(Buffer.byteLength(page)).toBeLessThan(limit)
    expect(page).toMatch(/^## /)
  })
})
