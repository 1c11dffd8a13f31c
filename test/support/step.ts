import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach } from '@jest/globals'
import { startEmulator } from '../../emulator/index.js'
import type { Emulator, EmulatorOptions } from '../../emulator/types.ts'
import { runOnAzure, runOnGitHub } from '../../hosts/index.js'
import { repository } from '../../hosts/repository.js'
import type { AzureOptions, Result } from '../../hosts/types.js'

/** The Node.js that runs the steps. */
export const nodeForSteps: string = process.env.NODE_FOR_STEPS || process.execPath

/** What a run is given beside its inputs; GitHub knows only part of it. */
export type Options = Omit<AzureOptions, 'inputs' | 'node'>

export interface Bundle {
  readonly name: 'GitHub' | 'Azure'
  /** Path of the committed bundle. */
  readonly main: string
  readonly manifest: string
  /** Runs it as its host does; the inputs have their kebab-case names on both. */
  readonly run: (options: AzureOptions) => Promise<Result>
}

export const gitHub: Bundle = {
  name: 'GitHub',
  main: join(repository, 'dist/github/index.js'),
  manifest: join(repository, 'action.yml'),
  run: runOnGitHub,
}

export const azure: Bundle = {
  name: 'Azure',
  main: join(repository, 'dist/azure/index.js'),
  manifest: join(repository, 'task.json'),
  run: runOnAzure,
}

/** The committed bundles, as rows for `describe.each`. */
export const bundles: readonly Bundle[] = [gitHub, azure]

/** Made at run time, of no length that a real token has, and different from its percent-encoded form. */
export function newToken(): string {
  return `${randomBytes(9).toString('hex')}/+%=${randomBytes(6).toString('hex')}`
}

export interface Stage {
  /** Started anew for each test. */
  readonly emulator: Emulator
  /** The one that the emulator accepts. */
  readonly token: string
  /** Asks the project `web` of the emulator with the token, unless the inputs say otherwise. */
  run(bundle: Bundle, inputs?: Record<string, string>, options?: Options): Promise<Result>
}

/** An emulator and a token for each test of a `describe` or a file; everything is cleared away after it. */
export function stage(options: EmulatorOptions = {}): Stage {
  let emulator: Emulator
  let token: string
  const results: Result[] = []
  beforeEach(async () => {
    token = newToken()
    emulator = await startEmulator({ ...options, tokens: { [token]: { kind: 'pat' } } })
  })
  afterEach(async () => {
    for (const { dispose } of results.splice(0)) dispose()
    await emulator.close()
  })
  return {
    get emulator() {
      return emulator
    },
    get token() {
      return token
    },
    async run(bundle, inputs = {}, more = {}) {
      const given = { organization: emulator.url, project: 'web', pat: token, ...inputs }
      const result = await bundle.run({ node: nodeForSteps, ...more, inputs: given })
      results.push(result)
      return result
    },
  }
}

/**
 * The committed bundle behind lines that run before it in the same process.
 * @param folder of its own for each test
 */
export function behind(lines: string, { main, manifest }: Bundle, folder: string): Options {
  const wrapper = join(folder, 'behind.mjs')
  writeFileSync(wrapper, `${lines}\nawait import('${pathToFileURL(main).href}')\n`)
  return { main: wrapper, manifest }
}

/**
 * The committed bundle behind a line that takes variables out of its environment, which the hosts always set.
 * @param folder of its own for each test
 */
export function without(names: readonly string[], bundle: Bundle, folder: string): Options {
  return behind(names.map(name => `delete process.env.${name}`).join('\n'), bundle, folder)
}

/** The errors that the host shows. */
export function errorsOf({ annotations }: Result): string[] {
  return annotations.filter(({ level }) => level === 'error').map(({ message }) => message)
}

/** Where the output `builds-file` points, read. */
export function buildsIn(result: Result): Record<string, unknown>[] {
  return JSON.parse(result.read(result.outputs['builds-file'] ?? ''))
}
