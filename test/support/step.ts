import { randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals'
import { startEmulator } from '../../emulator/index.js'
import type { Emulator, EmulatorOptions, Grant, RequestRecord, WireBuild } from '../../emulator/types.ts'
import { findLeaks, runOnAzure, runOnGitHub } from '../../hosts/index.js'
import { repository } from '../../hosts/repository.js'
import type { AzureOptions, Result } from '../../hosts/types.js'

/** The Node.js that runs the steps. */
const nodeForSteps: string = process.env.NODE_FOR_STEPS || process.execPath

/** What a run is given in addition to its inputs; GitHub knows only part of it. */
export type Options = Omit<AzureOptions, 'inputs' | 'node'>

/** Under their kebab-case names on both hosts. */
export type Inputs = Record<string, string>

export interface Bundle {
  readonly name: 'GitHub' | 'Azure'
  /** Path of the committed bundle. */
  readonly main: string
  readonly manifest: string
  /** Runs it as its host does. */
  readonly run: (options: AzureOptions) => Promise<Result>
}

function bundleOf(name: Bundle['name'], main: string, manifest: string): Bundle {
  const paths = { main: join(repository, main), manifest: join(repository, manifest) }
  const runOnHost = name === 'GitHub' ? runOnGitHub : runOnAzure
  return { name, ...paths, run: options => runOnHost({ ...paths, node: nodeForSteps, ...options }) }
}

/** The builds step. */
export const gitHub = bundleOf('GitHub', 'dist/github/index.js', 'action.yml')
export const azure = bundleOf('Azure', 'dist/azure/index.js', 'task.json')

/** Its committed bundles, as rows for `describe.each`. */
export const bundles = [gitHub, azure] as const

/** Rows for the one host and the other in turn: of what the core alone decides, each case on one of them is enough. */
export function onHostsInTurn<Row extends object>(rows: readonly Row[]): (Row & { bundle: Bundle; name: string })[] {
  return rows.map((row, index) => {
    const bundle = index % 2 === 0 ? gitHub : azure
    return { ...row, bundle, name: bundle.name }
  })
}

/** The committed bundles of the call step. */
export const callBundles = [
  bundleOf('GitHub', 'dist/call-github/index.js', 'call/action.yml'),
  bundleOf('Azure', 'dist/call-azure/index.js', 'call/task.json'),
] as const

/** Made at run time, of no length that a real token has, and different from its percent-encoded form. */
export function newToken(): string {
  return `${randomBytes(9).toString('hex')}/+%=${randomBytes(6).toString('hex')}`
}

/** A text that nothing takes for a credential of the real service, other in every run. */
export function madeUp(name: string): string {
  return `${name}-${randomBytes(12).toString('hex')}`
}

/** An emulator, a token that it accepts, and steps that use both. */
export interface EmulatorWithToken {
  readonly emulator: Emulator
  readonly token: string
  /** Queries the project `web` of the emulator with the token, unless the inputs say otherwise. */
  run(bundle: Bundle, inputs?: Inputs, options?: Options): Promise<Result>
}

interface OpenOptions extends EmulatorOptions {
  readonly grant?: Partial<Grant> | false
}

async function open({ grant, ...options }: OpenOptions = {}) {
  const token = newToken()
  const emulator = await startEmulator({
    ...options,
    tokens: grant === false ? {} : { [token]: { kind: 'pat', ...grant } },
  })
  const results: Result[] = []
  return {
    emulator,
    token,
    async run(bundle: Bundle, inputs: Inputs = {}, more: Options = {}) {
      const standard = { organization: emulator.url, project: 'web', pat: token }
      const result = await bundle.run({ ...more, inputs: { ...standard, ...inputs } })
      results.push(result)
      return result
    },
    async close() {
      for (const { dispose } of results) dispose()
      await emulator.close()
    },
  }
}

/** An emulator with a token for each test of a `describe` or a file; everything is removed after it. */
export function emulatorForEachTest(options: EmulatorOptions = {}): EmulatorWithToken {
  return emulatorFor(beforeEach, afterEach, options)
}

/** One for all of them together. */
export function emulatorForAllTests(options: EmulatorOptions = {}): EmulatorWithToken {
  return emulatorFor(beforeAll, afterAll, options)
}

function emulatorFor(before: typeof beforeAll, after: typeof afterAll, options: EmulatorOptions): EmulatorWithToken {
  let now: Awaited<ReturnType<typeof open>>
  before(async () => {
    now = await open(options)
  })
  after(() => now?.close())
  return {
    get emulator() {
      return now.emulator
    },
    get token() {
      return now.token
    },
    run: (...args) => now.run(...args),
  }
}

/** What a step is run against and with. */
export interface StepSetup {
  readonly emulator?: EmulatorOptions
  /** What the token may do; not accepted at all with `false`. */
  readonly grant?: Partial<Grant> | false
  /** In place of the emulator's own. */
  readonly builds?: readonly WireBuild[]
  /** Called before the step starts: a place for faults. */
  readonly prepare?: (emulator: Emulator, token: string) => unknown
  readonly inputs?: Inputs | ((emulator: Emulator, token: string) => Inputs)
  readonly options?: Options | (() => Options)
}

/** What came of it. Its folders are gone: what was in them is here. */
export interface StepRun extends Result {
  /** The organization. */
  readonly url: string
  readonly token: string
  readonly requests: readonly RequestRecord[]
  /** What the builds file holds; undefined without one. */
  readonly found: readonly Record<string, unknown>[] | undefined
  readonly leaks: ReturnType<typeof findLeaks>
}

/** Runs a step against an emulator of its own, so that many can run side by side. */
export async function runStep(bundle: Bundle, setup: StepSetup = {}): Promise<StepRun> {
  const { grant, builds, prepare, inputs = {}, options } = setup
  const on = await open({ ...setup.emulator, ...(grant !== undefined && { grant }) })
  try {
    const { emulator, token } = on
    if (builds !== undefined) emulator.world.builds = [...builds]
    await prepare?.(emulator, token)
    const given = typeof inputs === 'function' ? inputs(emulator, token) : inputs
    const result = await on.run(bundle, given, typeof options === 'function' ? options() : options)
    const { url, requests } = emulator
    const file = result.outputs['builds-file']
    const found = file ? JSON.parse(readFileSync(file, 'utf8')) : undefined
    return { ...result, url, token, requests, found, leaks: findLeaks(result, token, given.username) }
  } finally {
    await on.close()
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
