import type { StartSettings } from '../settings/settings.ts'

/** The build that a step starts, with every name already resolved. */
export interface AskedBuild {
  readonly project: string
  readonly pipelineId: number
  /** The whole ref; undefined for the default branch of the pipeline. */
  readonly branch: string | undefined
  /** A full SHA or a changeset; undefined for the newest. */
  readonly commit: string | undefined
  /** Template parameters. */
  readonly parameters: ReadonlyMap<string, string>
  /** Queue-time variables. */
  readonly variables: ReadonlyMap<string, string>
}

/** What the settings ask for. A variable without a value is left out: as an empty one, the pipeline could not set it itself. */
export function askedOf(settings: StartSettings, pipelineId: number): AskedBuild {
  const { project, ref, commit, parameters } = settings
  const variables = new Map([...settings.variables].filter(([, value]) => value !== ''))
  return { project, pipelineId, branch: ref, commit, parameters, variables }
}

/**
 * The body of `POST _apis/build/builds`. The pipeline goes by its ID alone: a whole definition with a revision of its own
 * is refused. Fields that an older service doesn't know are ignored, so the caller must ask for at least
 * `leastVersionFor(asked)`.
 *
 * Source: https://learn.microsoft.com/rest/api/azure/devops/build/builds/queue
 */
export function startBody({ pipelineId, branch, commit, parameters, variables }: AskedBuild): string {
  return JSON.stringify({
    definition: { id: pipelineId },
    ...(branch === undefined ? {} : { sourceBranch: branch }),
    ...(commit === undefined ? {} : { sourceVersion: commit }),
    ...(parameters.size === 0 ? {} : { templateParameters: Object.fromEntries(parameters) }),
    // A string that holds JSON; the service has taken looser forms, and strict JSON always works.
    ...(variables.size === 0 ? {} : { parameters: JSON.stringify(Object.fromEntries(variables)) }),
  })
}

/** The lowest API version that starts this build and not another: older ones start it without its template parameters. */
export function leastVersionFor({ parameters }: AskedBuild): string | undefined {
  return parameters.size === 0 ? undefined : '6.1'
}
