import { describe, expect, test } from '@jest/globals'
import { createBuild, createProject, startEmulator } from '../../emulator/index.js'
import { ask, emulated, token } from './emulated.ts'

const time = (minute: number) => `2026-01-15T09:${String(minute).padStart(2, '0')}:00Z`
const build = (id: number, status: string, queued: number, started?: number, finished?: number) =>
  createBuild({
    id,
    status,
    queueTime: time(queued),
    startTime: started === undefined ? undefined : time(started),
    finishTime: finished === undefined ? undefined : time(finished),
  })

const builds = [
  build(1, 'completed', 1, 2, 30),
  build(2, 'completed', 2, 3, 20),
  build(3, 'inProgress', 3, 10),
  build(4, 'notStarted', 4),
  build(5, 'completed', 5, 6, 25),
  build(6, 'inProgress', 6, 9),
  build(7, 'postponed', 7),
  build(8, 'cancelling', 8, 11),
  build(9, 'completed', 9),
]
const { ids } = emulated({ world: { projects: [createProject('web')], definitions: [], builds } })

describe('builds are grouped by status whatever the order', () => {
  test.each([
    ['queueTimeDescending', [6, 3, 8, 7, 4, 9, 5, 2, 1]],
    ['queueTimeAscending', [3, 6, 8, 7, 4, 1, 2, 5, 9]],
    ['startTimeDescending', [3, 6, 8, 7, 4, 9, 5, 2, 1]],
    ['startTimeAscending', [6, 3, 8, 7, 4, 1, 2, 5, 9]],
    ['finishTimeAscending', [3, 6, 8, 7, 4, 2, 5, 1, 9]],
  ])('%s: %j', async (order, expected) => {
    expect(await ids(`queryOrder=${order}`)).toEqual(expected)
  })

  test('without an order completed ones come last, by finish time', async () => {
    expect(await ids('')).toEqual([6, 3, 8, 7, 4, 9, 1, 5, 2])
  })
})

describe('several builds that are not started', () => {
  const waiting = [
    build(21, 'completed', 1, 2, 3),
    build(22, 'notStarted', 12),
    build(23, 'notStarted', 10),
    build(24, 'inProgress', 5, 6),
    build(25, 'notStarted', 11),
  ]
  const queue = emulated({ world: { projects: [createProject('web')], definitions: [], builds: waiting } })
  test.each([
    ['', [24, 23, 25, 22, 21]],
    ['statusFilter=notStarted', [23, 25, 22]],
    ['statusFilter=notStarted&queryOrder=queueTimeDescending', [22, 25, 23]],
    ['statusFilter=notStarted&queryOrder=finishTimeDescending', [25, 23, 22]],
  ])('?%s: %j, oldest first without an order', async (query, expected) => {
    expect(await queue.ids(query)).toEqual(expected)
  })
})

describe('with $top and neither order nor status', () => {
  test('completed builds fill the first page and running ones are not on it', async () => {
    expect(await ids('$top=3')).toEqual([9, 1, 5])
  })
  test.each(['queryOrder=queueTimeDescending', 'statusFilter=all'])('which %s sets right', async query => {
    expect((await ids(`$top=2&${query}`)).sort()).toEqual([3, 6])
  })
})

test('equal times are in the order of the ids, in the same direction', async () => {
  const twins = [4, 2, 3].map(id => build(id, 'completed', 1, 2, 3))
  const emulator = await startEmulator({ world: { projects: [createProject('web')], definitions: [], builds: twins } })
  emulator.acceptToken(token)
  const list = async (order: string) =>
    (await ask(`${emulator.url}/web/_apis/build/builds?queryOrder=${order}`)).json().value.map(({ id }) => id)
  expect([await list('queueTimeDescending'), await list('queueTimeAscending')]).toEqual([
    [4, 3, 2],
    [2, 3, 4],
  ])
  await emulator.close()
})
