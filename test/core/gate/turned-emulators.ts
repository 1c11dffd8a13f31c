import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from '@jest/globals'
import { createBuild, createDefinition, createProject, setCourse, startEmulator } from '../../../emulator/index.js'
import type { Emulator, WireBuild } from '../../../emulator/types.ts'
import { runInMemory, type Told } from '../../support/memory-host.ts'
import { madeUpToken } from '../../support/samples.ts'
import { type Given, type Manner, type Plan, pageLimits, pipelines, projects, start } from './random-cases.ts'

/** Runs cases against emulators that are started once, one for each way to cut lists into pages. */
export interface Gate {
  run(plans: readonly Plan[], given: Given, manner: Manner): Promise<Told>
}

/** Time passes only in sleep, for the step and for the service. */
const clock = {
  time: start,
  now: () => clock.time,
  sleep: async (duration: number, signal: AbortSignal) => {
    signal.throwIfAborted()
    clock.time += duration
  },
}

const isList = ({ path, query }: { path: string; query: URLSearchParams }) =>
  path.endsWith('/_apis/build/builds') && query.has('continuationToken')

/** For a whole file: emulators are started before its tests and closed after them. */
export function openGate(): Gate {
  const emulators = new Map<string, Emulator>()
  const token = madeUpToken()
  const templates = pipelines.map(templateOf)
  let folder = ''
  let repeats = false
  beforeAll(async () => {
    // Files take longer than all else that is done for a case, except in memory.
    folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'gate-'))
    for (const pageLimit of pageLimits)
      for (const continuation of ['inclusive', 'exclusive'] as const) {
        const emulator = await startEmulator({ world: worldOf(), clock, pageLimit, continuation })
        emulator.acceptToken(token)
        emulator.fault(
          () => true,
          (request, _, next) => {
            if (repeats && isList(request)) request.query.delete('continuationToken')
            // Compressing takes a fifth of the time, and is tested elsewhere.
            delete request.headers['accept-encoding']
            return next()
          },
        )
        emulators.set(`${pageLimit} ${continuation}`, emulator)
      }
  })
  afterAll(async () => {
    for (const emulator of emulators.values()) await emulator.close()
    rmSync(folder, { recursive: true })
  })
  return {
    async run(plans, given, { pageLimit, continuation, lag, lateCommit, countsBy, ...manner }) {
      const emulator = emulators.get(`${pageLimit} ${continuation}`)
      if (emulator === undefined) throw new Error('there is no such emulator')
      clock.time = start
      repeats = manner.repeats
      Object.assign(emulator.quirks, { listLag: lag, lateCommit, countsBy })
      emulator.requests.length = 0
      const builds = plans.map(plan => buildOf(plan, templates[pipelines.indexOf(plan.pipeline)] as WireBuild))
      emulator.world.builds.splice(0, Number.POSITIVE_INFINITY, ...builds)
      return runInMemory(
        {
          organization: emulator.url,
          pat: token,
          explain: 'false',
          summary: 'false',
          'output-file': join(folder, 'builds.json'),
          ...given,
        },
        { clock, random: () => 0, folder },
      )
    },
  }
}

const asDefinition = ({ project, ...pipeline }: (typeof pipelines)[number]) =>
  createDefinition({ ...pipeline, project: createProject(project) })

function worldOf() {
  return { projects: projects.map(name => createProject(name)), definitions: pipelines.map(asDefinition), builds: [] }
}

/** Making a whole build takes longer than all else that is done for a case. */
function templateOf(pipeline: (typeof pipelines)[number]): WireBuild {
  return createBuild({
    status: 'notStarted',
    definition: asDefinition(pipeline),
    project: createProject(pipeline.project),
  })
}

/** A build that goes through its plan while time passes. */
function buildOf(
  { id, queued, started, ended, result, branch, commit, says, tags }: Plan,
  template: WireBuild,
): WireBuild {
  const build: WireBuild = {
    ...template,
    id,
    buildNumber: String(id),
    queueTime: new Date(queued).toISOString(),
    sourceBranch: branch,
    tags: [...tags],
    sourceVersion: says === 'version' ? commit : 'f'.repeat(40),
    triggerInfo: says === 'trigger' ? { 'pr.sourceSha': commit } : {},
    ...(says === 'parameters' && {
      reason: 'pullRequest',
      parameters: JSON.stringify({ 'system.pullRequest.sourceCommitId': commit }),
    }),
  }
  const steps = [{ at: started, status: 'inProgress' }]
  return setCourse(build, ended < Number.MAX_VALUE ? [...steps, { at: ended, status: 'completed', result }] : steps)
}
