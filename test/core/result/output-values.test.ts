import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { maxOutputBytes, outputBytes } from '../../../src/core/base/output-size.ts'
import type { Build } from '../../../src/core/builds/build.ts'
import { fitting, outputsOfBuild, outputsOfResult } from '../../../src/core/result/output-values.ts'
import { buildOf } from '../../support/samples.ts'

const pageOf = ({ project, id }: Build) => `https://dev.azure.com/contoso/${project}/_build/results?buildId=${id}`

function resultWith(builds: Build[], given: { count?: number; truncated?: boolean } = {}) {
  return { count: builds.length, truncated: false, path: '/tmp/builds.json', builds, ...given }
}

test('Without a build the count is 0, the builds are [], the file is named, and the rest is empty', () => {
  const { count, truncated, builds, 'builds-file': file, ...first } = outputsOfResult(resultWith([]), pageOf)
  expect({ count, truncated, builds, file }).toEqual({
    count: '0',
    truncated: 'false',
    builds: '[]',
    file: '/tmp/builds.json',
  })
  expect(Object.values(first).join('')).toBe('')
  expect(first).toEqual(outputsOfBuild(undefined, pageOf))
})

test('Each output of a build is that of the first one, as the service wrote it', () => {
  const first = buildOf({ buildNumber: '::x::\n%0A', pipelineName: 'ä|<b>', project: 'My' })
  const result = resultWith([first, buildOf({ id: 1 })], { count: 7, truncated: true })
  const outputs = outputsOfResult(result, pageOf)
  expect(outputs).toEqual({
    count: '7',
    truncated: 'true',
    'build-id': '42',
    'build-number': '::x::\n%0A',
    'build-status': 'completed',
    'build-result': 'succeeded',
    'build-url': 'https://dev.azure.com/contoso/My/_build/results?buildId=42',
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
  expect(JSON.parse(outputs.builds ?? '')[0]).toEqual({
    id: 42,
    buildNumber: '::x::\n%0A',
    status: 'completed',
    result: 'succeeded',
    url: outputs['build-url'],
    project: 'My',
    pipelineId: 7,
    pipelineName: 'ä|<b>',
    sourceBranch: 'refs/heads/main',
    sourceVersion: first.sourceVersion,
    queueTime: '2026-11-23T10:00:00.1234567Z',
    startTime: '2026-11-23T10:01:00Z',
    finishTime: '2026-11-23T10:06:30.25Z',
  })
})

test('A build without a pipeline has empty outputs for it', () => {
  const outputs = outputsOfBuild(buildOf({ pipelineId: undefined, pipelineName: '' }), pageOf)
  expect([outputs['pipeline-id'], outputs['pipeline-name']]).toEqual(['', ''])
  const { builds = '' } = outputsOfResult(resultWith([buildOf({ pipelineId: undefined })]), pageOf)
  expect(JSON.parse(builds)).toMatchObject([{ pipelineId: null }])
})

describe('The output builds', () => {
  test('is a JSON array of the first ones, and of as many as fit in 32 KiB', () => {
    const names = fc.string({ unit: fc.constantFrom('a', 'ä', '🦊', '"', '\n', '\ud800', '$(a)'), maxLength: 3000 })
    fc.assert(
      fc.property(fc.array(names, { minLength: 1, maxLength: 40 }), given => {
        const all = given.map((pipelineName, id) => buildOf({ id, pipelineName }))
        const { builds = '' } = outputsOfResult(resultWith(all), pageOf)
        const ids = (JSON.parse(builds) as { id: number }[]).map(({ id }) => id)
        expect(ids).toEqual([...ids.keys()])
        expect(outputBytes(builds)).toBeLessThanOrEqual(maxOutputBytes)
        if (ids.length === all.length) return
        const next = outputsOfResult(resultWith([all[ids.length] as Build]), pageOf).builds ?? ''
        const more = outputBytes(builds) + (next === '[]' ? maxOutputBytes : outputBytes(next) - 1)
        expect(more).toBeGreaterThanOrEqual(maxOutputBytes)
      }),
      { numRuns: 40 },
    )
  })

  test('is [] when not even the first one fits, whose own outputs are there all the same', () => {
    const huge = 'x'.repeat(maxOutputBytes)
    const outputs = outputsOfResult(resultWith([buildOf({ pipelineName: huge })]), pageOf)
    expect([outputs.builds, outputs.count, outputs['pipeline-name']]).toEqual(['[]', '1', huge])
  })
})

test('A JSON array has the first items that fit, and no later one in place of one that does not', () => {
  expect(fitting([{ a: 1 }, { b: 'x'.repeat(maxOutputBytes) }, { c: 3 }])).toBe('[{"a":1}]')
})
