import { header } from '../service/failure.ts'
import type { Answer } from '../service/http.ts'
import { PageError, parse, splitPage } from '../service/json-list.ts'
import { follow, type Page } from '../service/paging.ts'
import type { Request } from '../service/request.ts'
import type { Service } from '../service/service.ts'

/** The request for a page of projects: https://learn.microsoft.com/rest/api/azure/devops/core/projects/list */
export function projectsRequest(deadline: number, token?: string): Request {
  return {
    asked: 'projects',
    path: ['_apis', 'projects'],
    query: () => [
      ['stateFilter', 'wellFormed'],
      ['$top', '500'],
      ...(token === undefined ? [] : [['continuationToken', token] as const]),
    ],
    deadline,
  }
}

/** The projects to ask, each once: those that were named, or with `*` every one that the token can see. */
export async function resolveProjects(
  service: Service,
  written: readonly string[],
  deadline: number,
  onCut: () => void,
): Promise<string[]> {
  if (!written.includes('*')) return unique(written)
  const names: string[] = []
  const pages = follow({
    ask: token => service.get(projectsRequest(deadline, token), readPage),
    idOf: name => name,
    onStuck: onCut,
  })
  for await (const page of pages) names.push(...page)
  return names
}

/** Each name once; the service does not mind their case. */
export function unique(names: readonly string[]): string[] {
  const seen = new Set<string>()
  return names.filter(name => !seen.has(name.toLowerCase()) && seen.add(name.toLowerCase()))
}

function readPage(answer: Answer): Page<string> {
  const items = splitPage(answer.body).map(bytes => {
    const { name } = Object(parse(bytes)) as { name?: unknown }
    // `.` and `..` would lead out of the organization's path: https://url.spec.whatwg.org/#double-dot-path-segment
    if (typeof name !== 'string' || /^\.{0,2}$/.test(name))
      throw new PageError(false, 'an element of the list is no project')
    return name
  })
  return { items, next: header(answer.headers, 'x-ms-continuationtoken') || undefined }
}
