import type { Instant } from '../base/time.ts'
import { isLower } from '../service/api-version.ts'
import type { RequestWords, ServiceRequest } from '../service/request.ts'
import { type AskedBuild, leastVersionFor, startBody } from './asked-build.ts'

/** The PAT scope that starting and stopping need: https://learn.microsoft.com/azure/devops/integrate/get-started/authentication/oauth#scopes */
export const executeScope = 'Build (Read & execute)'

/**
 * Milliseconds that an attempt to start a build may take. The service expands all templates of the pipeline before it
 * answers, and cuts its own work at 100 s; giving up earlier only makes it unknown whether a build was started.
 */
export const startPatience = 120_000

/** So many builds are read before the start: one group of builds comes first, whatever the order. */
const buildsBefore = 25

const json = 'application/json'

/** Reads the pipeline: whether it is enabled, its default branch, and the type of its repository. */
export function pipelineRequest(project: string, id: number, deadline: number): ServiceRequest {
  return {
    words: { what: `Pipeline ${id} of ${project}`, subject: 'pipelines', scope: executeScope },
    path: [project, '_apis', 'build', 'definitions', String(id)],
    deadline,
  }
}

/** Reads the newest builds of the pipeline, which the one that is started is not. */
export function buildsBeforeRequest(project: string, pipelineId: number, deadline: number): ServiceRequest {
  return {
    words: { what: `The newest builds of pipeline ${pipelineId}`, subject: 'builds', scope: executeScope },
    path: [project, '_apis', 'build', 'builds'],
    query: version => [...listed(pipelineId, version), ['$top', String(buildsBefore)]],
    deadline,
  }
}

/**
 * Starts the build. Warnings, as of agents that are offline, don't keep it from starting; they are in its answer.
 *
 * @param onSend called before each attempt
 */
export function startRequest(
  asked: AskedBuild,
  deadline: number,
  onSend: () => void = () => undefined,
): ServiceRequest {
  const least = leastVersionFor(asked)
  return {
    method: 'POST',
    words: startWords(`The start of pipeline ${asked.pipelineId}`),
    path: [asked.project, '_apis', 'build', 'builds'],
    query: () => [['ignoreWarnings', 'true']],
    body: () => {
      onSend()
      return { type: json, content: startBody(asked) }
    },
    expects: { statuses: [200, 201, 202] },
    repeat: 'unless it may have arrived',
    ...(least === undefined ? {} : { least }),
    timeout: startPatience,
    // A pooled connection that the server has just closed fails as one does that is lost after the start.
    fresh: true,
    deadline,
  }
}

/**
 * Lists the builds of the pipeline that were queued since a time. Without `$top`, which would hide builds of one status
 * behind those of another, and without a status, which the service refuses together with some times.
 */
export function buildsSinceRequest(
  { project, pipelineId }: AskedBuild,
  since: Instant,
  deadline: number,
  token?: string,
): ServiceRequest {
  return {
    words: { what: `The builds of pipeline ${pipelineId} since the start`, subject: 'builds' },
    path: [project, '_apis', 'build', 'builds'],
    query: version => [
      ...listed(pipelineId, version),
      // Before 4.1 only finish times can be filtered: https://learn.microsoft.com/previous-versions/azure/devops/integrate/previous-apis/build/builds
      ...(isLower(version, '4.1') ? [] : [['minTime', since] as const]),
      ...(token === undefined ? [] : [['continuationToken', token] as const]),
    ],
    deadline,
  }
}

function listed(pipelineId: number, version: string): readonly (readonly [string, string])[] {
  return [
    ...(isLower(version, '5.0') ? [['type', 'Build'] as const] : []),
    ['definitions', String(pipelineId)],
    // Before 4.1 builds are sorted by finish time only.
    ...(isLower(version, '4.1') ? [] : [['queryOrder', 'queueTimeDescending'] as const]),
  ]
}

/** Reads one build. */
export function buildRequest(project: string, id: number, deadline: number): ServiceRequest {
  return {
    words: { what: `Build ${id} of ${project}`, subject: 'builds' },
    path: [project, '_apis', 'build', 'builds', String(id)],
    deadline,
  }
}

/** Stops a build: https://learn.microsoft.com/rest/api/azure/devops/build/builds/update-build */
export function stopRequest(project: string, id: number, deadline: number): ServiceRequest {
  return {
    method: 'PATCH',
    words: startWords(`The cancellation of build ${id}`),
    path: [project, '_apis', 'build', 'builds', String(id)],
    body: () => ({ type: json, content: '{"status":"Cancelling"}' }),
    deadline,
  }
}

function startWords(what: string): RequestWords {
  return { what, subject: 'start', scope: executeScope }
}
