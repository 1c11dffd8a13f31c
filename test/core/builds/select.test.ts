import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { createBuild, createProject, startEmulator } from '../../../emulator/index.js'
import type { Emulator } from '../../../emulator/types.ts'
import { noCounts } from '../../../src/core/builds/filter.ts'
import type { Batch } from '../../../src/core/builds/list-builds.ts'
import { batchesOf, findAll, onlyThese, readByIds, selectionBatches } from '../../../src/core/builds/select.ts'
import { findTargets } from '../../../src/core/builds/targets.ts'
import type { RawInputs } from '../../../src/core/inputs/raw-inputs.ts'
import type { Service } from '../../../src/core/service/service.ts'
import type { Settings } from '../../../src/core/settings/settings.ts'
import { openTestService } from '../../support/open-service.ts'
import { matchedOf } from '../../support/results.ts'
import { buildOf, madeUpToken, settingsOf } from '../../support/samples.ts'

const token = madeUpToken()
const names = ['web', 'api']

let emulator: Emulator
beforeEach(async () => {
  const builds = names.flatMap((name, index) =>
    [1, 2, 3].map(id => createBuild({ id: index * 10 + id, project: createProject(name), buildNumber: `n${id}` })),
  )
  const world = { projects: names.map(name => createProject(name)), definitions: [], builds }
  emulator = await startEmulator({ world, tokens: { [token]: { kind: 'pat' } } })
})
afterEach(() => emulator.close())

async function withService<T>(
  given: Partial<RawInputs>,
  use: (service: Service, query: Settings['query'], deadline: number) => Promise<T>,
): Promise<T> {
  const settings = settingsOf({ organization: emulator.url, pat: token, ...given })
  using service = openTestService(settings)
  return await use(service, settings.query, Date.now() + 10_000)
}

async function all(batches: AsyncIterable<Batch>): Promise<Batch[]> {
  const list: Batch[] = []
  for await (const batch of batches) list.push(batch)
  return list
}

const selection = (given: object = {}) => ({ builds: [], counts: noCounts, cuts: [], more: false, ...given })

test('All builds that match are kept with their bytes, their counts, and where they were cut', async () => {
  const found = await withService(
    { branch: 'm*', 'scan-limit': '2', project: 'web,api', top: '0' },
    async (service, query, deadline) => findAll(service, query, await findTargets(service, query, deadline), deadline),
  )
  expect(found.builds.map(({ build }) => build.id).sort()).toEqual([12, 13, 2, 3])
  for (const { build, bytes } of found.builds) expect(JSON.parse(bytes.toString())).toMatchObject({ id: build.id })
  expect(found.counts.checked).toBe(4)
  expect(found.cuts.map(({ why, project }) => `${why} ${project}`).sort()).toEqual(['scan-limit api', 'scan-limit web'])
})

test('The query for known builds has no other filter that could leave one out', () => {
  const given = {
    pipelines: 'ci',
    branch: 'm*',
    commit: 'abcdef0',
    status: 'all',
    result: 'failed',
    reason: 'manual',
    tags: 'a',
    'requested-for': 'x',
    'build-number': '1',
    queues: '1',
    'repository-id': 'r',
    'repository-type': 't',
    'min-time': '2d',
    'max-time': '1d',
    'max-builds-per-pipeline': '1',
    deleted: 'onlyDeleted',
    top: '7',
    properties: 'color',
  }
  const { query: plain } = settingsOf()
  const { query } = settingsOf(given)
  expect(onlyThese(query, [1, 2])).toEqual({
    ...plain,
    buildIds: [1, 2],
    deleted: 'includeDeleted',
    top: Number.POSITIVE_INFINITY,
    // What is shown of a build stays.
    properties: ['color'],
  })
})

test('Known builds are read again by their IDs, with one request for each project', async () => {
  const known = [1, 3, 12].map(id => {
    const project = id > 10 ? 'api' : 'web'
    return matchedOf(buildOf({ id, project }), undefined, project)
  })
  emulator.world.builds.splice(2, 1)
  const found = await withService({}, (service, query, deadline) => readByIds(service, query, known, deadline))
  expect(found.map(({ build, target }) => `${target} ${build.buildNumber}`).sort()).toEqual(['api n2', 'web n1'])
  expect(emulator.requests.map(({ query }) => query.get('buildIds')).sort()).toEqual(['1,3', '12'])
})

describe('A selection is given to the result', () => {
  const cuts = [{ why: 'scan-limit', project: 'web' } as const]

  test('with its cuts, its counts, and the bytes that were kept, without a request', async () => {
    const builds = [matchedOf(buildOf({ id: 1 }))]
    const counts = { checked: 7, leftOut: new Map() }
    const batches = await withService({}, (service, query, deadline) =>
      all(batchesOf(service, query, selection({ builds, cuts, counts, more: true }), deadline)),
    )
    expect(batches).toEqual([
      { builds: [], counts: noCounts, more: true, cut: cuts[0] },
      { builds, counts, more: true },
    ])
    expect(emulator.requests).toEqual([])
  })

  test('with the bytes of builds beyond the thousandth read again, and those that are gone as they were known', async () => {
    const bare = (id: number) => ({ ...matchedOf(buildOf({ id })), bytes: Buffer.alloc(0), target: 'web' })
    const builds = [...Array.from({ length: 1000 }, (_, id) => matchedOf(buildOf({ id: 1000 + id }))), bare(1), bare(9)]
    const batches = await withService({}, (service, query, deadline) =>
      all(batchesOf(service, query, selection({ builds }), deadline)),
    )
    const later = batches.slice(1).flatMap(batch => batch.builds.map(({ bytes }) => JSON.parse(bytes.toString())))
    expect(batches[0]?.builds).toHaveLength(1000)
    expect(later).toEqual([expect.objectContaining({ id: 1, buildNumber: 'n1' }), expect.objectContaining({ id: 9 })])
    expect(emulator.requests).toHaveLength(1)
  })

  test('of a canceled step as it is known, without a request', async () => {
    const bare = { ...matchedOf(buildOf({ id: 7 })), bytes: Buffer.alloc(0) }
    const batches = await all(selectionBatches(selection({ builds: [bare, matchedOf(buildOf({ id: 8 }))], cuts })))
    expect(batches.map(({ cut }) => cut)).toEqual([cuts[0], undefined])
    expect(batches.flatMap(({ builds }) => builds.map(({ bytes }) => JSON.parse(bytes.toString()).id))).toEqual([7, 8])
  })
})
