import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../../src/core/base/time.ts'
import type { Ending, Host } from '../../src/core/host/host.ts'
import { type InputName, inputNames, inputs } from '../../src/core/inputs/inputs.ts'
import type { HostContext, RawInputs } from '../../src/core/inputs/raw-inputs.ts'
import type { OutputName } from '../../src/core/result/outputs.ts'
import { run, type Tools } from '../../src/core/run.ts'

/** What a run told its host. */
export interface Told {
  readonly outputs: Record<OutputName, string>
  /** Every line of the log, in order, annotations included. */
  readonly log: readonly string[]
  /** Lines of the debug log, which are not in `log`. */
  readonly debug: readonly string[]
  readonly warnings: readonly string[]
  readonly errors: readonly string[]
  readonly masks: readonly string[]
  readonly progress: readonly number[]
  readonly summary: string
  readonly ending: Ending
  /** What the file of builds holds; undefined without one. */
  readonly builds: readonly Record<string, unknown>[] | undefined
}

/**
 * Runs the step in this process, with a host that is a map of inputs and a list of what was said. Inputs that are left
 * out have the defaults that the manifests give them.
 * @param options `folder` is the temporary folder; one that is made for this run and removed after it unless set
 */
export async function runInMemory(
  given: Partial<Record<InputName, string>>,
  {
    context = { host: 'github' },
    onSummary,
    folder,
    network,
    ...tools
  }: {
    context?: HostContext
    onSummary?: () => Promise<unknown>
    folder?: string
    network?: Host['network']
  } & Partial<Tools> = {},
): Promise<Told> {
  const temp = folder ?? mkdtempSync(join(tmpdir(), 'step-'))
  const told = { log: [], debug: [], warnings: [], errors: [], masks: [], progress: [] } as {
    [K in 'log' | 'debug' | 'warnings' | 'errors' | 'masks']: string[]
  } & { progress: number[] }
  const outputs = {} as Record<OutputName, string>
  let summary = ''
  let ending: Ending | undefined
  const standard = inputNames.map(name => [name, (inputs[name] as { default?: string }).default ?? ''])
  const host: Host = {
    read: () => ({ inputs: { ...Object.fromEntries(standard), ...given } as RawInputs, context }),
    mask: secret => told.masks.push(secret),
    network: network ?? (() => ({})),
    temporaryFolder: () => temp,
    info: line => told.log.push(line),
    debug: line => told.debug.push(line),
    warn: message => told.warnings.push(message) && told.log.push(message),
    error: message => told.errors.push(message) && told.log.push(message),
    group: (title, lines) => told.log.push(title, ...lines),
    progress: percent => told.progress.push(percent),
    setOutput: (name, value) => {
      outputs[name] = value
    },
    writeSummary: async markdown => {
      summary += markdown
      await onSummary?.()
    },
    end: how => {
      ending = how
    },
  }
  try {
    await run(host, { clock: systemClock, random: Math.random, ...tools })
    if (ending === undefined) throw new Error('the run did not end')
    const file = outputs['builds-file']
    const builds = file ? JSON.parse(readFileSync(file, 'utf8')) : undefined
    return { ...told, outputs, summary, ending, builds }
  } finally {
    if (folder === undefined) rmSync(temp, { recursive: true, force: true })
  }
}
