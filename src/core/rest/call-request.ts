import { shorten } from '../base/text.ts'
import { type ServiceRequest, urlOf } from '../service/request.ts'
import type { ServiceSettings } from '../service/service.ts'
import type { CallRequest, CallSettings } from './call-settings.ts'
import { markerAt } from './hosts.ts'
import { acceptOf, isSafe } from './operations.ts'
import { type Next, queryOfNext } from './pages.ts'
import type { ResponseFile } from './response-file.ts'
import { scopeOf } from './scopes.ts'

/** Every 2xx but 203, which proxies and sign-in pages send. */
const successes = Array.from({ length: 100 }, (_, index) => 200 + index).filter(status => status !== 203)

/** Milliseconds for pauses that the service asks for. */
const patience = 10 * 60_000

/** Milliseconds since 1970 after which a call gives up, however the service delays it. */
export function deadlineOf({ requestTimeout, retries }: ServiceSettings, now: number): number {
  return now + patience + requestTimeout * (retries + 1)
}

/** `GET /web/_apis/git/repositories`. */
export function nameOfCall({ method, path }: Pick<CallRequest, 'method' | 'path'>): string {
  return `${method} /${shorten(path.join('/'), 300)}`
}

/**
 * The request of a call.
 * @param next the page, unless it is the first
 * @param file where a response that is a file goes as it arrives
 */
export function requestOfCall(
  call: CallRequest,
  deadline: number,
  { next, file }: { next?: Next | undefined; file?: ResponseFile } = {},
): ServiceRequest {
  const { method, path, body, acceptStatus } = call
  const page = next === undefined ? { query: call.query, headers: {} } : queryOfNext(call.query, next, path)
  const { Accept: accept = acceptOf(method, path), ...headers } = { ...call.headers, ...page.headers }
  const safe = isSafe(method, path)
  return {
    method,
    words: { what: nameOfCall(call), subject: 'call', scope: scopeOf(method, path) },
    path,
    query: () => page.query,
    ...(path[markerAt(path)]?.toLowerCase() === '_apis' ? {} : { versioned: false }),
    ...(body === undefined ? {} : { body: () => body }),
    accept,
    headers,
    expects: { statuses: [...successes, ...acceptStatus], types: ['any'] },
    // A pooled connection that the server has just closed would leave the outcome of a change unknown.
    ...(safe ? { repeat: 'safe' } : { repeat: 'unless it may have arrived', fresh: true }),
    ...(file === undefined || call.paginate ? {} : { sink: () => file.sink() }),
    deadline,
  }
}

/** Origin and path of a call, as they are sent. */
export function addressOfCall({ service, call }: Pick<CallSettings, 'service' | 'call'>): string {
  const { query: _, ...request } = requestOfCall(call, 0)
  return urlOf(service.url, { ...request, versioned: false }, '')
}
