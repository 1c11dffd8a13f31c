import { shorten } from '../base/text.ts'
import type { Failure } from '../errors/cause.ts'
import { activityId } from './failure.ts'
import type { HttpResponse } from './http.ts'

/** The longest piece of a text of the service that a message quotes. */
const longestText = 1000

/** `401 Unauthorized, "Access denied"`, `302 Found, leads to example.com`, or what the network or the page says. */
export function describeFailure({ status, code, text, leadsTo }: Failure): string {
  const what = status === undefined ? code : statusText(status)
  const quoted = text === undefined || text === '' ? undefined : `"${[...text].slice(0, longestText).join('')}"`
  const target = leadsTo === undefined ? undefined : `leads to ${shorten(leadsTo, 100)}`
  return [what, target, quoted].filter(part => part !== undefined).join(', ')
}

/** `GET https://…: 200, 120 ms, attempt 1, activity 0000…`, for the debug log. @param took milliseconds */
export function describeAttempt(
  what: string,
  response: Pick<HttpResponse, 'status' | 'headers'> | undefined,
  took: number,
  attempt: number,
): string {
  const id = response === undefined ? undefined : activityId(response)
  const parts = [response?.status ?? 'no response', `${Math.round(took)} ms`, `attempt ${attempt + 1}`]
  return `${what}: ${[...parts, ...(id === undefined ? [] : [`activity ${id}`])].join(', ')}`
}

const statusWords: Readonly<Record<number, string>> = {
  200: 'OK',
  201: 'Created',
  202: 'Accepted',
  203: 'Non-Authoritative Information',
  204: 'No Content',
  301: 'Moved Permanently',
  302: 'Found',
  303: 'See Other',
  304: 'Not Modified',
  307: 'Temporary Redirect',
  308: 'Permanent Redirect',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  407: 'Proxy Authentication Required',
  408: 'Request Timeout',
  409: 'Conflict',
  412: 'Precondition Failed',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
}

/** `401 Unauthorized`: the words that people search for. */
export function statusText(status: number): string {
  const words = statusWords[status]
  return words === undefined ? `HTTP ${status}` : `${status} ${words}`
}
