import { createBuild, createProject, setCourse } from '../../emulator/index.js'
import type { BuildOverrides, Emulator, RequestRecord, WireBuild } from '../../emulator/types.ts'
import { type Bundle, type Inputs, type Options, runStep, type StepRun } from './step.ts'

/** What a build becomes, by the poll that sees it first: the selection is poll 1, each one after it one more. */
export type Course = Record<number, { status: string; result?: string }>

/** Times of the emulator, in milliseconds since 1970, by the poll that sees them first. */
export type TimeOf = (poll: number) => number

export interface WaitingSetup {
  /** Made anew for each run. */
  readonly builds?: (at: TimeOf) => readonly WireBuild[]
  readonly inputs?: Inputs
  readonly options?: Options
  readonly prepare?: (emulator: Emulator) => void
}

export interface WaitingRun extends StepRun {
  /** The requests for builds by their IDs. */
  readonly polls: readonly RequestRecord[]
}

export const isPoll = ({ query }: RequestRecord): boolean => query.has('buildIds')

/** A request for completed builds belongs to the poll that has asked for the others. */
const isFirstOfPoll = ({ query }: RequestRecord) => query.get('statusFilter') !== 'completed'

/**
 * Runs a step that waits, against an emulator whose time goes on with every poll, so that nothing depends on the speed of
 * this machine.
 */
export async function runWaitingStep(bundle: Bundle, setup: WaitingSetup): Promise<WaitingRun> {
  const start = Date.now()
  const at = (poll: number) => start + poll * 1000
  const world = {
    projects: ['web', 'mobile'].map(name => createProject(name)),
    definitions: [],
    builds: [...(setup.builds?.(at) ?? [])],
  }
  let requests: readonly RequestRecord[] = []
  const run = await runStep(bundle, {
    emulator: { world, clock: { now: () => at(requests.filter(isFirstOfPoll).length) } },
    prepare: emulator => {
      requests = emulator.requests
      setup.prepare?.(emulator)
    },
    inputs: { wait: 'true', 'poll-interval': '1s', ...setup.inputs },
    ...(setup.options && { options: setup.options }),
  })
  return { ...run, polls: run.requests.filter(isPoll) }
}

/** A build that was queued a minute ago, and its course. */
export function buildWith(course: Course, at: TimeOf, { id = 7, ...fields }: BuildOverrides = {}): WireBuild {
  const queueTime = new Date(at(0) - 60_000).toISOString()
  const build = createBuild({ id, status: 'notStarted', queueTime, buildNumber: `2026.${id}`, ...fields })
  const steps = Object.entries(course).map(([poll, step]) => ({ at: at(Number(poll)), ...step }))
  return setCourse(build, steps)
}

export const running: Course = { 1: { status: 'inProgress' } }
export const succeeding: Course = { ...running, 3: { status: 'completed', result: 'succeeded' } }
