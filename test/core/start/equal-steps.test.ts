import { describe, expect, test } from '@jest/globals'
import { faults, startEmulator } from '../../../emulator/index.js'
import type { FaultAnswer } from '../../../emulator/types.ts'
import { runInMemory } from '../../support/memory-host.ts'
import { madeUpToken } from '../../support/samples.ts'
import { isStart } from './ends/start-end.ts'
import { HandTurnedClock, pipelineId, startWorld } from './start-setup.ts'

const lostButMade = faults.doneThen(faults.resetsConnection)
const never = faults.resetsConnection

/** Runs two equal steps, as of a matrix, or one after the other. @param answers to the first and the second start */
async function runTwo(answers: readonly (FaultAnswer | undefined)[], together: boolean) {
  const clock = new HandTurnedClock()
  const token = madeUpToken()
  const emulator = await startEmulator({ world: startWorld({ pipeline: { course: [] } }), clock })
  emulator.acceptToken(token)
  let starts = 0
  emulator.fault(isStart, async (request, response, next) => {
    const answer = answers[starts++]
    await (answer === undefined ? next() : answer(request, response, next))
  })
  const run = () =>
    runInMemory(
      {
        organization: emulator.url,
        project: 'web',
        pat: token,
        start: 'true',
        pipelines: String(pipelineId),
        parameters: '',
        retries: '2',
      },
      { clock, random: () => 0.5 },
    )
  try {
    const one = run()
    if (!together) await one
    const both = await Promise.all([one, run()])
    const came = both.map(({ outputs }) => [outputs.outcome, outputs['build-id']].join(' ').trim())
    return { came: together ? came.sort() : came, builds: emulator.world.builds.length, starts }
  } finally {
    await emulator.close()
  }
}

describe('two equal steps', () => {
  test.each<[string, readonly (FaultAnswer | undefined)[], string[], number]>([
    ['both get their answers', [undefined, undefined], ['started 1', 'started 2'], 2],
    ['both answers are lost', [lostButMade, lostButMade], ['error', 'error'], 2],
    ['one answer is lost', [undefined, lostButMade], ['error', 'started 1'], 2],
    ['both requests are lost', [never, never], ['error', 'error'], 0],
  ])('at once: %s, and none is taken for another', async (_, answers, came, builds) => {
    expect(await runTwo(answers, true)).toEqual({ came, builds, starts: 2 })
  })

  // docs/starting.md says so.
  test('at once: one request is lost, and nothing tells that the build that is there is of the other step', async () => {
    expect(await runTwo([undefined, never], true)).toEqual({ came: ['started 1', 'started 1'], builds: 1, starts: 2 })
  })

  test.each<[string, readonly (FaultAnswer | undefined)[], string[], number]>([
    ['the answer to the second is lost', [undefined, lostButMade], ['started 1', 'started 2'], 2],
    ['the second request is lost', [undefined, never], ['started 1', 'error'], 1],
    ['both answers are lost', [lostButMade, lostButMade], ['started 1', 'started 2'], 2],
  ])('one after the other: %s', async (_, answers, came, builds) => {
    expect(await runTwo(answers, false)).toEqual({ came, builds, starts: 2 })
  })
})
