import { readFileSync } from 'node:fs'
import { createBuild, createProject, setCourse, startEmulator } from '../../emulator/index.js'
import type { Emulator, RequestRecord, WireBuild } from '../../emulator/types.ts'
import type { Result } from '../../hosts/types.js'
import { type Bundle, newToken, nodeForSteps, type Options } from './step.ts'

/** What a build becomes, by the look that sees it first: the selection is look 1, each poll after it one more. */
export type Course = Record<number, { status: string; result?: string }>

export interface Scene {
  /** Made anew for each run. */
  readonly builds?: (emulated: { at: (look: number) => number }) => WireBuild[]
  readonly inputs?: Record<string, string>
  readonly options?: Options
  readonly prepare?: (emulator: Emulator) => void
}

export interface Played extends Result {
  readonly url: string
  readonly requests: readonly RequestRecord[]
  /** Those that ask for builds by their ids. */
  readonly polls: readonly RequestRecord[]
  /** What the file of builds holds; undefined without one. */
  readonly found: readonly Record<string, unknown>[] | undefined
}

export const isPoll = ({ query }: RequestRecord): boolean => query.has('buildIds')

/** A request for completed builds belongs to the look that has asked for the others. */
const isLook = ({ query }: RequestRecord) => query.get('statusFilter') !== 'completed'

/** Runs a step in a world of its own, whose time goes on with every look, so that nothing depends on this machine's. */
export async function play(bundle: Bundle, { builds, inputs, options, prepare }: Scene): Promise<Played> {
  const token = newToken()
  const start = Date.now()
  const at = (look: number) => start + look * 1000
  const world = { projects: ['web', 'mobile'].map(name => createProject(name)), definitions: [], builds: [] }
  const now = () => at(emulator.requests.filter(isLook).length)
  const emulator = await startEmulator({ world, tokens: { [token]: { kind: 'pat' } }, clock: { now } })
  try {
    emulator.world.builds.push(...(builds?.({ at }) ?? []))
    prepare?.(emulator)
    const given = { organization: emulator.url, project: 'web', pat: token, 'poll-interval': '1s', ...inputs }
    const result = await bundle.run({ node: nodeForSteps, ...options, inputs: given })
    const { requests, url } = emulator
    const file = result.outputs['builds-file']
    try {
      const found = file ? JSON.parse(readFileSync(file, 'utf8')) : undefined
      return { ...result, url, requests, polls: requests.filter(isPoll), found }
    } finally {
      result.dispose()
    }
  } finally {
    await emulator.close()
  }
}

/** The one build of most scenes, queued a minute ago, and its course. */
export function buildWith(course: Course, at: (look: number) => number, id = 7): WireBuild {
  const queueTime = new Date(at(0) - 60_000).toISOString()
  const build = createBuild({ id, status: 'notStarted', queueTime, buildNumber: `2026.${id}` })
  const steps = Object.entries(course).map(([look, step]) => ({ at: at(Number(look)), ...step }))
  return setCourse(build, steps)
}

export const running: Course = { 1: { status: 'inProgress' } }
export const succeeding: Course = { ...running, 3: { status: 'completed', result: 'succeeded' } }
