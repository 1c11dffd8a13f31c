import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../../src/core/base/time.ts'
import { type CallStepTools, call } from '../../src/core/call.ts'
import type { Ending, Host } from '../../src/core/host/host.ts'
import { type CallInputName, callInputNames, callInputs } from '../../src/core/inputs/call-inputs.ts'
import type { HostContext } from '../../src/core/inputs/raw-inputs.ts'
import type { CallOutputName } from '../../src/core/rest/call-outputs.ts'

export type CallInputs = Partial<Record<CallInputName, string>>

/** What a call told its host. */
export interface ToldCall {
  readonly outputs: Record<CallOutputName, string>
  /** Every line of the log, in order, annotations and debug lines included. */
  readonly log: readonly string[]
  readonly warnings: readonly string[]
  readonly errors: readonly string[]
  readonly masks: readonly string[]
  readonly summary: string
  readonly ending: Ending
  /** What the result file holds; undefined without one, or if that is longer than 16 MiB. */
  readonly file: string | undefined
  /** The permissions of the result file. */
  readonly mode: number | undefined
  /** What happened to the host, in order: masks before outputs. */
  readonly events: readonly string[]
}

/** All inputs of the call step: those that are set, and the defaults that the manifests give them. */
export function callInputsOf(given: CallInputs = {}): Record<CallInputName, string> {
  const standard = callInputNames.map(name => [name, (callInputs[name] as { default?: string }).default ?? ''])
  return { ...(Object.fromEntries(standard) as Record<CallInputName, string>), ...given }
}

/** Runs the call step in this process, with a host that is a map of inputs and a list of what was said. */
export async function callInMemory(
  given: CallInputs,
  {
    context = { host: 'github' },
    network,
    ...tools
  }: { context?: HostContext; network?: Host['network'] } & Partial<CallStepTools> = {},
): Promise<ToldCall> {
  const temp = mkdtempSync(join(tmpdir(), 'call-'))
  const log: string[] = []
  const warnings: string[] = []
  const errors: string[] = []
  const masks: string[] = []
  const events: string[] = []
  const outputs = {} as Record<CallOutputName, string>
  let summary = ''
  let ending: Ending | undefined
  const host: Host<CallInputName, CallOutputName> = {
    read: () => ({ inputs: callInputsOf(given), context }),
    mask: secret => masks.push(secret) && events.push('mask'),
    network: network ?? (() => ({})),
    temporaryFolder: () => temp,
    info: line => log.push(line),
    debug: line => log.push(line),
    warn: message => warnings.push(message) && log.push(message),
    error: message => errors.push(message) && log.push(message),
    group: (title, lines) => log.push(title, ...lines),
    progress: () => undefined,
    setOutput(name, value) {
      outputs[name] = value
      events.push(`output ${name}`)
    },
    async writeSummary(markdown) {
      summary += markdown
      events.push('summary')
    },
    end(how) {
      ending = how
    },
  }
  try {
    await call(host, { clock: systemClock, random: Math.random, ...tools })
    if (ending === undefined) throw new Error('the call did not end')
    const path = outputs['result-file']
    const stat = path ? statSync(path) : undefined
    // What is longer is no text.
    const file = path && stat && stat.size < 2 ** 24 ? readFileSync(path, 'utf8') : undefined
    const mode = stat && stat.mode & 0o777
    return { outputs, log, warnings, errors, masks, summary, ending, file, mode, events }
  } finally {
    rmSync(temp, { recursive: true, force: true })
  }
}
