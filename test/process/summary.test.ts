import { describe, expect, test } from '@jest/globals'
import { createBuild } from '../../emulator/index.js'
import type { BuildOverrides } from '../../emulator/types.ts'
import { bundles } from '../support/step.ts'
import { play, type Scene } from '../support/wait-scene.ts'

const minute = 60_000

/** `count` builds, the first the newest, a day apart; each ran for as many minutes as its place says, from 1. */
const builds =
  (count: number, each: (place: number) => BuildOverrides = () => ({})): NonNullable<Scene['builds']> =>
  () =>
    Array.from({ length: count }, (_, index) => {
      const place = index + 1
      const start = Date.now() - index * 24 * 60 * minute - 2 * 60 * minute - 5000
      const time = (at: number) => new Date(at).toISOString()
      const times = { queueTime: time(start), startTime: time(start), finishTime: time(start + place * minute) }
      return createBuild({ id: place, buildNumber: `n${place}`, ...times, ...each(place) })
    })

/** The rows of the table, each as its cells. */
const rowsOf = (summary = '') =>
  summary
    .split('\n')
    .filter(line => line.startsWith('|') && !line.startsWith('| Result') && !line.startsWith('| ---'))
    .map(line => line.split(' | ').map(cell => cell.replace(/^\| | \|$/g, '')))

describe.each(bundles)('The summary on $name', bundle => {
  test.concurrent('has the verdict first, then figures, the trend, the table and what was asked', async () => {
    const results = ['succeeded', 'failed', 'canceled', 'succeeded', 'partiallySucceeded']
    const { summary = '', url } = await play(bundle, {
      builds: builds(5, place => ({ result: results[place - 1] as string })),
      inputs: { 'require-result': 'succeeded,partiallySucceeded,canceled', branch: 'main' },
    })
    expect(
      summary
        .replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(code))
        .replaceAll(url, 'URL')
        .split('\n\n'),
    ).toEqual([
      '## Azure DevOps builds: failed ❌',
      '1 of 5 builds is not succeeded, partiallySucceeded or canceled: [n2 of web-ci](URL/web/_build/results?buildId=2) is failed.',
      [
        '**5 builds**: ✅ 2 <code>succeeded</code>, ⚠️ 1 <code>partiallySucceeded</code>, ❌ 1 <code>failed</code> and 🚫 1 <code>canceled</code>.',
        'Pass rate **50 %** of 4 completed builds, 1 canceled one left out.',
        'Duration: median **3m**, 90th percentile **5m**.',
      ].join('<br>'),
      'The last 5 completed, oldest first:<br>⚠️✅🚫❌✅<br><code>█▇▅▄▂</code> durations, up to 5m',
      [
        '| Result | Build | Pipeline | Branch | Commit | When | Duration |',
        '| --- | --- | --- | --- | --- | --- | --- |',
        '| ✅&nbsp;succeeded | [n1](URL/web/_build/results?buildId=1) | <code>web-ci</code> | <code>main</code> | <code>0b5e1f6a</code> | 1h&nbsp;ago | 1m |',
        '| ❌&nbsp;failed | [n2](URL/web/_build/results?buildId=2) | <code>web-ci</code> | <code>main</code> | <code>0b5e1f6a</code> | 1d&nbsp;ago | 2m |',
        '| 🚫&nbsp;canceled | [n3](URL/web/_build/results?buildId=3) | <code>web-ci</code> | <code>main</code> | <code>0b5e1f6a</code> | 2d&nbsp;ago | 3m |',
        '| ✅&nbsp;succeeded | [n4](URL/web/_build/results?buildId=4) | <code>web-ci</code> | <code>main</code> | <code>0b5e1f6a</code> | 3d&nbsp;ago | 4m |',
        '| ⚠️&nbsp;partiallySucceeded | [n5](URL/web/_build/results?buildId=5) | <code>web-ci</code> | <code>main</code> | <code>0b5e1f6a</code> | 4d&nbsp;ago | 5m |',
      ].join('\n'),
      'Asked for: Builds of web in URL; branch refs/heads/main; up to 100, latest queue time first.\n',
    ])
  })

  test.concurrent('has a row for each of at most 50 builds, and tells how many are left out', async () => {
    const { summary } = await play(bundle, { builds: builds(53), inputs: { top: '52' } })
    expect(rowsOf(summary)).toHaveLength(50)
    expect(summary).toContain('\n\n2 more builds not shown; the file of builds has all.\n\n')
    expect(summary).toContain('**52 builds** (more may match)')
    expect(summary).toContain('The last 30 completed')
  })

  test.concurrent('has the project in each row where there are several', async () => {
    const { summary } = await play(bundle, {
      builds: builds(4, place => (place % 2 === 0 ? { project: { name: 'mobile' } } : {})),
      inputs: { project: '*' },
    })
    const projects = rowsOf(summary).map(cells => cells[2])
    expect(projects).toEqual(['web', 'mobile', 'web', 'mobile'].map(name => `<code>${name}</code>`))
  })

  test.concurrent('stays under 1 MiB whatever the builds are called', async () => {
    const long = '<@#|`'.repeat(8000)
    const { summary = '', log } = await play(bundle, {
      builds: builds(60, () => ({
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

  test.concurrent('is not written where it is not wanted', async () => {
    const played = await play(bundle, { builds: builds(1), inputs: { summary: 'false' } })
    expect(played).toMatchObject({ summary: undefined, attachments: [], outputs: { outcome: 'passed' } })
  })
})

test('The summary on Azure is an attachment with a name for people', async () => {
  const [, azure] = bundles
  const { attachments } = await play(azure as (typeof bundles)[number], { builds: builds(1) })
  expect(attachments).toEqual([
    expect.objectContaining({ type: 'DistributedTask.Core.Summary', name: 'Azure DevOps builds.md' }),
  ])
})

describe.each(bundles)('The log on $name', bundle => {
  test.concurrent('says what was asked, what was looked at and why builds were left out', async () => {
    const commit = 'abcdef0123'.padEnd(40, '0')
    const { log, url } = await play(bundle, {
      builds: builds(9, place => ({
        sourceBranch: place <= 4 ? 'refs/heads/release/1' : 'refs/heads/main',
        sourceVersion: place <= 2 ? commit : 'f'.repeat(40),
      })),
      inputs: { branch: 'release/*', commit: 'abcdef0123' },
    })
    expect(log).toContain(
      `Builds of web in ${url}; branch refs/heads/release/*; commit abcdef0123; up to 100, latest queue time first.`,
    )
    expect(log).toContain('Looked at 9 builds, kept 2: left out 5 of other branches and 2 of other commits.')
  })

  test.concurrent('has aligned columns and no terminal escapes', async () => {
    const names = ['ci', '\u001b[31mred\u001b[0m', 'a pipeline of many words']
    const { stdout, stderr, log } = await play(bundle, {
      builds: builds(3, place => ({
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
})
