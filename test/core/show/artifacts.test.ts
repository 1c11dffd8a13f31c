import { describe, expect, test } from '@jest/globals'
import type { Downloaded } from '../../../src/core/artifacts/download-artifacts.ts'
import { maxOutputBytes } from '../../../src/core/base/output-size.ts'
import type { Build } from '../../../src/core/builds/build.ts'
import { artifactsPart } from '../../../src/core/show/artifacts.ts'

const build = { id: 7, buildNumber: '2026.7', pipelineName: 'web ci', status: 'completed' } as Build
const drop = { name: 'drop', type: 'PipelineArtifact', path: '/work/out', files: 12, bytes: 34 * 2 ** 20 }
const downloaded = (more: Partial<Downloaded> = {}): Downloaded => ({
  path: '/work/out',
  artifacts: [drop],
  missing: [],
  unsupported: [],
  ...more,
})
const settings = (ifNone: 'fail' | 'warn' | 'ignore' = 'fail') => ({ names: ['drop'], path: 'out', maxSize: 1, ifNone })

describe('What is told of artifacts', () => {
  test('shows each artifact in the log, the summary, and the outputs', () => {
    expect(artifactsPart(downloaded(), build, settings())).toEqual({
      outputs: { artifacts: JSON.stringify([drop]), 'artifacts-path': '/work/out' },
      log: ['Downloaded drop: 12 files, 34.0 MiB, to /work/out'],
      warnings: [],
      summary: ['### Artifacts\n\n- <code>drop</code>: 12 files, 34.0 MiB'],
    })
  })

  test.each([
    ['warn', ['missing', 'unsupported']],
    ['ignore', ['unsupported']],
  ] as const)('with %s it warns of %j', (ifNone, texts) => {
    const { warnings = [] } = artifactsPart(
      downloaded({ missing: ['missing'], unsupported: ['unsupported'] }),
      build,
      settings(ifNone),
    )
    expect(warnings.map(({ text }) => text)).toEqual(texts)
  })

  test('warns ten times at most, whatever a build publishes', () => {
    const unsupported = Array.from({ length: 5000 }, (_, at) => `unsupported ${at}`)
    const { warnings = [] } = artifactsPart(downloaded({ unsupported }), build, settings())
    expect(warnings.map(({ text }) => text)).toEqual([
      ...unsupported.slice(0, 9),
      'There are 4,991 more warnings about artifacts.',
    ])
  })

  test('warns where the build may publish more', () => {
    const { warnings = [] } = artifactsPart(downloaded(), { ...build, status: 'inProgress' }, settings())
    expect(warnings.map(({ text }) => text)).toEqual([
      'web ci 2026.7 is not completed, so it may have more artifacts later.',
    ])
  })

  test('says when there was none', () => {
    const { log, outputs, summary } = artifactsPart(downloaded({ artifacts: [] }), build, settings('ignore'))
    expect({ log, outputs, summary }).toEqual({
      log: ['No artifact was downloaded.'],
      outputs: { artifacts: '[]', 'artifacts-path': '/work/out' },
      summary: [],
    })
  })

  test('stays short however many and whatever they are called', () => {
    const untrusted = { ...drop, name: `</code>[x](https://example.com)@somebody\n# ${'x'.repeat(500)}` }
    const artifacts = Array.from({ length: 5000 }, () => untrusted)
    const { log = [], outputs = {}, summary = [] } = artifactsPart(downloaded({ artifacts }), build, settings())
    expect(log).toHaveLength(101)
    expect(log.at(-1)).toBe('Downloaded 4,900 more artifacts.')
    expect(Buffer.byteLength(outputs.artifacts ?? '')).toBeLessThanOrEqual(maxOutputBytes)
    expect(() => JSON.parse(outputs.artifacts ?? '')).not.toThrow()
    expect(summary[0]?.split('\n')).toHaveLength(103)
    expect(summary[0]).not.toMatch(/\]\(|@somebody|<\/code>\[/)
  })
})
