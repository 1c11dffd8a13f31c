import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'

/** A build in words of the test; times are milliseconds since 1970. */
export interface NaiveBuild {
  id: number
  pipeline: number
  project: string
  queued: number
  status: 'notStarted' | 'inProgress' | 'completed'
  result?: string
  commit?: string
  tags?: string[]
  number?: string
}

export interface NaiveRequest {
  /** As it was sent. */
  readonly url: string
  readonly path: string
  readonly query: URLSearchParams
}

export interface NaiveServer {
  readonly url: string
  readonly requests: readonly NaiveRequest[]
  readonly builds: NaiveBuild[]
  close(): Promise<void>
}

export interface NaiveOptions {
  readonly builds?: NaiveBuild[]
  /** Names of pipelines by project; the ID is the position in the whole, from 1. */
  readonly pipelines?: readonly (readonly [project: string, name: string])[]
  /** The time of the server. */
  readonly now?: () => number
  /** Called before each request is answered, with its number from 1: the world may change here. */
  readonly before?: (count: number, server: NaiveServer) => void
  /** Requests that are never answered. */
  readonly silent?: (request: NaiveRequest) => boolean
}

/** The GUID of a project. */
export function guidOf(project: string): string {
  return `00000000-0000-4000-8000-${Buffer.from(project).toString('hex').padStart(12, '0').slice(-12)}`
}

/**
 * A second opinion beside the emulator: the list of builds as its parameters are documented, and nothing else, in as few
 * lines as it takes. https://learn.microsoft.com/rest/api/azure/devops/build/builds/list
 */
export async function startNaiveServer(options: NaiveOptions = {}): Promise<NaiveServer> {
  const { builds = [], pipelines = [], now = Date.now, before, silent } = options
  const requests: NaiveRequest[] = []
  const http1 = http.createServer((request, response) => {
    const { url = '' } = request
    const { pathname, searchParams: query } = new URL(url, 'http://localhost')
    const sent = { url, path: pathname, query }
    requests.push(sent)
    before?.(requests.length, server)
    if (silent?.(sent)) return
    const [, , name = '', , , resource = '', id] = pathname.split('/').map(decodeURIComponent)
    const isProject = (project: string) => [project, guidOf(project)].includes(name.toLowerCase())
    const answer = (value: unknown[], headers = {}) => {
      const date = new Date(now()).toUTCString()
      response.writeHead(200, { 'content-type': 'application/json', date, ...headers })
      response.end(JSON.stringify({ count: value.length, value }))
    }
    if (resource === 'definitions') {
      const all = pipelines.map(([project, name], index) => ({ id: index + 1, name, path: '\\', project }))
      const wanted = query.get('name')?.toLowerCase()
      return answer(all.filter(one => isProject(one.project) && [undefined, one.name.toLowerCase()].includes(wanted)))
    }
    if (id !== undefined) return response.writeHead(204).end()
    const matching = matchingOf(
      builds.filter(({ project }) => isProject(project)),
      query,
    )
    const start = Number(query.get('continuationToken') ?? 0)
    const end = start + Number(query.get('$top') ?? 1000)
    const more = end < matching.length ? { 'x-ms-continuationtoken': String(end) } : {}
    answer(matching.slice(start, end).map(wireOf), more)
  })
  http1.listen(0, '127.0.0.1')
  await once(http1, 'listening')
  const server: NaiveServer = {
    url: `http://127.0.0.1:${(http1.address() as AddressInfo).port}/contoso`,
    requests,
    builds,
    async close() {
      http1.closeAllConnections()
      http1.close()
    },
  }
  return server
}

function matchingOf(builds: readonly NaiveBuild[], query: URLSearchParams): NaiveBuild[] {
  const list = (name: string) => query.get(name)?.split(',') ?? []
  const any = (name: string, value: string) => list(name).length === 0 || list(name).includes(value)
  const numbered = ({ number = '' }: NaiveBuild, wanted = query.get('buildNumber') ?? '*') =>
    wanted.endsWith('*') ? number.startsWith(wanted.slice(0, -1)) : number === wanted
  const [since, until] = ['minTime', 'maxTime'].map(name => Date.parse(query.get(name) ?? ''))
  const matching = builds
    .filter(
      build =>
        any('definitions', String(build.pipeline)) &&
        any('buildIds', String(build.id)) &&
        any('statusFilter', build.status) &&
        any('resultFilter', build.result ?? '') &&
        list('tagFilters').every(tag => build.tags?.includes(tag)) &&
        numbered(build) &&
        !(build.queued < (since ?? Number.NaN)) &&
        !(build.queued > (until ?? Number.NaN)),
    )
    .sort((a, b) => b.queued - a.queued)
  const most = Number(query.get('maxBuildsPerDefinition') ?? Number.POSITIVE_INFINITY)
  const counts = new Map<number, number>()
  return matching.filter(({ pipeline }) => {
    counts.set(pipeline, (counts.get(pipeline) ?? 0) + 1)
    return (counts.get(pipeline) ?? 0) <= most
  })
}

function wireOf({ id, pipeline, project, queued, status, result, commit, tags, number }: NaiveBuild) {
  const time = (after: number) => new Date(queued + after).toISOString()
  return {
    id,
    buildNumber: number ?? `1.${id}`,
    status,
    ...(status === 'completed' ? { result: result ?? 'succeeded', finishTime: time(60_000) } : {}),
    queueTime: time(0),
    ...(status === 'notStarted' ? {} : { startTime: time(1000) }),
    definition: { id: pipeline, name: `pipeline ${pipeline}` },
    project: { id: guidOf(project), name: project },
    sourceBranch: 'refs/heads/main',
    sourceVersion: commit ?? 'a'.repeat(40),
    tags: tags ?? [],
  }
}
