import { describe, expect, test } from '@jest/globals'
import { createBuild, createDefinition, createProject, faults, setCourse } from '../../../emulator/index.js'
import type { BuildOverrides, Emulator, RequestRecord, WireBuild } from '../../../emulator/types.ts'
import type { Clock } from '../../../src/core/base/time.ts'
import { turnedClock } from '../../support/turned-clock.ts'
import { ask, type Given } from './query-run.ts'

const start = Date.UTC(2026, 0, 15, 9)
const second = 1000
const commit = 'abcdef1'.padEnd(40, '0')
const pipelines = ['ci', 'nightly'].map((name, index) => createDefinition({ id: index + 1, name }))

interface Plan extends BuildOverrides {
  /** Seconds after the start at which it is queued, starts, and ends; negative before. */
  readonly queued?: number
  readonly started?: number
  readonly ended?: number
  /** Seconds at which a stage of it is run again, and ends, with another result. */
  readonly again?: readonly [started: number, ended: number, result: 'succeeded' | 'failed']
}

/** A build that goes through its plan while time passes. */
function buildOf({ queued = -60, started = -50, ended, result = 'succeeded', again, ...overrides }: Plan): WireBuild {
  const at = (seconds: number) => start + seconds * second
  const queueTime = new Date(at(queued)).toISOString()
  const definition = pipelines[0] ?? {}
  const build = createBuild({ status: 'notStarted', queueTime, definition, sourceVersion: commit, ...overrides })
  const steps = [{ at: at(started), status: 'inProgress' }]
  if (ended === undefined) return setCourse(build, steps)
  const ending = [...steps, { at: at(ended), status: 'completed', result }]
  if (again === undefined) return setCourse(build, ending)
  const [restarted, end, other] = again
  const rerun = [
    { at: at(restarted), status: 'inProgress' },
    { at: at(end), status: 'completed', result: other },
  ]
  return setCourse(build, [...ending, ...rerun])
}

const polled = ({ query }: RequestRecord) => query.get('buildIds')

/** Waits with time that passes only between polls, ten seconds apart. */
async function wait(
  plans: readonly Plan[],
  given: Given = {},
  prepare: (emulator: Emulator) => void = () => undefined,
  clock: Clock = turnedClock(start),
) {
  const world = {
    projects: [createProject('web')],
    definitions: [...pipelines],
    builds: plans.map((plan, index) => buildOf({ id: index + 1, buildNumber: `n${index + 1}`, ...plan })),
  }
  const asked = await ask(
    world,
    { wait: 'true', 'poll-interval': '10s', 'if-none': 'fail', explain: 'false', ...given },
    {
      clock,
      random: () => 0,
      // What is queued later is not in lists before.
      quirks: { listLag: 1 },
      prepare,
    },
  )
  return { ...asked, polls: asked.requests.flatMap(request => polled(request) ?? []) }
}

/** Lines without the introduction and what is said of the result. */
function linesOf(log: readonly string[]): readonly string[] {
  const from = log.findIndex(line => line.startsWith('Authentication')) + 1
  const to = log.findIndex(line => /^(?:Checked|\d+ builds?$)/.test(line))
  return log.slice(from, to < 0 ? undefined : to).map(line => line.replace(/ http:\S+/, ' URL'))
}

describe('Waiting says', () => {
  test('what it waits for, with its page, and each change', async () => {
    const { log, outputs } = await wait([{ started: 5, ended: 25 }])
    expect(linesOf(log)).toEqual([
      'Waiting for ci n1 (notStarted): URL',
      'ci n1: notStarted → inProgress',
      'ci n1: inProgress → succeeded',
    ])
    expect(outputs).toMatchObject({ outcome: 'passed', 'build-result': 'succeeded' })
  })

  test('that there is nothing to wait for', async () => {
    expect(linesOf((await wait([{ ended: -1 }])).log)).toEqual(['The build is already completed.'])
    const both = [{ ended: -1 }, { ended: -1, definition: pipelines[1] ?? {} }]
    expect(linesOf((await wait(both)).log)).toEqual(['All 2 builds are already completed.'])
  })

  test('that no build matches yet, and then which one it waits for', async () => {
    const { log } = await wait([{ queued: 15, started: 16, ended: 25 }])
    expect(linesOf(log)).toEqual([
      'No build matches yet. Checking again for 5m.',
      'Waiting for ci n1 (inProgress): URL',
      'ci n1: inProgress → succeeded',
    ])
  })

  test('which of the named pipelines has no build yet, and when it appears', async () => {
    const later = { queued: 12, started: 13, ended: 18, definition: pipelines[1] ?? {} }
    const { log, outputs } = await wait([{ ended: 5 }, later], { pipelines: 'ci,nightly' })
    expect(linesOf(log)).toEqual([
      'No build matches yet for nightly. Checking again for 5m.',
      'ci n1: inProgress → succeeded',
      'nightly n2 appeared: URL',
      'All 2 builds are already completed.',
    ])
    expect(outputs).toMatchObject({ outcome: 'passed', count: '2' })
  })

  test('that a build goes on of which a stage is run again, and judges how it ends then', async () => {
    const other = { ended: 55, definition: pipelines[1] ?? {} }
    const inputs = { pipelines: 'ci,nightly', 'require-result': 'succeeded' }
    const worse = await wait([{ ended: -1, again: [15, 35, 'failed'] }, other], inputs)
    expect(linesOf(worse.log)).toEqual(
      expect.arrayContaining(['ci n1: succeeded → inProgress', 'ci n1: inProgress → failed']),
    )
    expect(worse.outputs).toMatchObject({ outcome: 'failed' })
    const better = await wait([{ ended: -1, result: 'failed', again: [15, 75, 'succeeded'] }, other], inputs)
    expect(better.outputs).toMatchObject({ outcome: 'passed' })
    expect(better.log).toContain('ci n1: inProgress → succeeded')
  })

  describe('that a newer build has no commit yet, and', () => {
    const late = ({ quirks }: Emulator) => void Object.assign(quirks, { lateCommit: true })
    const queued = { queued: -10 }
    const inputs = { commit, 'require-result': 'succeeded' }
    const told = '1 queued build has no commit yet. Checking again for 5m.'

    test.each([
      ['of its pipeline', 'ci', 0, [2]],
      ['of any pipeline', '', 1, [2, 1]],
    ])('judges it if it is for this commit: %s', async (_, names, index, ids) => {
      const later = {
        ...queued,
        started: 15,
        ended: 25,
        result: 'failed',
        definition: pipelines[index] ?? {},
      }
      const waited = await wait([{ ended: -1 }, later], { ...inputs, pipelines: names }, late)
      expect(waited.log).toContain(told)
      expect([waited.outputs.outcome, waited.ids]).toEqual(['failed', ids])
    })

    test.each(['ci', ''])('judges the older one if it is for another commit: %j', async names => {
      const later = { ...queued, started: 15, ended: 25, result: 'failed', sourceVersion: 'f'.repeat(40) }
      const waited = await wait([{ ended: -1 }, later], { ...inputs, pipelines: names }, late)
      expect(waited.log).toContain(told)
      expect([waited.outputs.outcome, waited.ids]).toEqual(['passed', [1]])
      expect(waited.log.join()).not.toContain('not judged')
    })

    test.each(['ci', ''])('warns if that stays so: %j', async names => {
      const waited = await wait([{ ended: -1 }, { ...queued, started: 9000 }], { ...inputs, pipelines: names }, late)
      expect([waited.outputs.outcome, waited.ids]).toEqual(['passed', [1]])
      expect(waited.log.join()).toContain('1 queued build has no commit yet, so it was not judged.')
    })

    test('does not wait for one that comes after the one that counts', async () => {
      const waited = await wait([{ ended: -1 }, { queued: -90, started: 9000 }], { ...inputs, pipelines: 'ci' }, late)
      expect([waited.outputs.outcome, waited.ids, waited.polls]).toEqual(['passed', [1], []])
      expect(waited.log.join()).not.toContain('no commit yet')
    })

    test('warns at once where nothing is waited for', async () => {
      const given = { ...inputs, wait: 'false', pipelines: 'ci' }
      const asked = await wait([{ ended: -1 }, { ...queued, started: 9000 }], given, late)
      expect(asked.outputs.outcome).toBe('passed')
      expect(asked.log.join()).toContain('1 queued build has no commit yet, so it was not judged.')
    })
  })

  test('the pages of ten builds at most', async () => {
    const many = Array.from({ length: 13 }, (_, index) => ({ ended: 5, queued: -60 - index }))
    const { log } = await wait(many, { 'max-builds-per-pipeline': '20' })
    expect(log.filter(line => /^Waiting for ci n/.test(line))).toHaveLength(10)
    expect(log).toContain('Waiting for 3 more builds.')
  })
})

describe('A poll after the first', () => {
  test('asks for the builds that are known, by their IDs, and for nothing else', async () => {
    const plans = [{ ended: 15 }, { ended: 35, definition: pipelines[1] ?? {} }]
    const { polls, requests } = await wait(plans, { pipelines: 'ci,nightly' })
    expect(polls).toEqual(['2,1', '2,1', '2,1', '2,1'])
    // Two lookups, and the lists of unfinished and completed builds.
    expect(requests).toHaveLength(4 + polls.length)
  })

  test('looks for builds queued since the last one if some have still to appear', async () => {
    const { queries } = await wait([{ queued: 25, started: 26, ended: 27 }], { commit: 'abcdef1' })
    const minTimes = queries.filter(({ statusFilter }) => statusFilter === 'completed').map(({ minTime }) => minTime)
    expect(minTimes[0]).toBeUndefined()
    // Half a minute more than since the last poll, for clocks and lists that lag behind.
    expect(minTimes.slice(1, 3).map(time => Date.parse(time ?? '') - start)).toEqual([-30 * second, -20 * second])
  })

  test('that fails is tolerated three times in a row, and more often if one in between does not', async () => {
    const failing = (count: number) => (emulator: Emulator) => {
      let polls = 0
      const isFault = (request: RequestRecord) => polled(request) !== null && polls++ % (count + 1) < count
      emulator.fault(isFault, faults.status(503))
    }
    const { log, outputs } = await wait([{ ended: 75 }], { retries: '0' }, failing(3))
    expect(outputs.outcome).toBe('passed')
    expect(log.filter(line => line.startsWith('This poll failed'))).toEqual([
      expect.stringMatching(/^This poll failed \(1 of at most 3 in a row\), the wait goes on: /),
      expect.stringContaining('(2 of at most 3'),
      expect.stringContaining('(3 of at most 3'),
      expect.stringContaining('(1 of at most 3'),
      expect.stringContaining('(2 of at most 3'),
      expect.stringContaining('(3 of at most 3'),
    ])
    const given = await wait([{ ended: 75 }], { retries: '0' }, failing(4))
    expect([given.outputs.outcome, given.polls.length]).toEqual(['error', 4])
  })

  test('that is refused ends the step at once', async () => {
    const refuse = (emulator: Emulator) => void emulator.fault(request => polled(request) !== null, faults.status(403))
    const { outputs, polls } = await wait([{ ended: 75 }], {}, refuse)
    expect([outputs.outcome, polls.length]).toEqual(['error', 1])
  })
})

describe('When the time to appear is over', () => {
  test.each([
    ['fail', 'timed-out', 'failed'],
    ['warn', 'none', 'passed'],
    ['ignore', 'none', 'passed'],
  ])('and there is no build, if-none: %s has the outcome %s', async (ifNone, outcome, result) => {
    const { outputs, ending } = await wait([], { 'if-none': ifNone, 'appear-timeout': '30s' })
    expect({ outcome: outputs.outcome, result: ending.result }).toEqual({ outcome, result })
  })

  test.each([
    ['fail', 'timed-out'],
    ['warn', 'passed'],
    ['ignore', 'passed'],
  ])('and a named pipeline has none, if-none: %s has the outcome %s', async (ifNone, outcome) => {
    const given = { pipelines: 'ci,nightly', 'if-none': ifNone, 'appear-timeout': '30s' }
    expect((await wait([{ ended: 35 }], given)).outputs).toMatchObject({ outcome, 'build-id': '1' })
  })

  test('a service that fails is not taken for one without builds', async () => {
    const given = { 'if-none': 'ignore', 'appear-timeout': '30s', retries: '0' }
    const { outputs, ending } = await wait([], given, ({ fault }) => void fault(() => true, faults.status(503)))
    expect({ outcome: outputs.outcome, result: ending.result }).toEqual({ outcome: 'error', result: 'failed' })
  })

  test('a failed poll before which time was left, and after which none is, is not taken for one either', async () => {
    for (let tick = 3; tick < 150; tick += 7) {
      // Time passes with every look at the clock, so that it is over at any place in between.
      const { sleep, now } = turnedClock(start)
      let looks = 0
      const ticking: Clock = { sleep, now: () => now() + tick * looks++ }
      const given = { 'if-none': 'ignore', 'appear-timeout': '1s', retries: '0' }
      const { outputs, ending } = await wait(
        [],
        given,
        ({ fault }) => void fault(() => true, faults.status(503)),
        ticking,
      )
      expect({ tick, outcome: outputs.outcome, ending }).toEqual({
        tick,
        outcome: 'error',
        ending: { result: 'failed' },
      })
    }
  })

  test('a build that appeared in the last moment counts', async () => {
    const given = { 'appear-timeout': '25s', 'poll-interval': '20s' }
    expect((await wait([{ queued: 23, started: 24, ended: 30 }], given)).outputs.outcome).toBe('passed')
  })
})

describe('When the time to complete is over', () => {
  test('the step fails, and its outputs know the build', async () => {
    const { outputs, errors } = await wait([{}], { 'wait-timeout': '30s' })
    expect(outputs).toMatchObject({ outcome: 'timed-out', 'build-id': '1', 'build-status': 'inProgress' })
    expect(errors).toEqual([expect.stringMatching(/^Gate failed: Not completed within 30s\.[^\n]*\n {2}ci n1 /)])
  })

  test('a build that ended in the last moment counts', async () => {
    const given = { 'wait-timeout': '25s', 'poll-interval': '1h' }
    const { outputs, polls } = await wait([{ ended: 24 }], given)
    expect([outputs.outcome, polls.length]).toEqual(['passed', 1])
  })

  test('a poll that fails is no other error', async () => {
    const given = { 'wait-timeout': '25s', 'poll-interval': '1h', retries: '0' }
    const fail = (emulator: Emulator) => void emulator.fault(request => polled(request) !== null, faults.status(503))
    const { outputs, log } = await wait([{ ended: 24 }], given, fail)
    expect(outputs).toMatchObject({ outcome: 'timed-out', 'build-status': 'inProgress' })
    expect(log).toContainEqual(expect.stringMatching(/^The last poll failed: /))
  })
})

test('A build that appears is fixed, and a later one of its pipeline changes nothing', async () => {
  const { ids, outputs } = await wait(
    [
      { ended: 25, result: 'failed' },
      { queued: 5, started: 6, ended: 9 },
    ],
    { pipelines: 'ci' },
  )
  expect([ids, outputs.outcome]).toEqual([[1], 'failed'])
})

test('With a commit and no names, builds of other pipelines join until the verdict', async () => {
  const other = { definition: pipelines[1] ?? {}, queued: 12, started: 13, ended: 38, result: 'failed' }
  const joined = await wait([{ ended: 25 }, other], { commit: 'abcdef1' })
  expect([joined.outputs.outcome, joined.outputs.count]).toEqual(['failed', '2'])
  expect(joined.log).toContainEqual(expect.stringMatching(/^nightly n2 appeared: /))
  const late = await wait([{ ended: 25 }, { ...other, queued: 31, started: 32 }], { commit: 'abcdef1' })
  expect([late.outputs.outcome, late.outputs.count]).toEqual(['passed', '1'])
})

test('Progress grows from nothing, and is never whole before the end', async () => {
  const { progress } = await wait([{ ended: 95 }], { 'wait-timeout': '100s' })
  expect(progress).toEqual([0, 10, 20, 30, 40, 50, 60, 70, 80, 90])
  expect((await wait([{ ended: 99 }], { 'wait-timeout': '100s', 'poll-interval': '1h' })).progress).toEqual([0])
})

test('A step that is canceled while it waits tells the builds that it knows', async () => {
  const cancel = (emulator: Emulator) =>
    void emulator.fault(
      request => polled(request) !== null,
      async (_, response) => {
        process.emit('SIGINT')
        response.destroy()
      },
    )
  const { outputs, ending, ids } = await wait([{ ended: 25 }], {}, cancel)
  expect(ending).toEqual({ result: 'canceled', signal: 'SIGINT' })
  expect(outputs).toMatchObject({ outcome: 'canceled', count: '1', 'build-id': '1', 'build-status': 'inProgress' })
  expect(ids).toEqual([1])
})
