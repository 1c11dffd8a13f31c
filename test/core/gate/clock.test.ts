import { describe, expect, test } from '@jest/globals'
import type { NaiveBuild } from '../../support/naive-server.ts'
import { buildOf, finish, gate, minute, start } from './gate-server.ts'

const pipelines = [['web', 'ci']] as const
const hours = (count: number) => () => count * 60 * minute
/** By the clock of the machine, which is what the times of these tests are by. */
const queuedAgo = (minutes: number) => ({ queued: start - minutes * minute })

describe('The age of a build is by the clock of the service:', () => {
  test('an old build does not pass on a machine whose clock is behind', async () => {
    const builds = [buildOf(1, 1, queuedAgo(30))]
    const { outputs, errors } = await gate({ builds, ahead: hours(2) }, { 'max-age': '1h' })
    expect(outputs.outcome).toBe('failed')
    expect(errors.join()).toMatch(/finished 2h 29m ago, more than 1h/)
  })

  test('a new build passes on a machine whose clock is ahead', async () => {
    const builds = [buildOf(1, 1, queuedAgo(150))]
    const { outputs, log } = await gate({ builds, ahead: hours(-2) }, { 'max-age': '1h' })
    expect(outputs.outcome).toBe('passed')
    expect(log.join('\n')).toMatch(/29m ago/)
  })

  test('a clock that is right to the second is taken as it is', async () => {
    const builds = [buildOf(1, 1, queuedAgo(31))]
    const outcomes = await Promise.all(
      ['30m', '29m'].map(async age => (await gate({ builds, ahead: () => -900 }, { 'max-age': age })).outputs.outcome),
    )
    expect(outcomes).toEqual(['passed', 'failed'])
  })

  test('an old build does not pass after a wait either', async () => {
    const build = buildOf(1, 1, { ...queuedAgo(30), status: 'inProgress' })
    const { outputs } = await gate(
      { builds: [build], ahead: hours(2), before: count => count > 4 && finish(build) },
      { wait: 'true', 'max-age': '1h' },
    )
    expect(outputs.outcome).toBe('failed')
  })
})

describe('How long ago a build was queued is by the clock of the service:', () => {
  const named = { pipelines: 'ci' }
  const rule = { 'require-result': 'succeeded' }

  test.each([{}, named, { order: 'startTimeDescending' }])(
    'a red build is not missed by a machine whose clock is ahead: %j',
    async more => {
      const builds = [buildOf(1, 1, { ...queuedAgo(150), result: 'failed' })]
      const { outputs, ids } = await gate(
        { pipelines, builds, ahead: hours(-2) },
        { ...rule, 'min-time': '1h', 'if-none': 'ignore', ...more },
      )
      expect({ outcome: outputs.outcome, ids }).toEqual({ outcome: 'failed', ids: [1] })
    },
  )

  test.each([{}, named])('an old build is not found by a machine whose clock is behind: %j', async more => {
    const builds = [buildOf(1, 1, queuedAgo(30))]
    const { outputs } = await gate({ pipelines, builds, ahead: hours(2) }, { ...rule, 'min-time': '1h', ...more })
    expect(outputs.outcome).toBe('none')
  })

  test('the other end as well', async () => {
    const builds = [buildOf(1, 1, queuedAgo(30)), buildOf(2, 1, queuedAgo(150))]
    const { ids } = await gate({ builds, ahead: hours(-2) }, { 'max-time': '1h' })
    expect(ids).toEqual([])
  })

  test('a time that was set as it is stays', async () => {
    const builds = [buildOf(1, 1, queuedAgo(150))]
    const since = new Date(start - 120 * minute).toISOString()
    const { ids, requests } = await gate({ builds, ahead: hours(-2) }, { 'min-time': since })
    expect(ids).toEqual([])
    expect(requests.map(({ query }) => query.get('minTime')).filter(time => time !== null)).toHaveLength(2)
  })

  test('a running build is waited for', async () => {
    const build = buildOf(1, 1, { ...queuedAgo(150), status: 'inProgress' })
    const { outputs, requests } = await gate(
      { builds: [build], ahead: hours(-2), before: count => count > 8 && finish(build) },
      { wait: 'true', 'min-time': '1h' },
    )
    expect(outputs).toMatchObject({ outcome: 'passed', 'build-id': '1' })
    expect(requests.length).toBeLessThan(16)
  })

  test.each([
    [0, 2],
    [4, 2],
    [-3, 2],
    [60, 4],
  ])('the clock that is off by %d s costs %d requests', async (seconds, count) => {
    const { requests } = await gate({ builds: [], ahead: () => seconds * 1000 }, { 'min-time': '1h' })
    const lists = requests.filter(({ query }) => query.has('statusFilter'))
    expect(lists).toHaveLength(count)
  })

  test('a service whose clock never says the same is not queried for ever', async () => {
    let turn = 0
    const { requests, outputs } = await gate(
      { builds: [buildOf(1, 1, queuedAgo(1))], ahead: () => (++turn % 2 === 0 ? 1 : -1) * 60 * minute },
      { 'min-time': '3h' },
    )
    expect(outputs.outcome).toBe('found')
    expect(requests.length).toBeLessThan(6)
  })
})

test.each([30, -30])(
  'A clock that is set by %d minutes during a wait hides no build that is queued then',
  async minutes => {
    let jump = 0
    const builds = [buildOf(1, 1, { ...queuedAgo(5), status: 'inProgress', commit: 'c'.repeat(40) })]
    const { outputs, ids } = await gate(
      {
        builds,
        // The machine's clock is set: the service is behind it, or ahead, by as much from now on.
        ahead: () => -jump,
        before(count) {
          if (count === 5) jump = minutes * minute
          if (count === 6)
            builds.push(buildOf(2, 2, { queued: start - jump + minute, commit: 'c'.repeat(40), result: 'failed' }))
          if (count === 12) finish(builds[0] as NaiveBuild)
        },
      },
      { wait: 'true', commit: 'c'.repeat(40), 'poll-interval': '1m' },
    )
    expect({ outcome: outputs.outcome, ids: [...ids].sort() }).toEqual({ outcome: 'failed', ids: [1, 2] })
  },
)
