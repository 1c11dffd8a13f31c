import { expect, test } from '@jest/globals'
import { buildOf, gate, minute, start } from './gate-server.ts'

const builds = Array.from({ length: 450 }, (_, index) =>
  buildOf(index + 1, 1, { queued: start - (index + 1) * minute, result: index % 2 === 0 ? 'failed' : 'succeeded' }),
)
const all = { 'build-ids': builds.map(({ id }) => id).join(), top: '0' }

test.each([
  [{}, 450],
  [{ result: 'failed' }, 225],
  [{ order: 'finishTimeDescending' }, 450],
  [{ status: 'completed' }, 450],
])('many build IDs are requested 200 at a time with %j', async (given, count) => {
  const { ids, requests } = await gate({ builds }, { ...all, ...given })
  expect(ids).toEqual([...ids].sort((a, b) => Number(a) - Number(b)))
  expect(ids).toHaveLength(count)
  expect(requests.map(({ query }) => query.get('buildIds')?.split(',').length)).toEqual([200, 200, 50])
})
