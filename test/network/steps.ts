import { randomBytes } from 'node:crypto'
import { startEmulator } from '../../emulator/index.js'
import type { Emulator, EmulatorOptions } from '../../emulator/types.ts'
import { runOnAzure, runOnGitHub } from '../../hosts/index.js'
import type { AzureOptions, Result } from '../../hosts/types.js'

/** Made when the tests run, so that nothing in the repository looks like a credential. */
export const madeUp = (name: string): string => `${name}-${randomBytes(12).toString('hex')}`

export const hosts = {
  github: (options: AzureOptions) => runOnGitHub(options),
  azure: (options: AzureOptions) => runOnAzure(options),
}
export type HostName = keyof typeof hosts
export const hostNames = Object.keys(hosts) as HostName[]

/** What a step came to; its folders are gone already. */
export type Came = Pick<Result, 'result' | 'outputs' | 'stderr' | 'log' | 'lines' | 'durationMs' | 'annotations'> & {
  /** The whole log, as one text. */
  readonly text: string
}

/** Runs a step that asks once, for one build of the project `web`. */
export async function askOnce(host: HostName, options: AzureOptions): Promise<Came> {
  const inputs = { project: 'web', top: '1', retries: '0', summary: 'false', ...options.inputs }
  const result = await hosts[host]({ ...options, inputs })
  result.dispose()
  return { ...result, text: result.log.join('\n') }
}

/** An emulator for as long as something uses it; one that is left open would keep the test run from ending. */
export async function withEmulator<T>(options: EmulatorOptions, use: (emulator: Emulator) => Promise<T>): Promise<T> {
  const emulator = await startEmulator(options)
  try {
    return await use(emulator)
  } finally {
    await emulator.close()
  }
}
