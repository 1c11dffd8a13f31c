import { expect, test } from '@jest/globals'
import { createBuild, createProject, setCourse } from '../../emulator/index.js'
import { emulated } from './emulated.ts'

const start = Date.UTC(2026, 0, 15, 9)
let now = start
const build = setCourse(createBuild({ id: 1, status: 'notStarted', queueTime: '2026-01-15T09:00:00Z' }), [
  { at: start + 1000, status: 'inProgress' },
  { at: start + 61_500, status: 'completed', result: 'failed' },
])
const running = emulated({
  world: { projects: [createProject('web')], definitions: [], builds: [build] },
  clock: { now: () => now },
})
const { get } = running
const emulator = () => running.emulator
const state = async (path: string) => {
  const { status, result, startTime, finishTime } = (await get(path)).json()
  return { status, result, startTime, finishTime }
}

test('a build goes from queued to completed while the clock goes on', async () => {
  expect(await state('/web/_apis/build/builds/1')).toEqual({ status: 'notStarted' })
  now += 1000
  expect(await state('/web/_apis/build/builds/1')).toEqual({ status: 'inProgress', startTime: '2026-01-15T09:00:01Z' })
  now += 60_000
  expect((await get('/web/_apis/build/builds?statusFilter=completed')).json().count).toBe(0)
  now += 500
  const [listed] = (await get('/web/_apis/build/builds?statusFilter=completed')).json().value
  expect(listed).toMatchObject({
    status: 'completed',
    result: 'failed',
    startTime: '2026-01-15T09:00:01Z',
    finishTime: '2026-01-15T09:01:01.5Z',
  })
})

test('a build that is canceled while it is queued starts when it finishes', async () => {
  const queued = setCourse(createBuild({ id: 2, status: 'notStarted' }), [
    { at: start + 70_000, status: 'cancelling' },
    { at: start + 71_000, status: 'completed', result: 'canceled' },
  ])
  emulator().world.builds.push(queued)
  now = start + 70_500
  expect(await state('/web/_apis/build/builds/2')).toEqual({ status: 'cancelling' })
  now = start + 72_000
  const finishTime = '2026-01-15T09:01:11Z'
  expect(await state('/web/_apis/build/builds/2')).toEqual({
    status: 'completed',
    result: 'canceled',
    startTime: finishTime,
    finishTime,
  })
})

test('the course is not in the JSON', async () => {
  expect((await get('/web/_apis/build/builds/1')).text).not.toContain('"at"')
})

test('a build that goes on with looks at it shows each status, however late they are', async () => {
  const queued = setCourse(createBuild({ id: 3, status: 'notStarted' }), [
    { looks: 1, status: 'inProgress' },
    { looks: 2, status: 'completed' },
  ])
  emulator().world.builds.push(queued)
  const seen: unknown[] = []
  for (let hour = 1; hour <= 5; hour++) {
    now += 3_600_000
    // A response with another build is no look at it.
    await get('/web/_apis/build/builds/1')
    seen.push((await state('/web/_apis/build/builds/3')).status)
  }
  expect(seen).toEqual(['notStarted', 'inProgress', 'inProgress', 'completed', 'completed'])
})
