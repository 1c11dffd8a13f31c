import { describe, expect, test } from '@jest/globals'
import { createBuild, createDefinition, createProject, faults } from '../../../emulator/index.js'
import type { BuildOverrides, WireBuild } from '../../../emulator/types.ts'
import { type AskOptions, ask, type Given } from '../builds/query-run.ts'

const start = Date.UTC(2026, 0, 15, 9)
const ago = (minutes: number) => new Date(start - minutes * 60_000).toISOString()
const web = createProject('web')
const [ci, nightly] = ['ci', 'nightly'].map((name, index) => createDefinition({ id: index + 1, name, project: web }))

/** A completed build that was queued and that finished so many minutes ago. */
const build = (id: number, queued: number, finished: number, more: BuildOverrides = {}) =>
  createBuild({
    id,
    project: web,
    definition: ci ?? {},
    queueTime: ago(queued),
    startTime: ago(queued),
    finishTime: ago(finished),
    ...more,
  })
const red = { result: 'failed' }
/** The older one took longer, or ran again: it is what a service that looks at finish times takes for the newest. */
const hidden = [build(1, 60, 10), build(2, 50, 40, red)]
const other = build(3, 300, 290, { definition: nightly ?? {} })

const clock = {
  now: () => start,
  sleep: async () => {
    throw new Error('nothing is waited for')
  },
}

async function gateWith(
  countsBy: 'order' | 'finish' | 'id',
  given: Given,
  builds: readonly WireBuild[],
  more: AskOptions = {},
) {
  const definitions = [ci, nightly].flatMap(one => one ?? [])
  const world = { projects: [web], definitions, builds: [...builds] }
  const asked = await ask(world, given, { clock, ...more, quirks: { countsBy } })
  const lists = asked.queries.filter(({ statusFilter }) => statusFilter === 'completed')
  return { outcome: asked.outputs.outcome, ids: asked.ids, lists, errors: asked.errors }
}

const typeName =
  'Microsoft.TeamFoundation.Build.WebApi.InvalidBuildQueryException, Microsoft.TeamFoundation.Build2.WebApi'
const refusal = JSON.stringify({ message: 'Not valid.', typeName, typeKey: 'InvalidBuildQueryException' })
/** Which filters go together is not documented. */
const prepare: AskOptions['prepare'] = ({ fault }) =>
  fault(
    ({ query }) => query.has('minTime'),
    faults.status(400, refusal, { 'content-type': 'application/json; charset=utf-8' }),
  )

const rule = { 'require-result': 'succeeded' }
const named = { pipelines: 'ci, nightly' }

describe('A red build that the service hides behind an older one of its pipeline fails the gate', () => {
  test.each<[string, Given]>([
    ['over all pipelines', rule],
    ['over those of a branch', { ...rule, branch: 'main' }],
    ['over named ones', { ...rule, ...named }],
    ['over one that is named', { ...rule, pipelines: 'ci' }],
    ['over one by its ID', { ...rule, pipelines: '1' }],
    ['that takes what is half right', { 'require-result': 'succeeded, partiallySucceeded' }],
    ['in the order of start times', { ...rule, order: 'startTimeDescending' }],
    ['with a limit of time', { ...rule, 'min-time': '7d' }],
    ['over two builds of each', { ...rule, 'max-builds-per-pipeline': '2' }],
    ['over the oldest of each', { ...rule, order: 'queueTimeAscending', 'max-builds-per-pipeline': '1' }],
    ['that waits', { wait: 'true' }],
    ['that waits for named ones', { wait: 'true', ...named }],
    ['on results and age', { ...rule, 'max-age': '1d' }],
  ])('%s', async (_, given) => {
    const oldestRed = [build(1, 60, 50, red), build(2, 55, 5), build(4, 53, 3)]
    const two = [build(8, 70, 9), ...hidden]
    const builds = given.order === 'queueTimeAscending' ? oldestRed : two
    const { outcome, ids } = await gateWith('finish', given, [...builds, other])
    expect(outcome).toBe('failed')
    expect(ids).toEqual(expect.arrayContaining([given.order === 'queueTimeAscending' ? 1 : 2]))
  })

  test('also one that is too old', async () => {
    const old = [build(1, 60 * 72, 10), build(2, 60 * 48, 60 * 40), other]
    const builds = old.map(one => ({
      ...one,
      ...(one.id === 3 && { queueTime: ago(60 * 90), finishTime: ago(60 * 89) }),
    }))
    expect(await gateWith('finish', { 'max-age': '1d' }, builds)).toMatchObject({ outcome: 'failed', ids: [2, 3] })
  })

  test('also where the service refuses to filter by time as well', async () => {
    expect(await gateWith('finish', rule, [...hidden, other], { prepare })).toMatchObject({ outcome: 'failed' })
    const green = [build(1, 60, 55, red), build(2, 50, 40), other]
    expect(await gateWith('order', rule, green, { prepare })).toMatchObject({ outcome: 'passed', ids: [2, 3] })
  })

  test('also behind one of a higher ID', async () => {
    const builds = [build(9, 60, 55), build(2, 50, 45, red), other]
    expect(await gateWith('id', rule, builds)).toMatchObject({ outcome: 'failed', ids: [2, 3] })
  })
})

describe('A service that chooses the first in order', () => {
  test.each<[string, Given, number]>([
    ['over one pipeline costs no more', { ...rule, pipelines: 'ci' }, 1],
    ['that has failed costs no more', rule, 1],
    ['without a rule costs no more', { ...named, 'max-builds-per-pipeline': '1' }, 1],
    ['of any result costs no more', { ...named, 'require-result': 'any' }, 1],
    ['of a commit costs no more', { ...rule, ...named, commit: 'abcdef1' }, 1],
    ['that is too old costs one request for the age', { ...named, 'max-age': '1m' }, 2],
  ])('%s', async (_, given, count) => {
    const { lists } = await gateWith('order', given, [...hidden, other])
    expect(lists).toHaveLength(count)
  })

  test('passes with one more request, for builds that would fail it, no further back than the oldest that counts', async () => {
    const builds = [build(1, 60, 55, red), build(2, 50, 40), build(4, 400, 390, red), other]
    const { outcome, ids, lists } = await gateWith('order', rule, builds)
    expect({ outcome, ids }).toEqual({ outcome: 'passed', ids: [2, 3] })
    expect(lists).toEqual([
      expect.objectContaining({ maxBuildsPerDefinition: '1' }),
      {
        definitions: '1,2',
        statusFilter: 'completed',
        resultFilter: 'partiallySucceeded,failed,canceled',
        minTime: ago(300).replace('.000Z', '.0000000Z'),
        queryOrder: 'queueTimeDescending',
        $top: '500',
      },
    ])
  })

  test('has nothing to prove of pipelines of which it has no completed build', async () => {
    const running = [1, 2].map(id =>
      createBuild({
        id,
        project: web,
        definition: (id === 1 ? ci : nightly) ?? {},
        status: 'inProgress',
        queueTime: ago(5),
      }),
    )
    const { lists } = await gateWith('order', { ...rule, ...named }, running)
    expect(lists).toHaveLength(1)
  })
})

test('A build is waited for although the service refuses to filter by time as well', async () => {
  let time = start
  const turned = {
    now: () => time,
    sleep: async (duration: number) => {
      time += duration
    },
  }
  const world = { projects: [web], definitions: [ci ?? createDefinition({})], builds: [build(1, 0, -1)] }
  const asked = await ask(
    world,
    { wait: 'true', pipelines: '1' },
    // It is in no list for the first polls.
    { clock: turned, random: () => 0, prepare, quirks: { listLag: 40_000 } },
  )
  expect({ ...asked.outputs, errors: asked.errors }).toMatchObject({ outcome: 'passed', 'build-id': '1', errors: [] })
  expect(asked.queries.filter(({ minTime }) => minTime !== undefined)).not.toHaveLength(0)
})
