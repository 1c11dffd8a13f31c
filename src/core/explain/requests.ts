import type { Build } from '../builds/build.ts'
import type { ServiceRequest } from '../service/request.ts'
import type { LogRange } from './log-excerpt.ts'

type BuildId = Pick<Build, 'id' | 'project'>

/** https://learn.microsoft.com/rest/api/azure/devops/build/timeline/get. A deleted build has none, which is an answer. */
export function timelineRequest({ project, id }: BuildId, deadline: number): ServiceRequest {
  return {
    words: { what: `The timeline of build ${id}`, subject: 'timeline' },
    path: [project, '_apis', 'build', 'builds', String(id), 'timeline'],
    expects: { statuses: [200, 204, 404], types: ['json'] },
    deadline,
  }
}

/** https://learn.microsoft.com/rest/api/azure/devops/build/builds/get-build-logs */
export function logsRequest({ project, id }: BuildId, deadline: number): ServiceRequest {
  return {
    words: { what: `The list of logs of build ${id}`, subject: 'log' },
    path: [project, '_apis', 'build', 'builds', String(id), 'logs'],
    deadline,
  }
}

/** https://learn.microsoft.com/rest/api/azure/devops/build/builds/get-build-log */
export function logRequest({ project, id }: BuildId, range: LogRange, deadline: number): ServiceRequest {
  return {
    words: { what: `The log ${range.logId} of build ${id}`, subject: 'log' },
    path: [project, '_apis', 'build', 'builds', String(id), 'logs', String(range.logId)],
    query: () => [
      ['startLine', String(range.startLine)],
      ['endLine', String(range.endLine)],
    ],
    accept: 'text/plain',
    expects: { types: ['text'] },
    deadline,
  }
}
