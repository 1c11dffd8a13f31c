import { startEmulator } from '../../../emulator/index.js'
import type { Emulator } from '../../../emulator/types.ts'
import { runInMemory, type Told } from '../../support/memory-host.ts'
import { madeUpToken } from '../../support/samples.ts'
import type { StartEnd } from './ends/start-end.ts'
import { openFront } from './front.ts'
import { HandTurnedClock, pipelineId, startWorld, through } from './start-setup.ts'

export interface StartRun extends Told {
  readonly emulator: Emulator
  readonly token: string
  /** How many requests to start a build the service saw. */
  readonly posts: number
}

/** Runs the whole step, which starts the pipeline unless the inputs say otherwise, against an emulator of its own. */
export async function runStart(
  { setup = {}, inputs, prepare }: Pick<StartEnd, 'setup' | 'inputs' | 'prepare'>,
  timeOut: (milliseconds: number) => void = () => undefined,
): Promise<StartRun> {
  const clock = new HandTurnedClock()
  const token = madeUpToken()
  const emulator = await startEmulator({ world: startWorld(setup), clock, ...setup.emulator })
  const front = await openFront()
  try {
    emulator.acceptToken(token, setup.grant)
    const organization = through(front, emulator.url)
    prepare?.({ emulator, clock, front, timeOut })
    const start = { start: 'true', pipelines: String(pipelineId), retries: '2' }
    const given = { organization, project: 'web', pat: token, ...start, ...inputs }
    const told = await runInMemory(given, { clock, random: () => 0.5 })
    const posts = emulator.requests.filter(({ method }) => method === 'POST').length
    return { ...told, emulator, token, posts }
  } finally {
    front.close()
    await emulator.close()
  }
}
