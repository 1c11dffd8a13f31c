import { lookUpPipelines, parsePipeline, unknownPipelines } from '../builds/pipelines.ts'
import { StepError } from '../errors/errors.ts'
import type { HttpResponse } from '../service/http.ts'
import { parse, readList } from '../service/json-list.ts'
import { PageError } from '../service/page-error.ts'
import type { Service } from '../service/service.ts'
import type { StartSettings } from '../settings/settings.ts'
import { type AskedBuild, askedOf } from './asked-build.ts'
import { buildsBeforeRequest, pipelineRequest } from './requests.ts'

/** What is known before the start. */
export interface Preflight {
  readonly asked: AskedBuild
  /** `enabled`, `paused` or `disabled`. */
  readonly queueStatus: string
  readonly pipelineName: string
  /** The whole ref; undefined if the service doesn't say. */
  readonly defaultBranch: string | undefined
  /** The ID of the newest build of the pipeline; 0 if there is none. */
  readonly newest: number
}

/** https://learn.microsoft.com/rest/api/azure/devops/build/definitions/get */
interface PipelineDetails {
  readonly name: string
  readonly queueStatus: string
  readonly defaultBranch: string | undefined
  readonly repositoryType: string
}

/**
 * Reads what the start needs, and what finding the build needs where the answer to the start is lost. Nothing is started
 * if any of it fails.
 *
 * @param deadline milliseconds since 1970
 * @throws StepError if the pipeline doesn't exist, or has no commits of the kind that is set
 */
export async function prepareStart(service: Service, settings: StartSettings, deadline: number): Promise<Preflight> {
  const { project, commit } = settings
  const pipelineId = await pipelineIdOf(service, settings, deadline)
  const [pipeline, newest] = await Promise.all([
    service.request(pipelineRequest(project, pipelineId, deadline), readPipeline),
    service.request(buildsBeforeRequest(project, pipelineId, deadline), readNewest),
  ])
  if (commit !== undefined) requireCommit(commit, pipeline.repositoryType)
  return {
    asked: askedOf(settings, pipelineId),
    queueStatus: pipeline.queueStatus,
    pipelineName: pipeline.name,
    defaultBranch: pipeline.defaultBranch,
    newest,
  }
}

async function pipelineIdOf(service: Service, { project, pipeline }: StartSettings, deadline: number): Promise<number> {
  const name = parsePipeline(pipeline)
  if (name.id !== undefined) return name.id
  const [found] = await lookUpPipelines(service, project, [name], deadline)
  if (found === undefined) throw await unknownPipelines(service, [project], [name], deadline)
  return found.id
}

function readPipeline({ body }: HttpResponse): PipelineDetails {
  const { id, name, queueStatus, repository } = Object(parse(body)) as Record<string, unknown>
  if (!Number.isSafeInteger(id)) throw new PageError(false, 'the response is not a pipeline')
  const { type, defaultBranch } = Object(repository) as Record<string, unknown>
  return {
    name: typeof name === 'string' ? name : '',
    queueStatus: typeof queueStatus === 'string' ? queueStatus : '',
    defaultBranch: typeof defaultBranch === 'string' && defaultBranch !== '' ? wholeRef(defaultBranch) : undefined,
    repositoryType: typeof type === 'string' ? type : '',
  }
}

/** Repositories outside of Azure DevOps have the short name of their default branch. */
function wholeRef(branch: string): string {
  return /^(?:refs\/|\$\/)/.test(branch) ? branch : `refs/heads/${branch}`
}

async function readNewest({ body }: HttpResponse, signal: AbortSignal): Promise<number> {
  const idOf = (value: unknown) => {
    const { id } = Object(value) as { id?: unknown }
    if (!Number.isSafeInteger(id)) throw new PageError(false, 'an element of the list is not a build')
    return id as number
  }
  return (await readList(body, idOf, signal)).reduce((most, id) => Math.max(most, id), 0)
}

/** What the service does with a commit that is none is not known; it must not start another. */
function requireCommit(commit: string, repositoryType: string): void {
  const isChangeset = /^c?\d{1,10}$/i.test(commit)
  const isTfvc = /^tfsversioncontrol$/i.test(repositoryType)
  const isGit = /git|bitbucket/i.test(repositoryType)
  if (isChangeset ? isGit : isTfvc)
    throw new StepError('commit-unusable', {
      details: [`Commit: ${commit}. Type of the repository: ${repositoryType}.`],
    })
}
