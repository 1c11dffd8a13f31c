import { randomBytes } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import { createTimeline, startEmulator, timelinesOf } from '../../../emulator/index.js'
import type { Quirks } from '../../../emulator/quirks.js'
import type { Emulator, TimelineOutline } from '../../../emulator/types.ts'
import type { InputName } from '../../../src/core/inputs/inputs.ts'
import { runInMemory } from '../../support/memory-host.ts'
import { HandTurnedClock, startWorld } from '../start/start-setup.ts'

const value = `made-up-${randomBytes(6).toString('hex')}`
const course = [
  { after: 2_000, status: 'inProgress' },
  { after: 90_000, status: 'completed', result: 'failed' },
]

interface Played {
  readonly inputs?: Partial<Record<InputName, string>>
  readonly quirks?: Partial<Quirks>
  readonly outline?: TimelineOutline
}

/** Starts a build with a value that nobody may see, waits for it, and says why it failed. */
async function play({ inputs = {}, quirks = {}, outline = { stages: [] } }: Played) {
  const token = `made-up-${randomBytes(12).toString('hex')}`
  const clock = new HandTurnedClock()
  const world = startWorld({ pipeline: { course, parameters: { region: {} } } })
  const emulator: Emulator = await startEmulator({ world, clock, quirks, tokens: { [token]: { kind: 'pat' } } })
  timelinesOf(world).set(1, createTimeline(outline))
  try {
    const given = { organization: emulator.url, project: 'web', pat: token, pipelines: 'deploy', start: 'true' }
    const told = await runInMemory({ ...given, parameters: `region: ${value}`, ...inputs }, { clock, random: () => 0 })
    const timelines = emulator.requests.filter(({ path }) => path.endsWith('/timeline')).length
    return { ...told, timelines, all: JSON.stringify([told.log, told.summary, told.outputs]) }
  } finally {
    await emulator.close()
  }
}

describe('A started build', () => {
  test('is explained without the values that it was started with, while it runs and when it has failed', async () => {
    const tasks = [{ name: `Deploy to ${value}`, issues: [`No quota in ${value}`, 'Broken'] }]
    const outline: TimelineOutline = { stages: [{ name: `Deploy ${value}`, jobs: [{ name: 'Linux', tasks }] }] }
    const { all, outputs, timelines } = await play({ inputs: { wait: 'true' }, outline })
    expect(outputs).toMatchObject({
      outcome: 'failed',
      failure: 'Deploy *** > Linux > Deploy to ***: No quota in *** (+1 more)',
    })
    expect(all).not.toContain(value)
    // One at the heartbeat, one for the verdict.
    expect(timelines).toBe(2)
  })

  test('that was refused has its reason in the outputs too, said once and without a request', async () => {
    const { all, outputs, timelines, errors } = await play({
      inputs: { parameters: `region: ${value}\nother: x` },
      quirks: { deadOnArrival: true },
    })
    expect(outputs.outcome).toBe('failed')
    expect(outputs.failure).toContain('other')
    expect(JSON.parse(outputs.failures)).toMatchObject([{ kind: 'validation' }])
    expect({ timelines, errors: errors.length }).toEqual({ timelines: 0, errors: 1 })
    expect(all).not.toContain(value)
  })
})
