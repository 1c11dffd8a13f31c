import { startEmulator } from '../../emulator/index.js'
import type { RequestRecord } from '../../emulator/types.ts'
import { tokenForms } from '../../hosts/token-forms.js'
import { type Clock, systemClock } from '../../src/core/base/time.ts'
import type { HostContext } from '../../src/core/inputs/raw-inputs.ts'
import type { Tools } from '../../src/core/run.ts'
import { runInMemory, type Told } from './memory-host.ts'
import { newToken, type StepSetup } from './step.ts'

export interface MemorySetup extends Omit<StepSetup, 'options'> {
  readonly context?: HostContext
  readonly tools?: Partial<Tools>
}

export interface MemoryRun extends Told {
  /** The organization. */
  readonly url: string
  readonly token: string
  readonly requests: readonly RequestRecord[]
  /** Lines, outputs, and the summary that hold the token in any form. */
  readonly leaks: readonly string[]
}

/** Real time, but for pauses of the step, which take none. */
export function clockWithoutPauses(): Clock & { readonly pauses: readonly number[] } {
  let skipped = 0
  const pauses: number[] = []
  return {
    pauses,
    now: () => systemClock.now() + skipped,
    sleep: async (duration, signal) => {
      signal.throwIfAborted()
      pauses.push(duration)
      skipped += duration
    },
  }
}

/** The step in this process, against an emulator of its own. It takes a tenth of the time of a bundle in a process. */
export async function runStepInMemory(setup: MemorySetup = {}): Promise<MemoryRun> {
  const { grant, builds, prepare, inputs = {}, context, tools } = setup
  const token = newToken()
  const emulator = await startEmulator({
    ...setup.emulator,
    tokens: grant === false ? {} : { [token]: { kind: 'pat', ...grant } },
  })
  try {
    if (builds !== undefined) emulator.world.builds = [...builds]
    await prepare?.(emulator, token)
    const given = typeof inputs === 'function' ? inputs(emulator, token) : inputs
    const standard = { organization: emulator.url, project: 'web', pat: token }
    const told = await runInMemory({ ...standard, ...given }, { ...tools, ...(context && { context }) })
    const { url, requests } = emulator
    return { ...told, url, token, requests, leaks: leaksOf(told, token, given.username) }
  } finally {
    await emulator.close()
  }
}

function leaksOf({ log, debug, outputs, summary, builds }: Told, token: string, username?: string): string[] {
  const forms = Object.values(tokenForms(token, username))
  const texts = [...log, ...debug, ...Object.values(outputs), summary, JSON.stringify(builds ?? '')]
  return texts.filter(text => forms.some(form => text.includes(form)))
}
