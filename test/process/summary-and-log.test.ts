import { describe, expect, test } from '@jest/globals'
import { createBuild, faults } from '../../emulator/index.js'
import type { BuildOverrides, WireBuild } from '../../emulator/types.ts'
import { azure, bundles, newToken, runStep } from '../support/step.ts'
import { inTurn, testInTurn } from '../support/thorough.ts'

const minute = 60_000

/** `count` builds, the first the newest, a day apart; each ran for as many minutes as its place says, from 1. */
function buildsOf(count: number, each: (place: number) => BuildOverrides = () => ({})): WireBuild[] {
  return Array.from({ length: count }, (_, index) => {
    const place = index + 1
    const start = Date.now() - index * 24 * 60 * minute - 2 * 60 * minute - 5000
    const time = (at: number) => new Date(at).toISOString()
    const times = { queueTime: time(start), startTime: time(start), finishTime: time(start + place * minute) }
    return createBuild({ id: place, buildNumber: `n${place}`, ...times, ...each(place) })
  })
}

/** The rows of the table, each as its cells. */
const rowsOf = (summary = '') =>
  summary
    .split('\n')
    .filter(line => line.startsWith('|') && !line.startsWith('| ---') && !line.startsWith('| Build '))
    .map(line => line.split(' | ').map(cell => cell.replace(/^\| | \|$/g, '')))

/** Markdown without its escapes, and without what differs from run to run. */
const plainText = (summary: string, url: string) =>
  summary
    .replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(code))
    .replaceAll('&nbsp;', ' ')
    .replaceAll(url, 'URL')
    .replace(/(\d{4}-\d\d-\d\d )?\d\d:\d\d UTC/g, 'TIME')

describe.each(bundles)('The summary on $name', bundle => {
  const testOnce = testInTurn(bundle, test.concurrent)
  test.concurrent('has the verdict and the builds that broke it first, then figures, trend, table, and settings', async () => {
    const results = ['succeeded', 'failed', 'canceled', 'succeeded', 'partiallySucceeded']
    const { summary = '', url } = await runStep(bundle, {
      builds: buildsOf(5, place => ({ result: results[place - 1] as string })),
      inputs: { 'require-result': 'succeeded,partiallySucceeded,canceled', branch: 'main', top: '5', explain: 'false' },
    })
    const name = bundle === azure ? 'requireResult' : 'require-result'
    expect(plainText(summary, url).split('\n\n')).toEqual([
      '## web on main: failed ❌',
      `❌ 1 of 5 builds does not have the required result. <code>${name}: succeeded, partiallySucceeded, canceled</code>`,
      '- ❌ [web-ci n2](URL/web/_build/results?buildId=2) for <code>0b5e1f6a</code> on <code>main</code> failed 1d ago (TIME)',
      [
        '**5 builds**: ✅ 2 <code>succeeded</code>, ⚠️ 1 <code>partiallySucceeded</code>, ❌ 1 <code>failed</code> and 🚫 1 <code>canceled</code>.',
        'Pass rate **50%** of 4 completed builds, without 1 canceled build.',
        'Duration: median **3m**, 90th percentile **5m**.',
      ].join('<br>'),
      'The last 5 completed, oldest first:<br>⚠️✅🚫❌✅<br><code>█▇▅▄▂</code> durations, up to 5m',
      [
        '| Build | Pipeline | Result | When | Duration |',
        '| --- | --- | --- | --- | --- |',
        '| ✅ [n1](URL/web/_build/results?buildId=1) | web-ci | succeeded | 1h ago (TIME) | 1m |',
        '| ❌ [n2](URL/web/_build/results?buildId=2) | web-ci | failed | 1d ago (TIME) | 2m |',
        '| 🚫 [n3](URL/web/_build/results?buildId=3) | web-ci | canceled | 2d ago (TIME) | 3m |',
        '| ✅ [n4](URL/web/_build/results?buildId=4) | web-ci | succeeded | 3d ago (TIME) | 4m |',
        '| ⚠️ [n5](URL/web/_build/results?buildId=5) | web-ci | partiallySucceeded | 4d ago (TIME) | 5m |',
      ].join('\n'),
      '<details><summary>Query and settings</summary>',
      [
        'Query: Builds of web in URL; branch refs/heads/main; at most 5, latest queue time first.',
        'Required result: <code>succeeded, partiallySucceeded, canceled</code>',
        'Authentication: pat input (Basic)',
      ].join('<br>'),
      '</details>\n',
    ])
  })

  testOnce('has no figures of fewer than five builds', async () => {
    const { summary = '' } = await runStep(bundle, { builds: buildsOf(4) })
    expect(rowsOf(summary)).toHaveLength(4)
    expect(summary).not.toMatch(/Pass rate|median|oldest first/)
  })

  testOnce('has a row for each of at most 50 builds, and says how many are left out', async () => {
    const { summary } = await runStep(bundle, { builds: buildsOf(53), inputs: { top: '52' } })
    expect(rowsOf(summary)).toHaveLength(50)
    expect(summary).toContain('\n\n2 more builds not shown. The builds file has all of them.\n\n')
    expect(summary).toContain('**52 builds** (there may be more)')
    expect(summary).toContain('The last 30 completed')
  })

  testOnce('has only columns that tell builds apart, beside build and pipeline', async () => {
    const branchOf = (place: number) => `refs/heads/${place % 2 === 0 ? 'main' : 'next'}`
    const { summary } = await runStep(bundle, {
      builds: buildsOf(4, place => ({
        ...(place % 2 === 0 ? { project: { name: 'mobile' } } : {}),
        sourceBranch: branchOf(place),
      })),
      inputs: { project: '*' },
    })
    expect(summary).toContain('\n| Build | Pipeline | Branch | Project | When | Duration |\n')
    const rows = rowsOf(summary).map(cells => [cells[2], cells[3]])
    expect(rows).toEqual(
      ['web', 'mobile', 'web', 'mobile'].map((name, index) => [
        `<code>${index % 2 === 0 ? 'next' : 'main'}</code>`,
        `<code>${name}</code>`,
      ]),
    )
  })

  testOnce('stays under 1 MiB whatever the builds are called', async () => {
    const long = '<@#|`'.repeat(8000)
    const { summary = '', log } = await runStep(bundle, {
      builds: buildsOf(60, () => ({
        buildNumber: long,
        project: { name: 'web', description: long },
        definition: { name: long },
        sourceBranch: `refs/heads/${long}`,
      })),
      inputs: { 'require-result': 'succeeded', top: '0' },
    })
    expect(Buffer.byteLength(summary)).toBeLessThan(1024 * 1024)
    expect(rowsOf(summary).length).toBeGreaterThan(0)
    expect(Math.max(...log.map(line => line.length))).toBeLessThan(100_000)
  })

  test.concurrent.each(
    inTurn(bundle, [
      ['a token that is not accepted', { pat: newToken() }, 'web', 'rejected the token \\(401 Unauthorized\\)'],
      ['inputs that are invalid', { top: 'many' }, 'Azure DevOps builds', 'Invalid inputs'],
      ['a pipeline that does not exist', { pipelines: 'nowhere' }, 'nowhere', 'Pipeline not found'],
    ]),
  )(
    'is written when the step ends in an error, too, with its cause and its cure: %s',
    async (_, inputs, title, what) => {
      const { summary = '', outputs, url } = await runStep(bundle, { inputs })
      expect(outputs.outcome).toBe('error')
      const text = plainText(summary, url)
      expect(text.startsWith(`## ${title}: error ⛔\n\n**`)).toBe(true)
      expect(text).toMatch(
        new RegExp(`\\*\\*.*${what}.*\\*\\*\\n\\nWhy: .+<br>Fix: .+<br>\\[Troubleshooting\\]\\(https://`),
      )
    },
  )

  testOnce('is not written if it is not wanted, not even for an error', async () => {
    const run = await runStep(bundle, { builds: buildsOf(1), inputs: { summary: 'false' } })
    expect(run).toMatchObject({ summary: undefined, attachments: [], outputs: { outcome: 'found' } })
    const failed = await runStep(bundle, { inputs: { summary: 'false', top: 'many' } })
    expect(failed).toMatchObject({ summary: undefined, attachments: [], outputs: { outcome: 'error' } })
  })
})

test('The summary on Azure is an attachment with a name for people', async () => {
  const { attachments } = await runStep(azure, { builds: buildsOf(1) })
  expect(attachments).toEqual([
    expect.objectContaining({ type: 'DistributedTask.Core.Summary', name: 'Azure DevOps builds.md' }),
  ])
})

describe.each(bundles)('The log on $name', bundle => {
  const testOnce = testInTurn(bundle, test.concurrent)
  testOnce('says what is queried, how many builds were checked, and why some do not match', async () => {
    const commit = 'abcdef0123'.padEnd(40, '0')
    const { log, url } = await runStep(bundle, {
      builds: buildsOf(9, place => ({
        sourceBranch: place <= 4 ? 'refs/heads/release/1' : 'refs/heads/main',
        sourceVersion: place <= 2 ? commit : 'f'.repeat(40),
      })),
      inputs: { branch: 'release/*', commit: 'abcdef0123' },
    })
    expect(log).toContain(
      `Builds of web in ${url}; branch refs/heads/release/*; commit abcdef0123; at most 100, latest queue time first.`,
    )
    expect(log).toContain('Checked 9 builds: 2 match, 5 are on other branches, 2 are for other commits.')
  })

  testOnce('has aligned columns and no terminal escapes', async () => {
    const names = ['ci', '\u001b[31mred\u001b[0m', 'a pipeline of many words']
    const { stdout, stderr, log } = await runStep(bundle, {
      builds: buildsOf(3, place => ({
        buildNumber: 'n'.repeat(place),
        definition: { name: names[place - 1] as string },
        result: place === 1 ? 'partiallySucceeded' : 'failed',
      })),
    })
    const lines = log.filter(line => /^[✗!] /.test(line))
    expect(lines).toHaveLength(3)
    for (const column of ['main', '0b5e1f6a', ' ago'])
      expect(new Set(lines.map(line => line.indexOf(column))).size).toBe(1)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: this is what must not be there
    expect(stdout + stderr).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/)
  })

  testOnce('has a line per attempt with debug on: method, URL, status, time, attempt, activity', async () => {
    const { log } = await runStep(bundle, {
      builds: buildsOf(1),
      inputs: { status: 'completed' },
      prepare: ({ fault }) => fault(() => true, faults.status(503), 1),
      options: { debug: true },
    })
    const lines = log.filter(line => /GET http/.test(line) && /attempt/.test(line))
    expect(lines).toEqual([
      expect.stringMatching(/GET http:\S+\/web\/_apis\/build\/builds\?\S+: 503, \d+ ms, attempt 1/),
      expect.stringMatching(
        /GET http:\S+\/web\/_apis\/build\/builds\?\S+: 200, \d+ ms, attempt 2, activity [\da-f-]{36}$/,
      ),
    ])
  })
})
