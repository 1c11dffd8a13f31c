import { header } from '../service/failure.ts'
import type { HttpResponse } from '../service/http.ts'
import { readList } from '../service/json-list.ts'
import { PageError } from '../service/page-error.ts'
import { follow, type Page } from '../service/paging.ts'
import type { ServiceRequest } from '../service/request.ts'
import type { Service } from '../service/service.ts'

/** The request for a page of projects: https://learn.microsoft.com/rest/api/azure/devops/core/projects/list */
export function projectsRequest(deadline: number, token?: string): ServiceRequest {
  return {
    words: { what: 'The list of projects', subject: 'projects' },
    path: ['_apis', 'projects'],
    query: () => [
      ['stateFilter', 'wellFormed'],
      ['$top', '500'],
      ...(token === undefined ? [] : [['continuationToken', token] as const]),
    ],
    deadline,
  }
}

/** The projects to query, and whether the service gave all of them. */
export interface Projects {
  readonly names: readonly string[]
  readonly complete: boolean
}

/** The projects to query, each once: those that were named, or with `*` every one that the token can see. */
export async function findProjects(service: Service, written: readonly string[], deadline: number): Promise<Projects> {
  if (!written.includes('*')) return { names: unique(written), complete: true }
  const names: string[] = []
  let complete = true
  const pages = follow({
    ask: token => service.request(projectsRequest(deadline, token), readPage),
    idOf: name => name,
  })
  for await (const { items, stuck } of pages) {
    names.push(...items)
    if (stuck) complete = false
  }
  return { names, complete }
}

/** Each name once; the service ignores their case. */
export function unique(names: readonly string[]): string[] {
  const seen = new Set<string>()
  return names.filter(name => !seen.has(name.toLowerCase()) && seen.add(name.toLowerCase()))
}

async function readPage(response: HttpResponse, signal: AbortSignal): Promise<Page<string>> {
  const items = await readList(
    response.body,
    value => {
      const { name } = Object(value) as { name?: unknown }
      // `.` and `..` would lead out of the organization's path: https://url.spec.whatwg.org/#double-dot-path-segment
      if (typeof name !== 'string' || /^\.{0,2}$/.test(name))
        throw new PageError(false, 'an element of the list is not a project')
      return name
    },
    signal,
  )
  return { items, next: header(response.headers, 'x-ms-continuationtoken') || undefined }
}
