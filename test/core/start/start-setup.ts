import { randomBytes } from 'node:crypto'
import { createDefinition, createProject, setPipeline, startEmulator } from '../../../emulator/index.js'
import type { Emulator, EmulatorOptions, Grant } from '../../../emulator/types.ts'
import type { Clock } from '../../../src/core/base/time.ts'
import type { MatchedBuild } from '../../../src/core/builds/build.ts'
import { redactor } from '../../../src/core/credential/redact.ts'
import { openService } from '../../../src/core/service/service.ts'
import type { StartSettings } from '../../../src/core/settings/settings.ts'
import { startBuild } from '../../../src/core/start/start-build.ts'
import type { StartedBuild } from '../../../src/core/start/started-build.ts'
import type { Front } from './front.ts'

/** 2026-11-23T12:00:00Z, in milliseconds since 1970. */
export const noon = Date.UTC(2026, 10, 23, 12)

/** A clock that goes on only while somebody sleeps, at once; what is planned for a time happens then. */
export class HandTurnedClock implements Clock {
  private time: number
  private plans: { at: number; act: () => void }[] = []

  constructor(start = noon) {
    this.time = start
  }

  now = (): number => this.time

  /** @param at milliseconds since 1970 */
  plan(at: number, act: () => void): void {
    this.plans.push({ at, act })
    this.plans.sort((one, other) => one.at - other.at)
  }

  advance(duration: number): void {
    const end = this.time + duration
    for (let next = this.plans[0]; next !== undefined && next.at <= end; next = this.plans[0]) {
      this.plans.shift()
      this.time = Math.max(this.time, next.at)
      next.act()
    }
    this.time = end
  }

  sleep = async (duration: number, signal: AbortSignal): Promise<void> => {
    signal.throwIfAborted()
    this.advance(duration)
    signal.throwIfAborted()
  }
}

export interface StartSetup {
  readonly settings?: Partial<StartSettings>
  readonly pipeline?: Parameters<typeof setPipeline>[1]
  readonly definition?: Parameters<typeof createDefinition>[0]
  readonly grant?: Partial<Grant>
  readonly emulator?: EmulatorOptions
  readonly apiVersion?: string
  /** The way to the emulator, if there is one. */
  readonly front?: Front
  readonly retries?: number
  /** Called before anything is sent. */
  readonly prepare?: (emulator: Emulator, clock: HandTurnedClock) => void
  /** Aborted, it ends the step. */
  readonly signal?: AbortSignal
  readonly startSignal?: AbortSignal
}

export interface StartPlayed {
  readonly started: StartedBuild | undefined
  readonly error: unknown
  readonly said: readonly string[]
  readonly warned: readonly string[]
  /** What `onStarted` got, in order. */
  readonly early: readonly MatchedBuild[]
  readonly emulator: Emulator
  readonly token: string
  readonly clock: HandTurnedClock
  /** The builds that requests of the step made. */
  readonly made: Emulator['world']['builds']
  readonly posts: number
}

export const pipelineId = 178

/** The world of these tests: the project `web` with the pipeline `deploy`. */
export function startWorld({ definition, pipeline = {} }: Pick<StartSetup, 'definition' | 'pipeline'> = {}) {
  const web = createProject('web')
  const deploy = createDefinition({ id: pipelineId, name: 'deploy', project: web, ...definition })
  return { projects: [web], definitions: [setPipeline(deploy, pipeline)], builds: [] }
}

/** Starts the pipeline through the real gate, against an emulator of its own on the same hand-turned clock. */
export async function runStartBuild(setup: StartSetup = {}): Promise<StartPlayed> {
  const clock = new HandTurnedClock()
  const token = `made-up-${randomBytes(12).toString('hex')}`
  const emulator = await startEmulator({ world: startWorld(setup), clock, ...setup.emulator })
  emulator.acceptToken(token, setup.grant)
  const url = setup.front === undefined ? emulator.url : through(setup.front, emulator.url)
  const [said, warned, early]: [string[], string[], MatchedBuild[]] = [[], [], []]
  const signal = setup.signal ?? new AbortController().signal
  const service = openService(
    {
      url,
      authorization: `Basic ${Buffer.from(`:${token}`).toString('base64')}`,
      apiVersion: setup.apiVersion ?? '',
      requestTimeout: 60_000,
      concurrency: 4,
      retries: setup.retries ?? 2,
    },
    {
      clock,
      random: () => 0.5,
      signal,
      redact: redactor([token]),
      say: line => said.push(line),
      debug: () => undefined,
    },
  )
  try {
    setup.prepare?.(emulator, clock)
    const settings: StartSettings = {
      project: 'web',
      pipeline: String(pipelineId),
      ref: undefined,
      commit: undefined,
      parameters: new Map(),
      variables: new Map(),
      onCancel: 'leave',
      queryTimeout: 600_000,
      ...setup.settings,
    }
    const start = startBuild(service, settings, {
      clock,
      signal,
      startSignal: setup.startSignal ?? signal,
      say: line => said.push(line),
      warn: message => warned.push(...[message].flat()),
      pageOf: ({ id }) => `${url}/web/_build/results?buildId=${id}`,
      pipelinePage: (project, id) => `${url}/${project}/_build?definitionId=${id}`,
      onStarted: found => early.push(found),
    })
    const [started, error] = await start.then(
      value => [value, undefined] as const,
      (reason: unknown) => [undefined, reason] as const,
    )
    const posts = emulator.requests.filter(({ method }) => method === 'POST').length
    const made = emulator.world.builds.filter(({ requestedBy }) => requestedBy.displayName === 'Token Owner')
    return { started, error, said, warned, early, emulator, token, clock, made, posts }
  } finally {
    service[Symbol.dispose]()
    await emulator.close()
  }
}

/** The URL of the emulator by way of the front. */
export function through(front: Front, url: string): string {
  const target = new URL(url)
  front.behind = Number(target.port)
  target.port = String(front.port)
  return target.href
}
