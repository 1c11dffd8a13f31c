import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { causes } from '../../../src/core/errors/causes.ts'
import { StepError } from '../../../src/core/errors/errors.ts'
import { parseMap } from '../../../src/core/inputs/map.ts'
import { startEnds } from './ends/index.ts'
import { lookAlikeNumber } from './ends/look-alikes.ts'
import type { Came, StartEnd } from './ends/start-end.ts'
import { openFront } from './front.ts'
import { playStart, type StartPlayed } from './start-scene.ts'

/** Only the timers that the step sets, so that two minutes of silence take no time; what Node sets itself goes on. */
beforeAll(() => {
  const kept = ['nextTick', 'setImmediate', 'clearImmediate', 'queueMicrotask', 'setInterval', 'clearInterval'] as const
  jest.useFakeTimers({ doNotFake: [...kept, 'Date', 'hrtime', 'performance'] })
})
afterAll(() => void jest.useRealTimers())

async function play({ scene, inputs = {}, prepare }: StartEnd): Promise<StartPlayed> {
  const front = await openFront()
  try {
    const { branch, commit, parameters = '', variables = '' } = inputs
    const ref = branch === undefined || branch.startsWith('refs/') ? branch : `refs/heads/${branch}`
    return await playStart({
      ...scene,
      front,
      settings: { ref, commit, parameters: parseMap(parameters), variables: parseMap(variables) },
      prepare: (emulator, clock) =>
        prepare?.({ emulator, clock, front, timeOut: time => jest.advanceTimersByTime(time) }),
    })
  } finally {
    front.close()
  }
}

/** What the step makes of it, as far as it says so. */
function cameOf({ started, error }: StartPlayed): Came {
  if (error instanceof StepError) return error.reason === 'start-unknown' ? 'unknown' : 'not started'
  if (started === undefined) throw error
  if (started.differences.length > 0 || started.errors.length > 0) return 'false start'
  return started.adopted ? 'adopted' : 'started'
}

/** Everything that a user can read. */
function textOf({ started, error, said, warned }: StartPlayed): string {
  const told = error instanceof StepError ? [causes[error.reason].what, error.message] : []
  const errors = started?.errors.map(one => one.said) ?? []
  return [...said, ...warned, ...told, ...(started?.differences ?? []), ...errors].join('\n')
}

test('there are at least 40 ends, each with a title of its own', () => {
  expect(startEnds.length).toBeGreaterThanOrEqual(40)
  expect(new Set(startEnds.map(({ title }) => title)).size).toBe(startEnds.length)
})

describe('however the request that starts a build ends, none is started twice, and nothing is claimed that is not so:', () => {
  test.each(startEnds)('$title', async end => {
    const played = await play(end)
    const made = played.emulator.world.builds.filter(({ buildNumber }) => buildNumber !== lookAlikeNumber)
    expect({ came: cameOf(played), made: made.length, posts: played.posts }).toEqual({
      came: end.came,
      made: end.made,
      posts: end.posts ?? 1,
    })
    // What is returned is the own build, and it is known at once.
    if (played.started !== undefined) {
      expect(played.started.found.build.id).toBe(made[0]?.id)
      expect(played.early.map(({ build }) => build.id)).toEqual([made[0]?.id])
    } else expect(played.early).toEqual([])
    expect(textOf(played)).toMatch(end.says ?? (end.came === 'unknown' ? /may have been started/ : /(?:)/))
    expect(textOf(played)).not.toContain(played.token)
  })
})
