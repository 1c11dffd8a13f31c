import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { startEnds } from './ends/index.ts'
import { lookAlikeNumber } from './ends/look-alikes.ts'
import type { Came } from './ends/start-end.ts'
import { runStart, type StartRun } from './run-start.ts'

/** Only the timers that the step sets, so that two minutes of silence take no time; what Node sets itself goes on. */
beforeAll(() => {
  const kept = ['nextTick', 'setImmediate', 'clearImmediate', 'queueMicrotask', 'setInterval', 'clearInterval'] as const
  jest.useFakeTimers({ doNotFake: [...kept, 'Date', 'hrtime', 'performance'] })
})
afterAll(() => void jest.useRealTimers())

/** What the step says that it came to. */
function cameOf({ outputs, ending, log, errors }: StartRun): Came {
  const said = log.join('\n')
  if (outputs.outcome === 'started' && ending.result === 'passed')
    return said.includes('Found the build that was started: ') ? 'adopted' : 'started'
  if (ending.result !== 'failed') throw new Error(`it ended as ${ending.result} with ${outputs.outcome}`)
  if (outputs.outcome === 'failed') return 'false start'
  if (outputs.outcome !== 'error') throw new Error(`it failed with ${outputs.outcome}`)
  return errors.join('\n').includes('A build may have been started.') ? 'unknown' : 'not started'
}

/** Everything that a user, a later step, or a log archive gets. */
function textOf({ log, outputs, summary, builds }: StartRun): string {
  return [...log, JSON.stringify(outputs), summary, JSON.stringify(builds ?? [])].join('\n')
}

test('there are at least 40 ends, each with a title of its own', () => {
  expect(startEnds.length).toBeGreaterThanOrEqual(40)
  expect(new Set(startEnds.map(({ title }) => title)).size).toBe(startEnds.length)
})

describe('however the request that starts a build ends, none is started twice, and nothing is claimed that is not so:', () => {
  test.each(startEnds)('$title', async end => {
    const ran = await runStart(end, time => jest.advanceTimersByTime(time))
    const made = ran.emulator.world.builds.filter(({ buildNumber }) => buildNumber !== lookAlikeNumber)
    expect({ came: cameOf(ran), made: made.length, posts: ran.posts }).toEqual({
      came: end.came,
      made: end.made,
      posts: end.posts ?? 1,
    })
    const isKnown = ['started', 'adopted', 'false start'].includes(end.came)
    const id = isKnown ? String(made[0]?.id) : ''
    expect([ran.outputs['build-id'], ran.outputs.count]).toEqual([id, isKnown ? '1' : ''])
    expect(ran.builds?.map(build => String(build.id))).toEqual(isKnown ? [id] : undefined)
    const text = textOf(ran)
    expect(text).toMatch(end.says ?? /(?:)/)
    if (end.came === 'unknown') expect(text).toMatch(/_build\?definitionId=178/)
    expect(text).not.toContain(ran.token)
  })
})
