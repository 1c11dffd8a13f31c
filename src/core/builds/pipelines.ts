import { nearest } from '../base/nearest.ts'
import { counted } from '../base/text.ts'
import { StepError } from '../errors/errors.ts'
import { header } from '../service/failure.ts'
import type { Answer } from '../service/http.ts'
import { PageError, parse, splitPage } from '../service/json-list.ts'
import { follow, type Page } from '../service/paging.ts'
import type { Request } from '../service/request.ts'
import type { Service } from '../service/service.ts'
import type { Scope } from './list-builds.ts'

/** What the user wrote: an id, or a name, with its folder where they gave one. */
export interface DefinitionName {
  readonly written: string
  readonly id?: number
  readonly name: string
  /** `\` is the root. Undefined where any folder will do. */
  readonly folder?: string
}

/** What is needed of a pipeline: https://learn.microsoft.com/rest/api/azure/devops/build/definitions/list */
interface Definition {
  readonly id: number
  readonly name: string
  readonly folder: string
}

/** Digits are an id; a backslash begins a path; everything else is a name in any folder. */
export function parseDefinition(written: string): DefinitionName {
  if (/^\d+$/.test(written)) return { written, id: Number(written), name: written }
  const cut = written.lastIndexOf('\\')
  if (cut < 0) return { written, name: written }
  const folder = written.slice(0, cut).replace(/^\\?/, '\\')
  return { written, name: written.slice(cut + 1), folder }
}

/** The request that looks a name up. The service matches names exactly, whatever their case, in every folder. */
export function definitionRequest(
  project: string,
  name: string | undefined,
  deadline: number,
  token?: string,
): Request {
  return {
    asked: 'definitions',
    project,
    path: [project, '_apis', 'build', 'definitions'],
    query: () => [
      ...(name === undefined ? [['queryOrder', 'definitionNameAscending'] as const] : [['name', name] as const]),
      ...(token === undefined ? [] : [['continuationToken', token] as const]),
    ],
    deadline,
  }
}

/**
 * Turns names into ids, project by project. Projects that have none of the pipelines are left out: asked without
 * pipelines, the service would give the builds of all of them.
 * @throws StepError for a name that no project has, or one that a project has in several folders
 */
export async function resolveDefinitions(
  service: Service,
  projects: readonly string[],
  written: readonly string[],
  deadline: number,
): Promise<Scope[]> {
  if (written.length === 0) return projects.map(project => ({ project, definitions: [] }))
  const names = written.map(parseDefinition)
  const ids = names.flatMap(({ id }) => id ?? [])
  const wanted = names.filter(({ id }) => id === undefined)
  const found = await Promise.all(
    projects.map(project => Promise.all(wanted.map(name => lookUp(service, project, name, deadline)))),
  )
  const missing = wanted.filter((_, index) => found.every(row => row[index] === undefined))
  if (missing.length > 0) throw await unknown(service, projects, missing, deadline)
  return projects
    .map((project, index) => ({
      project,
      definitions: [...new Set([...ids, ...(found[index] ?? []).flatMap(id => id ?? [])])],
    }))
    .filter(({ definitions }) => definitions.length > 0)
}

async function lookUp(
  service: Service,
  project: string,
  wanted: DefinitionName,
  deadline: number,
): Promise<number | undefined> {
  const all = await readAll(service, project, wanted.name, deadline)
  const named = all.filter(({ name }) => same(name, wanted.name))
  const inFolder = named.filter(({ folder }) => wanted.folder === undefined || same(folder, wanted.folder))
  // `\2024` is the pipeline named 2024: the one in the root folder, or else the one in any.
  const matching = inFolder.length === 0 && wanted.folder === '\\' ? named : inFolder
  if (matching.length > 1)
    throw new StepError('definition-ambiguous', [
      `“${wanted.written}” in ${project} is ${matching.map(describe).join(' or ')}.`,
    ])
  return matching[0]?.id
}

async function readAll(
  service: Service,
  project: string,
  name: string | undefined,
  deadline: number,
): Promise<Definition[]> {
  const all: Definition[] = []
  const pages = follow({
    ask: token => service.get(definitionRequest(project, name, deadline, token), readPage),
    idOf: ({ id }) => id,
    onStuck: () => undefined,
  })
  for await (const page of pages) all.push(...page)
  return all
}

function readPage(answer: Answer): Page<Definition> {
  const items = splitPage(answer.body).map(bytes => {
    const { id, name, path } = Object(parse(bytes)) as Record<string, unknown>
    if (!Number.isSafeInteger(id) || typeof name !== 'string')
      throw new PageError(false, 'an element of the list is no pipeline')
    return { id: id as number, name, folder: typeof path === 'string' ? path : '\\' }
  })
  return { items, next: header(answer.headers, 'x-ms-continuationtoken') || undefined }
}

async function unknown(
  service: Service,
  projects: readonly string[],
  missing: DefinitionName[],
  deadline: number,
): Promise<StepError> {
  const lists = await Promise.all(projects.slice(0, 5).map(project => readAll(service, project, undefined, deadline)))
  const all = lists.flat()
  const details = missing.map(({ written, name }) => {
    const near = nearest(
      name,
      all.map(definition => definition.name),
    )
    const paths = all.filter(definition => near.includes(definition.name)).map(describe)
    const hint =
      paths.length > 0
        ? `Near it are ${[...new Set(paths)].slice(0, 5).join(', ')}.`
        : `None of ${counted(all.length, 'pipeline')} is near it.`
    return `“${written}” is not in ${projects.slice(0, 5).join(', ')}. ${hint}`
  })
  return new StepError('definition-unknown', details)
}

function describe({ folder, name, id }: Definition): string {
  return `${folder.endsWith('\\') ? folder : `${folder}\\`}${name} (id ${id})`
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase()
}
