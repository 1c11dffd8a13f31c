import type { Service } from '../service/service.ts'
import type { BuildQuery } from '../settings/settings.ts'
import type { MatchedBuild } from './build.ts'
import type { Cut } from './cut.ts'
import { lookUpPipelines, type PipelineName, parsePipeline, unknownPipelines } from './pipelines.ts'
import { findProjects } from './projects.ts'
import type { Target } from './query.ts'

/** A pipeline that must have a matching build when builds are judged or waited for. */
export interface NamedPipeline {
  /** As the user wrote it. */
  readonly written: string
  readonly id: number
  /** The project where its name was found; undefined for an ID, which may be in any. */
  readonly project?: string
}

/** Where to look for builds. */
export interface Targets {
  readonly projects: readonly string[]
  /** One for each project, as soon as it is known; undefined for a project that has none of the pipelines. */
  readonly each: readonly Promise<Target | undefined>[]
  /** Rejects with a StepError for a name that no project has. */
  readonly named: Promise<readonly NamedPipeline[]>
  readonly cut?: Cut
}

/**
 * Finds out which projects to query, and about which pipelines. Lookups are under way when this returns, so that what
 * follows can begin for one project while another is still looked up.
 */
export async function findTargets(service: Service, query: BuildQuery, deadline: number): Promise<Targets> {
  const { names: projects, complete } = await findProjects(service, query.projects, deadline)
  const cut = complete ? {} : { cut: { why: 'no progress' } as const }
  const names = query.pipelines.map(parsePipeline)
  const ids = names.flatMap(({ id }) => id ?? [])
  const wanted = names.filter(({ id }) => id === undefined)
  const byId = names.flatMap(({ written, id }) => (id === undefined ? [] : [{ written, id }]))
  if (wanted.length === 0) {
    const each = projects.map(async project => ({ project, pipelines: [...new Set(ids)] }))
    return { projects, each, named: Promise.resolve(byId), ...cut }
  }
  const lookups = projects.map(project => lookUpPipelines(service, project, wanted, deadline))
  const each = lookups.map(async (lookup, index): Promise<Target | undefined> => {
    const found = (await lookup).flatMap(pipeline => (pipeline === undefined ? [] : [pipeline.id]))
    const pipelines = [...new Set([...ids, ...found])]
    // Without pipelines the service would give the builds of all of them.
    return pipelines.length === 0 ? undefined : { project: projects[index] ?? '', pipelines }
  })
  const named = resolveNames(service, projects, wanted, lookups, deadline).then(found => [...byId, ...found])
  // A failure waits until somebody looks.
  for (const promise of [...each, named]) promise.catch(() => undefined)
  return { projects, each, named, ...cut }
}

async function resolveNames(
  service: Service,
  projects: readonly string[],
  wanted: readonly PipelineName[],
  lookups: readonly ReturnType<typeof lookUpPipelines>[],
  deadline: number,
): Promise<NamedPipeline[]> {
  const found = await Promise.all(lookups)
  const missing = wanted.filter((_, index) => found.every(row => row[index] === undefined))
  if (missing.length > 0) throw await unknownPipelines(service, projects, missing, deadline)
  return found.flatMap((row, at) =>
    row.flatMap((pipeline, index) => {
      const project = projects[at]
      const name = wanted[index]
      return pipeline === undefined || name === undefined || project === undefined
        ? []
        : [{ written: name.written, id: pipeline.id, project }]
    }),
  )
}

/** Whether a build is of this pipeline. A project that is named twice, by name and by ID, gives each build once. */
export function isOf(
  { id, project }: NamedPipeline,
  { build, target }: Pick<MatchedBuild, 'build' | 'target'>,
): boolean {
  if (build.pipelineId !== id || project === undefined || project === target) return build.pipelineId === id
  return [build.project, build.projectId].some(known => known.toLowerCase() === project.toLowerCase())
}
