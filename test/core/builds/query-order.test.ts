import { describe, expect, test } from '@jest/globals'
import { createBuild, createDefinition, createProject } from '../../../emulator/index.js'
import type { BuildOverrides, FaultAnswer, World } from '../../../emulator/types.ts'
import { ask, isBuilds } from './query-run.ts'

const web = createProject('web')

/** Builds whose ids count up from 1, queued, started and finished a minute after the one before. */
function worldOf(...builds: (BuildOverrides & { startMinute?: number })[]): World {
  const at = (hour: number, minute: number) => `2026-01-15T${hour}:${String(minute).padStart(2, '0')}:00.5Z`
  return {
    projects: [web, createProject('mobile')],
    definitions: [],
    builds: builds.map(({ startMinute, ...overrides }, index) => {
      const minute = index + 1
      const started = !['notStarted', 'postponed'].includes(overrides.status ?? '')
      const ended = ['completed', 'abandoned'].includes(overrides.status ?? 'completed')
      return createBuild({
        id: minute,
        queueTime: at(10, minute),
        startTime: started ? at(11, startMinute ?? minute) : undefined,
        finishTime: ended ? at(12, minute) : undefined,
        ...(ended ? {} : { result: undefined }),
        ...overrides,
      })
    }),
  }
}

const running = { status: 'inProgress' }
const waiting = { status: 'notStarted' }
const done = {}

describe('The service groups builds by status whatever the order says, but what is returned', () => {
  const mixed = worldOf(running, done, waiting, done, running, done)

  test.each([
    ['queueTimeDescending', [6, 5, 4, 3, 2, 1]],
    ['queueTimeAscending', [1, 2, 3, 4, 5, 6]],
    ['startTimeDescending', [3, 6, 5, 4, 2, 1]],
    ['startTimeAscending', [1, 2, 4, 5, 6, 3]],
  ])('is in order over all statuses in %s', async (order, ids) => {
    expect(await ask(mixed, { order })).toMatchObject({ ids, outputs: { truncated: 'false' } })
  })

  test.each([
    ['1', [6]],
    ['2', [6, 5]],
    ['5', [6, 5, 4, 3, 2]],
  ])('is the newest, running or not, when only %s are wanted', async (top, ids) => {
    expect(await ask(mixed, { top })).toMatchObject({ ids, outputs: { truncated: 'true' } })
  })

  test('is not searched for among more running builds than are wanted', async () => {
    const world = worldOf(done, running, running, running, running)
    const given = { status: 'inProgress,completed', top: '1' }
    const { ids, queries } = await ask(world, given, { pageLimit: 2, continuation: 'exclusive' })
    expect({ ids, statuses: queries.map(({ statusFilter }) => statusFilter) }).toEqual({
      ids: [5],
      statuses: ['inProgress', 'completed'],
    })
  })

  test('is the one that still runs when it is the newest and one is wanted', async () => {
    const { ids, outputs } = await ask(worldOf(done, done, done, running), { top: '1' })
    expect({ ids, status: outputs['build-status'] }).toEqual({ ids: [4], status: 'inProgress' })
  })

  test('is merged over the pages of the completed ones', async () => {
    const { ids, queries } = await ask(mixed, { top: '0' }, { pageLimit: 2, continuation: 'exclusive' })
    expect(ids).toEqual([6, 5, 4, 3, 2, 1])
    expect(queries.filter(({ statusFilter }) => statusFilter === 'completed')).toHaveLength(2)
  })

  test('has abandoned builds, which 7.2 knows, in their places', async () => {
    const world = worldOf(done, { status: 'abandoned', result: undefined }, done, running)
    expect((await ask(world, { 'api-version': '7.2-preview' })).ids).toEqual([4, 3, 2, 1])
    const { ids, queries } = await ask(world, { status: 'completed,abandoned', 'api-version': '7.2-preview' })
    expect(ids).toEqual([3, 2, 1])
    // The list that is read last is never held in memory as a whole, so it is the longest.
    expect(queries.map(({ statusFilter }) => statusFilter)).toEqual(['abandoned', 'completed'])
  })
})

describe('Finish-time order', () => {
  const world = worldOf(done, running, done)

  test('with a time filter queries completed builds, which is all that the service takes', async () => {
    const given = { order: 'finishTimeDescending', 'min-time': '2026-01-01' }
    const { ids, errors, queries } = await ask(world, given)
    expect({ ids, errors, statuses: queries.map(({ statusFilter }) => statusFilter) }).toEqual({
      ids: [3, 1],
      errors: [],
      statuses: ['completed'],
    })
  })

  test.each(['all', 'inProgress', 'completed,notStarted'])(
    'with the status %s is refused before any request',
    async status => {
      const { errors, requests } = await ask(world, { order: 'finishTimeAscending', status })
      expect(requests).toEqual([])
      expect(errors[0]).toMatch(/order "finishTimeAscending" includes completed builds only, and status also includes/)
    },
  )
})

describe('A build that finishes between the two requests', () => {
  /** Answers, and then changes the world before anybody can ask again. */
  const thenFinish =
    (world: World, id: number): FaultAnswer =>
    (_, response, next) => {
      const { status, headers, body } = next.reply()
      const build = world.builds.find(one => one.id === id)
      Object.assign(build ?? {}, {
        status: 'completed',
        result: 'failed',
        startTime: build?.startTime ?? '2026-01-15T11:00:30.5Z',
        finishTime: '2026-01-15T12:30:00.5Z',
      })
      response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) }).end(body)
    }

  test.each([
    ['queueTimeDescending', '0', [4, 3, 2, 1]],
    ['queueTimeDescending', '3', [4, 3, 2]],
    ['queueTimeAscending', '0', [1, 2, 3, 4]],
    ['startTimeAscending', '0', [1, 2, 3, 4]],
  ])('comes once and completed in %s with top %s', async (order, top, ids) => {
    const world = worldOf(done, done, running, done)
    const prepare = { prepare: (emulator: { fault: Fault }) => void emulator.fault(isBuilds, thenFinish(world, 3), 1) }
    const { builds = [], ...asked } = await ask(world, { order, top }, prepare)
    expect(asked.ids).toEqual(ids)
    expect(builds.find(({ id }) => id === 3)).toMatchObject({ status: 'completed', result: 'failed' })
  })

  test('comes once even if it was returned already and then has another place', async () => {
    const world = worldOf(done, waiting, done, done)
    const prepare = { prepare: (emulator: { fault: Fault }) => void emulator.fault(isBuilds, thenFinish(world, 2), 1) }
    const pages = { ...prepare, pageLimit: 2, continuation: 'exclusive' as const }
    expect((await ask(world, { order: 'startTimeDescending' }, pages)).ids).toEqual([2, 4, 3, 1])
  })

  type Fault = (when: typeof isBuilds, answer: FaultAnswer, times: number) => void
})

describe('Times that unfinished builds may lack', () => {
  const late = { status: 'inProgress', startMinute: 50 }
  const given = { order: 'startTimeDescending', status: 'inProgress', 'max-time': '2026-01-15T11:30:00Z' }

  test('are compared by the client, and the service does not count before that', async () => {
    const { ids, outputs } = await ask(worldOf(running, late, late, late), { ...given, top: '1' })
    expect({ ids, truncated: outputs.truncated }).toEqual({ ids: [1], truncated: 'false' })
  })

  test('are compared before builds of a pipeline are counted', async () => {
    const { ids } = await ask(worldOf(running, late), { ...given, 'max-builds-per-pipeline': '1' })
    expect(ids).toEqual([1])
  })

  test.each([
    ['min-time', [3, 2]],
    ['max-time', [1]],
  ])('are later than any %s', async (name, ids) => {
    const world = worldOf(running, { ...running, startMinute: 45 }, waiting)
    expect((await ask(world, { order: 'startTimeDescending', [name]: '2026-01-15T11:30:00Z' })).ids).toEqual(ids)
  })
})

test('A limit for each pipeline holds over both partitions by status', async () => {
  const nightly = { definition: createDefinition({ id: 2, name: 'nightly' }) }
  const world = worldOf(done, nightly, done, running, { ...nightly, ...running }, running)
  expect((await ask(world, { 'max-builds-per-pipeline': '1' })).ids).toEqual([6, 5])
  expect((await ask(world, { 'max-builds-per-pipeline': '3' })).ids).toEqual([6, 5, 4, 3, 2])
})

describe('Over several projects the order', () => {
  const mobile = { project: createProject('mobile') }
  const world = worldOf(done, mobile, running, { ...mobile, ...running }, mobile, done)

  test.each([
    ['queueTimeDescending', '4', ['web/6', 'mobile/5', 'mobile/4', 'web/3'], 'true'],
    ['queueTimeAscending', '3', ['web/1', 'mobile/2', 'web/3'], 'true'],
    ['finishTimeDescending', '100', ['web/6', 'mobile/5', 'mobile/2', 'web/1'], 'false'],
    ['queueTimeDescending', '6', ['web/6', 'mobile/5', 'mobile/4', 'web/3', 'mobile/2', 'web/1'], 'false'],
  ])('holds in %s with top %s', async (order, top, found, truncated) => {
    expect(await ask(world, { project: 'web,mobile', order, top })).toMatchObject({ found, outputs: { truncated } })
  })

  test('holds in each project without a limit, project by project', async () => {
    const found = ['mobile/5', 'mobile/4', 'mobile/2', 'web/6', 'web/3', 'web/1']
    expect(await ask(world, { project: 'mobile,web', top: '0' })).toMatchObject({ found, outputs: { 'build-id': '5' } })
  })
})
