import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Build } from '../../../src/core/builds/build.ts'
import { outputsOf } from '../../../src/core/result/output-values.ts'
import { type Outcome, outputNames } from '../../../src/core/result/outputs.ts'
import type { Listing } from '../../../src/core/result/result.ts'
import { buildOf } from '../../support/samples.ts'

const organization = { url: 'https://dev.azure.com/contoso' }

function listingOf(builds: Build[], given: Partial<Pick<Listing, 'count' | 'truncated'>> = {}): Listing {
  return { count: builds.length, truncated: false, path: '/tmp/builds.json', builds, ...given } as Listing
}

describe('without an answer', () => {
  test.each<Outcome>(['error', 'dry-run', 'canceled'])('everything but the outcome %s is empty', outcome => {
    const outputs = outputsOf(outcome)
    expect(Object.keys(outputs)).toEqual(outputNames)
    for (const name of outputNames) expect(outputs[name]).toBe(name === 'outcome' ? outcome : '')
  })
})

test('with none the count is 0, the builds are [] and the file is named', () => {
  const outputs = outputsOf('none', listingOf([]), organization)
  expect(Object.keys(outputs)).toEqual(outputNames)
  const { count, truncated, outcome, builds, 'builds-file': file, ...first } = outputs
  expect({ count, truncated, outcome, builds, file }).toEqual({
    count: '0',
    truncated: 'false',
    outcome: 'none',
    builds: '[]',
    file: '/tmp/builds.json',
  })
  expect(Object.values(first).join('')).toBe('')
})

test('each output is of the first build, as the service wrote it', () => {
  const first = buildOf({ buildNumber: '::x::\n%0A', definitionName: 'ä|<b>', project: 'My Project' })
  const outputs = outputsOf(
    'passed',
    listingOf([first, buildOf({ id: 1 })], { count: 7, truncated: true }),
    organization,
  )
  expect(outputs).toEqual({
    count: '7',
    truncated: 'true',
    outcome: 'passed',
    'build-id': '42',
    'build-number': '::x::\n%0A',
    'build-status': 'completed',
    'build-result': 'succeeded',
    'build-url': 'https://dev.azure.com/contoso/My%20Project/_build/results?buildId=42',
    'pipeline-id': '7',
    'pipeline-name': 'ä|<b>',
    'source-branch': 'refs/heads/main',
    'source-version': first.sourceVersion,
    'queue-time': '2026-11-23T10:00:00.1234567Z',
    'start-time': '2026-11-23T10:01:00Z',
    'finish-time': '2026-11-23T10:06:30.25Z',
    builds: expect.any(String),
    'builds-file': '/tmp/builds.json',
  })
  expect(JSON.parse(outputs.builds)[0]).toEqual({
    id: 42,
    buildNumber: '::x::\n%0A',
    status: 'completed',
    result: 'succeeded',
    url: outputs['build-url'],
    project: 'My Project',
    definitionId: 7,
    definitionName: 'ä|<b>',
    sourceBranch: 'refs/heads/main',
    sourceVersion: first.sourceVersion,
    queueTime: '2026-11-23T10:00:00.1234567Z',
    startTime: '2026-11-23T10:01:00Z',
    finishTime: '2026-11-23T10:06:30.25Z',
  })
})

describe('the builds', () => {
  const limit = 32 * 1024

  test('are a JSON array of the first ones, and as many as fit in 32 KiB of UTF-8', () => {
    const names = fc.string({ unit: fc.constantFrom('a', 'ä', '🦊', '"', '\n', '\ud800'), maxLength: 3000 })
    fc.assert(
      fc.property(fc.array(names, { minLength: 1, maxLength: 40 }), given => {
        const all = given.map((definitionName, id) => buildOf({ id, definitionName }))
        const { builds } = outputsOf('passed', listingOf(all), organization)
        const ids = (JSON.parse(builds) as { id: number }[]).map(({ id }) => id)
        expect(ids).toEqual([...ids.keys()])
        expect(Buffer.byteLength(builds)).toBeLessThanOrEqual(limit)
        if (ids.length === all.length) return
        const one = outputsOf('passed', listingOf([all[ids.length] as Build]), organization).builds
        const more = Buffer.byteLength(builds) + (one === '[]' ? limit : Buffer.byteLength(one) - 1)
        expect(more).toBeGreaterThanOrEqual(limit)
      }),
      { numRuns: 40 },
    )
  })

  test('are [] when not even the first one fits, and the first one’s own outputs are there', () => {
    const huge = 'x'.repeat(limit)
    const outputs = outputsOf('passed', listingOf([buildOf({ definitionName: huge })]), organization)
    expect([outputs.builds, outputs.count, outputs['pipeline-name']]).toEqual(['[]', '1', huge])
  })
})
