import { randomBytes } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { startEmulator } from '../../../emulator/index.js'
import type { Emulator, EmulatorOptions, Grant, RequestRecord, World } from '../../../emulator/types.ts'
import { systemClock } from '../../../src/core/base/time.ts'
import type { InputName } from '../../../src/core/inputs/inputs.ts'
import type { HostContext } from '../../../src/core/inputs/raw-inputs.ts'
import type { Tools } from '../../../src/core/run.ts'
import { runInMemory, type Told } from '../../support/memory-host.ts'

export type Given = Partial<Record<InputName, string>>

/** A run of the step, and what it asked. */
export interface Asked extends Told {
  readonly requests: readonly RequestRecord[]
  /** The query of each request for builds, without the API version, in the order in which they came. */
  readonly queries: readonly Record<string, string>[]
  /** The ids of the builds that were returned, in their order. */
  readonly ids: readonly unknown[]
  /** `project/id` of each build that was returned. */
  readonly found: readonly string[]
}

export interface AskOptions extends Omit<EmulatorOptions, 'clock'>, Partial<Tools> {
  grant?: Partial<Grant>
  context?: HostContext | undefined
  /** Follows the organization’s URL. */
  suffix?: string
  /** Called before the step starts; a place for faults. */
  prepare?: (emulator: Emulator) => void
  /** Called while the summary is written: the list has been read, and its connections are still open. */
  onSummary?: () => Promise<unknown>
  /** Called when the step is over, while the emulator still listens. */
  afterwards?: () => Promise<unknown>
}

/** Runs the step in this process against an emulator of its own that holds a world. */
export async function ask(world: Partial<World>, given: Given, options: AskOptions = {}): Promise<Asked> {
  const {
    grant,
    context,
    suffix = '',
    prepare,
    onSummary,
    afterwards,
    clock = systemClock,
    random = Math.random,
    ...rest
  } = options
  const token = randomBytes(12).toString('hex')
  const emulator = await startEmulator({
    ...rest,
    clock,
    world: { projects: [], definitions: [], builds: [], ...world },
  })
  try {
    emulator.acceptToken(token, grant)
    prepare?.(emulator)
    const told = await runInMemory(
      {
        organization: `${emulator.url}${suffix}`,
        project: 'web',
        pat: token,
        'if-none': 'ignore',
        summary: 'false',
        ...given,
      },
      { clock, random, ...(context && { context }), ...(onSummary && { onSummary }) },
    )
    await afterwards?.()
    return { ...told, ...whatWasAsked(emulator.requests, told) }
  } finally {
    await emulator.close()
  }
}

function whatWasAsked(requests: readonly RequestRecord[], { builds = [] }: Told) {
  return {
    requests,
    queries: requests.filter(isBuilds).map(({ query }) => {
      const { 'api-version': _, ...others } = Object.fromEntries(query)
      return others
    }),
    ids: builds.map(({ id }) => id),
    found: builds.map(({ id, project }) => `${(project as { name: string }).name}/${id}`),
  }
}

/** Whether it asked for a list of builds. */
export function isBuilds({ path }: RequestRecord): boolean {
  return path.endsWith('/_apis/build/builds')
}

/** What an emulator sees of how many requests are under way at the same time. */
export interface Watch {
  /** How many others came while the first one was under way. */
  besideFirst: number
  most: number
}

/**
 * Holds the first answer for a while, and every later one until so many requests as are expected are under way. A request
 * counts as over before its answer is sent.
 */
export function watch(emulator: Emulator, expected: number): Watch {
  const seen = { besideFirst: 0, most: 0 }
  let open = 0
  let [first, firstIsOver] = [true, false]
  let reach: () => void
  const reached = new Promise<void>(resolve => {
    reach = resolve
  })
  emulator.fault(
    () => true,
    async (_request, _response, next) => {
      const isFirst = first
      first = false
      if (!isFirst && !firstIsOver) seen.besideFirst++
      seen.most = Math.max(seen.most, ++open)
      if (seen.most >= expected) reach()
      if (!isFirst) await Promise.race([reached, setTimeout(1000, undefined, { ref: false })])
      // Whatever else comes, comes now.
      await setTimeout(15)
      open--
      firstIsOver ||= isFirst
      await next()
    },
  )
  return seen
}
