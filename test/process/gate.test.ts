import { describe, expect, test } from '@jest/globals'
import { createBuild, faults } from '../../emulator/index.js'
import type { BuildOverrides } from '../../emulator/types.ts'
import { outputNames } from '../../src/core/result/outputs.ts'
import { bundles, errorsOf, gitHub } from '../support/step.ts'
import { play, type Scene } from '../support/wait-scene.ts'

const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString()

/** Builds 1, 2, 3 …, the first the newest, ten minutes apart, each having run for five. */
const builds =
  (...all: BuildOverrides[]): NonNullable<Scene['builds']> =>
  () =>
    all.map((build, index) =>
      createBuild({
        id: index + 1,
        buildNumber: `n${index + 1}`,
        queueTime: minutesAgo(10 * index + 10),
        startTime: minutesAgo(10 * index + 10),
        ...(['inProgress', 'notStarted'].includes(build.status ?? '')
          ? {}
          : { finishTime: minutesAgo(10 * index + 5) }),
        ...build,
      }),
    )

const good = { result: 'succeeded' }
const bad = { result: 'failed' }

describe.each(bundles)('The verdict on $name', bundle => {
  const link = (url: string, id: number) => `n${id} of web-ci (${url}/web/_build/results?buildId=${id})`
  const failed = { result: 'failed', exitCode: bundle === gitHub ? 1 : 0 }
  const passed = { result: 'succeeded', exitCode: 0 }

  test.concurrent.each([
    ['fail', failed, ['error']],
    ['warn', passed, ['warning']],
    ['ignore', passed, []],
  ])('of no build, with if-none %s', async (ifNone, ending, levels) => {
    const played = await play(bundle, { inputs: { 'if-none': ifNone, 'require-result': 'succeeded', 'max-age': '1d' } })
    expect(played).toMatchObject({ ...ending, found: [], outputs: { outcome: 'none', count: '0', builds: '[]' } })
    expect(played.annotations.map(({ level }) => level)).toEqual(levels)
    expect(played.log.filter(line => line.includes('No build matches'))).toHaveLength(1)
    expect(played.summary).toContain('No build matches')
  })

  test.concurrent.each<[string, BuildOverrides[], Record<string, string>]>([
    [
      'all have a required result',
      [good, { result: 'partiallySucceeded' }],
      {
        'require-result': 'succeeded,partiallySucceeded',
      },
    ],
    ['the newest is young enough', [good, bad], { 'max-age': '6m' }],
    ['nothing is required', [bad, { status: 'inProgress' }], {}],
  ])('is passed where %s', async (_, all, inputs) => {
    const played = await play(bundle, { builds: builds(...all), inputs })
    expect(played).toMatchObject({ ...passed, annotations: [], outputs: { outcome: 'passed' } })
  })

  test.concurrent.each<[string, BuildOverrides[], Record<string, string>, (url: string) => string[]]>([
    [
      'the only build has another result',
      [bad],
      { 'require-result': 'succeeded' },
      url => [`${link(url, 1)} is failed, not succeeded.`],
    ],
    [
      'one of several has another',
      [good, bad, good],
      { 'require-result': 'succeeded' },
      url => [`1 of 3 builds is not succeeded: ${link(url, 2)} is failed.`],
    ],
    [
      'builds are not completed',
      [{ status: 'inProgress' }, { status: 'notStarted' }, good],
      { 'require-result': 'succeeded, partiallySucceeded' },
      url => [
        `2 of 3 builds are not succeeded or partiallySucceeded: ${link(url, 1)} is inProgress and ${link(url, 2)} is notStarted.`,
      ],
    ],
    [
      'a dozen have another',
      Array(12).fill(bad),
      { 'require-result': 'succeeded' },
      url => [
        `12 of 12 builds are not succeeded: ${Array.from({ length: 10 }, (_, at) => `${link(url, at + 1)} is failed`).join(', ')} and 2 more.`,
      ],
    ],
    [
      'the newest is too old',
      [good, good],
      { 'max-age': '4m' },
      url => [`The newest build, ${link(url, 1)}, finished 5m ago, longer than max-age allows (4m).`],
    ],
    [
      'the newest is not completed',
      [{ status: 'inProgress' }, good],
      { 'max-age': '1d' },
      url => [`The newest build, ${link(url, 1)}, has not finished, and max-age wants one that has within 1d.`],
    ],
    [
      'two rules are broken',
      [bad],
      { 'require-result': 'canceled', 'max-age': '1s' },
      url => [
        `${link(url, 1)} is failed, not canceled.`,
        `The newest build, ${link(url, 1)}, finished 5m ago, longer than max-age allows (1s).`,
      ],
    ],
  ])('is failed where %s, and names it with its link', async (_, all, inputs, sentences) => {
    const played = await play(bundle, { builds: builds(...all), inputs })
    expect(played).toMatchObject({
      ...failed,
      outputs: { outcome: 'failed', count: String(all.length), 'build-id': '1' },
    })
    // The seconds that the step itself takes do not matter.
    expect(errorsOf(played).map(text => text.replace(/(finished 5m) \d+s/, '$1'))).toEqual(sentences(played.url))
    for (const [, id] of errorsOf(played)
      .join()
      .matchAll(/buildId=(\d+)/g))
      expect(played.summary).toContain(`(${played.url}/web/_build/results?buildId=${id})`)
    expect(played.found).toHaveLength(all.length)
  })

  test.concurrent.each<[string, Record<string, string>]>([
    ['require-result', { 'require-result': 'succeeded' }],
    ['max-age, the oldest first,', { 'max-age': '1d', order: 'queueTimeAscending' }],
  ])('by %s over a list that was cut says so', async (_, rule) => {
    const played = await play(bundle, { builds: builds(good, good, good), inputs: { top: '2', ...rule } })
    expect(played).toMatchObject({ ...passed, outputs: { outcome: 'passed', truncated: 'true' } })
    expect(played.annotations).toEqual([{ level: 'warning', message: expect.stringMatching(/More builds may match/) }])
    expect(played.summary).toContain('More builds may match')
  })

  // The newest is the first of the list, whatever was cut behind it.
  test.concurrent('by max-age, the newest first, does not', async () => {
    const played = await play(bundle, { builds: builds(good, good, good), inputs: { top: '2', 'max-age': '1d' } })
    expect(played).toMatchObject({ ...passed, annotations: [], outputs: { outcome: 'passed', truncated: 'true' } })
  })

  test.concurrent('over a whole list does not', async () => {
    const played = await play(bundle, {
      builds: builds(good, good),
      inputs: { top: '2', 'require-result': 'succeeded' },
    })
    expect(played).toMatchObject({ annotations: [], outputs: { truncated: 'false' } })
  })

  test.concurrent.each<[string, Scene]>([
    ['passed', { builds: builds(good) }],
    ['failed', { builds: builds(bad), inputs: { 'require-result': 'succeeded' } }],
    ['none', {}],
    ['timed-out', { builds: builds({ status: 'inProgress' }), inputs: { wait: 'true', 'wait-timeout': '1s' } }],
    ['dry-run', { inputs: { 'dry-run': 'true' } }],
    ['error', { prepare: ({ fault }) => fault(() => true, faults.anonymous401) }],
    ['error', { inputs: { top: 'many' } }],
  ])('%s comes with every output', async (outcome, scene) => {
    const { outputs } = await play(bundle, scene)
    expect(Object.keys(outputs).sort()).toEqual([...outputNames].sort())
    expect(outputs.outcome).toBe(outcome)
    const answers = outcome !== 'dry-run' && outcome !== 'error'
    expect([outputs.count !== '', outputs['builds-file'] !== '', outputs.builds !== '']).toEqual(Array(3).fill(answers))
  })

  test.concurrent('is told to the host as it wants it', async () => {
    const played = await play(bundle, { builds: builds(bad), inputs: { 'require-result': 'succeeded' } })
    const [complete] = played.commands.filter(({ name }) => name === 'task.complete')
    expect(complete?.properties.result).toBe(bundle === gitHub ? undefined : 'Failed')
    expect(played.exitCode).toBe(bundle === gitHub ? 1 : 0)
  })
})
