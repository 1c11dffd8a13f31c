import type { Writable } from 'node:stream'
import { product, version as productVersion } from '../base/version.ts'
import type { Subject } from '../errors/cause.ts'
import type { HttpResponse } from './http.ts'

export type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** Media types that a response may have: `application/json`, `text/*`, a zip archive, or anything. */
export type ResponseType = 'json' | 'text' | 'zip' | 'any'

/** One request to the service, without what the gate adds: the API version, the credential, the headers. */
export interface ServiceRequest {
  /** GET unless set. */
  readonly method?: Method
  readonly words: RequestWords
  /** Base URL without a slash at its end; the organization's unless set. The credential goes there. */
  readonly base?: string
  /** Segments below the base URL, not yet encoded. */
  readonly path: readonly string[]
  /** Names and values, not yet encoded, for the API version that the server understands. */
  readonly query?: (version: string) => readonly (readonly [string, string])[]
  readonly body?: (version: string) => RequestBody
  /** `application/json` unless set. */
  readonly accept?: string
  readonly headers?: Readonly<Record<string, string>>
  /** What counts as an answer: 200 with JSON unless set. */
  readonly expects?: { readonly statuses?: readonly number[]; readonly types?: readonly ResponseType[] }
  /** Whether the request may be sent again after it may have reached the service: GET and HEAD may, others not, unless set. */
  readonly repeat?: 'safe' | 'unless it may have arrived'
  /** Takes the body of a file (zip, octet-stream) as it arrives; the response has none then. Called for each attempt. */
  readonly sink?: () => Writable
  /** False for an API whose version is in its path: no `api-version` is sent. */
  readonly versioned?: false
  /** The lowest API version that knows what is requested, as `6.1`. */
  readonly least?: string
  /** An attempt gets at least this many milliseconds. */
  readonly timeout?: number
  /** On a connection of its own, so that a pooled one that the server just closed is not mistaken for a lost answer. */
  readonly fresh?: true
  /** Ends the request instead of the signal of the step: what must not be left half done goes on for a moment. */
  readonly signal?: AbortSignal
  /** Milliseconds since 1970 after which neither an attempt nor a pause may go on. */
  readonly deadline: number
}

/** What messages say of a request. */
export interface RequestWords {
  /** `The list of builds of web`. */
  readonly what: string
  readonly subject: Subject
  /** The PAT scope that it needs; Build (Read) unless set. */
  readonly scope?: string
}

export interface RequestBody {
  /** The media type. */
  readonly type: string
  readonly content: string | Buffer
}

/**
 * Turns a response into a value. A PageError from it counts as a response that is not good.
 * @param signal aborted when the value is no longer wanted
 */
export type Read<T> = (response: HttpResponse, signal: AbortSignal) => T | Promise<T>

/** The API version of requests unless the user or an older server names another. */
export const defaultApiVersion = '7.1'

export function methodOf({ method = 'GET' }: ServiceRequest): Method {
  return method
}

/** Whether sending it twice does no harm. */
export function isRepeatable(request: ServiceRequest): boolean {
  const method = methodOf(request)
  return (request.repeat ?? (method === 'GET' || method === 'HEAD' ? 'safe' : undefined)) === 'safe'
}

/** The URL of a request, as it is sent. @param organization base URL unless the request has one */
export function urlOf(
  organization: string,
  { base = organization, path, query, versioned }: ServiceRequest,
  version: string,
): string {
  const pairs = [...(query?.(version) ?? []), ...(versioned === false ? [] : [['api-version', version] as const])]
  const text = pairs.map(([name, value]) => `${encoded(name, '$')}=${encoded(value)}`).join('&')
  return `${base}/${path.map(segment => encoded(segment)).join('/')}${text === '' ? '' : `?${text}`}`
}

/**
 * Half a surrogate pair, which no encoding has, becomes the replacement character. A quote is encoded as Node.js itself
 * does it in a query, so that what a dry run shows is what a run sends.
 */
function encoded(text: string, kept = ''): string {
  const all = encodeURIComponent(text.toWellFormed()).replaceAll("'", '%27')
  return kept === '$' ? all.replaceAll('%24', '$') : all
}

/** The headers of every request: https://learn.microsoft.com/azure/devops/integrate/how-to/call-rest-api */
export function headersOf({
  accept = 'application/json',
  headers,
}: Pick<ServiceRequest, 'accept' | 'headers'>): Record<string, string> {
  return {
    Accept: accept,
    'Accept-Encoding': 'gzip',
    'User-Agent': `${product}/${productVersion}`,
    // Asks for a 401 where the service would send a browser to its sign-in page.
    'X-TFS-FedAuthRedirect': 'Suppress',
    ...headers,
  }
}
