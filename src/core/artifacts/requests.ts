import type { Build } from '../builds/build.ts'
import type { HttpResponse } from '../service/http.ts'
import { parse, splitPage } from '../service/json-list.ts'
import { PageError } from '../service/page-error.ts'
import type { ServiceRequest } from '../service/request.ts'

/** An artifact as the service lists it: https://learn.microsoft.com/rest/api/azure/devops/build/artifacts/list */
export interface Artifact {
  readonly name: string
  /** `PipelineArtifact`, `Container`, and others that nothing can be downloaded of. */
  readonly type: string
  /** Bytes of all its files, uncompressed; undefined where the service does not say. */
  readonly size: number | undefined
}

/** A build whose artifacts are wanted. */
export type BuildOfArtifacts = Pick<Build, 'id' | 'project' | 'pipelineId'>

const area = ['_apis', 'build', 'builds'] as const

/** The artifacts of a build, all in one response. */
export function listRequest({ id, project }: BuildOfArtifacts, deadline: number): ServiceRequest {
  return {
    words: { what: `The list of artifacts of build ${id}`, subject: 'artifacts' },
    path: [project, ...area, String(id), 'artifacts'],
    deadline,
  }
}

/**
 * A URL that lets anybody who has it download a pipeline artifact for some time, so that the token need not go to the host
 * that stores it: https://learn.microsoft.com/rest/api/azure/devops/pipelines/artifacts/get
 */
export function signedContentRequest(
  { id, project, pipelineId = 0 }: BuildOfArtifacts,
  name: string,
  deadline: number,
): ServiceRequest {
  return {
    words: { what: `The signed URL of the artifact ${name}`, subject: 'artifacts' },
    path: [project, '_apis', 'pipelines', String(pipelineId), 'runs', String(id), 'artifacts'],
    query: () => [
      ['artifactName', name],
      ['$expand', 'signedContent'],
    ],
    least: '5.2',
    deadline,
  }
}

/** The content of a container artifact, which is stored by the organization itself. */
export function containerRequest({ id, project }: BuildOfArtifacts, name: string, deadline: number): ServiceRequest {
  return {
    words: { what: `The download of the artifact ${name}`, subject: 'artifacts' },
    path: [project, ...area, String(id), 'artifacts'],
    query: () => [
      ['artifactName', name],
      ['$format', 'zip'],
    ],
    accept: 'application/zip',
    expects: { types: ['zip'] },
    deadline,
  }
}

/** @throws PageError */
export function readArtifacts({ body }: HttpResponse): Artifact[] {
  return splitPage(body).map(element => {
    const { name, resource } = fields(parse(element))
    if (typeof name !== 'string' || name === '') throw new PageError(false, 'an artifact has no name')
    const { type, properties } = fields(resource)
    return { name, type: typeof type === 'string' ? type : '', size: sizeOf(fields(properties).artifactsize) }
  })
}

/** @throws PageError */
export function readSignedUrl({ body }: HttpResponse): string {
  const { url } = fields(fields(parse(body)).signedContent)
  if (typeof url !== 'string' || !URL.canParse(url)) throw new PageError(false, 'it has no signed URL')
  return url
}

function sizeOf(text: unknown): number | undefined {
  const size = typeof text === 'string' && /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN
  return Number.isSafeInteger(size) ? size : undefined
}

function fields(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}
