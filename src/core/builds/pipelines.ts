import { nearest } from '../base/nearest.ts'
import { counted } from '../base/text.ts'
import { StepError } from '../errors/errors.ts'
import { header } from '../service/failure.ts'
import type { HttpResponse } from '../service/http.ts'
import { readList } from '../service/json-list.ts'
import { PageError } from '../service/page-error.ts'
import { follow, type Page } from '../service/paging.ts'
import type { ServiceRequest } from '../service/request.ts'
import type { Service } from '../service/service.ts'

/** What the user wrote: an ID, or a name, with its folder if they set one. */
export interface PipelineName {
  readonly written: string
  readonly id?: number
  readonly name: string
  /** `\` is the root. Undefined if any folder will do. */
  readonly folder?: string
}

/** What is needed of a pipeline: https://learn.microsoft.com/rest/api/azure/devops/build/definitions/list */
export interface Pipeline {
  readonly id: number
  readonly name: string
  readonly folder: string
}

/** From so many names on, one list of pipelines takes fewer requests than a lookup for each. */
const listedFrom = 3

/** Digits are an ID; a backslash begins a path; everything else is a name in any folder. */
export function parsePipeline(written: string): PipelineName {
  if (/^\d+$/.test(written)) return { written, id: Number(written), name: written }
  const cut = written.lastIndexOf('\\')
  if (cut < 0) return { written, name: written }
  const folder = written.slice(0, cut).replace(/^\\?/, '\\')
  return { written, name: written.slice(cut + 1), folder }
}

/**
 * The request that looks up a name, or lists all pipelines. The service matches names exactly, whatever their case, in
 * every folder; a `*` at the end would make a prefix of it.
 */
export function pipelinesRequest(
  project: string,
  name: string | undefined,
  deadline: number,
  token?: string,
): ServiceRequest {
  return {
    words: { what: `The list of pipelines of ${project}`, subject: 'pipelines' },
    path: [project, '_apis', 'build', 'definitions'],
    query: () => [
      ...(name === undefined ? [['queryOrder', 'definitionNameAscending'] as const] : [['name', name] as const]),
      ...(token === undefined ? [] : [['continuationToken', token] as const]),
    ],
    deadline,
  }
}

/**
 * Looks up names in a project.
 * @returns the pipeline of each name, undefined where the project has none
 * @throws StepError for a name that the project has in several folders
 */
export async function lookUpPipelines(
  service: Service,
  project: string,
  names: readonly PipelineName[],
  deadline: number,
): Promise<(Pipeline | undefined)[]> {
  const listed = names.length < listedFrom ? undefined : await firstPage(service, project, deadline)
  return Promise.all(
    names.map(async wanted => {
      const known = listed?.items.filter(({ name }) => same(name, wanted.name)) ?? []
      // What is not on the first page of a long list is looked up by its name; a name may be in folders on several pages.
      const sure = listed !== undefined && listed.next === undefined
      const all = sure ? known : await readAll(service, project, wanted.name, deadline)
      return choose(all, wanted, project)
    }),
  )
}

function choose(all: readonly Pipeline[], wanted: PipelineName, project: string): Pipeline | undefined {
  const named = all.filter(({ name }) => same(name, wanted.name))
  const inFolder = named.filter(({ folder }) => wanted.folder === undefined || same(folder, wanted.folder))
  // `\2024` is the pipeline named 2024: the one in the root folder, or else the one in any.
  const matching = inFolder.length === 0 && wanted.folder === '\\' ? named : inFolder
  if (matching.length > 1)
    throw new StepError('pipeline-ambiguous', {
      details: [`"${wanted.written}" in ${project} is ${matching.map(describe).join(' or ')}.`],
    })
  return matching[0]
}

function firstPage(service: Service, project: string, deadline: number): Promise<Page<Pipeline>> {
  return service.request(pipelinesRequest(project, undefined, deadline), readPage)
}

async function readAll(
  service: Service,
  project: string,
  name: string | undefined,
  deadline: number,
): Promise<Pipeline[]> {
  const all: Pipeline[] = []
  const pages = follow({
    ask: token => service.request(pipelinesRequest(project, name, deadline, token), readPage),
    idOf: ({ id }) => id,
  })
  for await (const { items } of pages) all.push(...items)
  return all
}

async function readPage(response: HttpResponse, signal: AbortSignal): Promise<Page<Pipeline>> {
  const items = await readList(
    response.body,
    value => {
      const { id, name, path } = Object(value) as Record<string, unknown>
      if (!Number.isSafeInteger(id) || typeof name !== 'string')
        throw new PageError(false, 'an element of the list is not a pipeline')
      return { id: id as number, name, folder: typeof path === 'string' ? path : '\\' }
    },
    signal,
  )
  return { items, next: header(response.headers, 'x-ms-continuationtoken') || undefined }
}

/** The error for names that no project has, with the nearest names that there are. */
export async function unknownPipelines(
  service: Service,
  projects: readonly string[],
  missing: readonly PipelineName[],
  deadline: number,
): Promise<StepError> {
  const searched = projects.slice(0, 5)
  const all = (await Promise.all(searched.map(project => readAll(service, project, undefined, deadline)))).flat()
  const details = missing.map(({ written, name }) => {
    const names = all.map(pipeline => pipeline.name)
    // A path with slashes is read as a name, in which the service allows none.
    const near = [name, name.slice(name.lastIndexOf('/') + 1)].flatMap(one => nearest(one, names))
    const paths = all.filter(pipeline => near.includes(pipeline.name)).map(describe)
    const hint =
      paths.length > 0
        ? `Did you mean ${[...new Set(paths)].slice(0, 5).join(' or ')}?`
        : `None of ${counted(all.length, 'pipeline')} has a similar name.`
    return `"${written}" is not in ${searched.join(', ')}. ${hint}`
  })
  return new StepError('pipeline-unknown', { details })
}

function describe({ folder, name, id }: Pipeline): string {
  return `${folder.endsWith('\\') ? folder : `${folder}\\`}${name} (ID ${id})`
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase()
}
