import { isUtf8 } from 'node:buffer'
import type { IncomingHttpHeaders } from 'node:http'
import { header, typeOf } from '../service/failure.ts'
import type { HttpResponse } from '../service/http.ts'
import { parse } from '../service/json-list.ts'
import { PageError } from '../service/page-error.ts'
import { isObject } from './pages.ts'
import type { Method } from './route.ts'

/** A response that was accepted, whole and readable. */
export interface Received {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
  /** The parsed body; undefined where it is not JSON. */
  readonly data: unknown
  /** Whether the body went to the file as it arrived. */
  readonly streamed: boolean
}

/**
 * Reads the response to a call.
 * @throws PageError when the body is not what its type says, or missing
 */
export function receive(method: Method, response: HttpResponse): Received {
  const { status, headers, body, streamed = false } = response
  if (method === 'HEAD' || body.length === 0) {
    // A cut body that says no length looks like this. An empty text or file says so.
    const isWhole = header(headers, 'content-length') === '0' && /^(?:text|zip|other)$/.test(typeOf(response))
    if (method === 'GET' && !streamed && !isWhole && (status === 200 || status === 201))
      throw new PageError(true, 'the body is empty')
    return { status, headers, body: Buffer.alloc(0), data: undefined, streamed }
  }
  return { status, headers, body, data: typeOf(response) === 'json' ? parse(withoutMark(body)) : undefined, streamed }
}

/** The byte order mark, which JSON.parse refuses. https://www.rfc-editor.org/rfc/rfc8259#section-8.1 */
function withoutMark(body: Buffer): Buffer {
  return body.subarray(body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf ? 3 : 0)
}

/** Whether pages of it can be merged. */
export function isPage(data: unknown): boolean {
  return isObject(data) && Array.isArray(data.value)
}

/** How many items a list has; undefined where it is none. */
export function countOf(data: unknown): number | undefined {
  if (Array.isArray(data)) return data.length
  if (!isObject(data)) return undefined
  if (Array.isArray(data.value)) return data.value.length
  return Number.isSafeInteger(data.count) ? (data.count as number) : undefined
}

/** A body as text, without what only JSON needs around it; empty where it is no text. */
export function textOfBody({ body, data }: Received): string {
  if (data === null) return ''
  if (typeof data === 'string') return data
  const bytes = withoutMark(body)
  return isUtf8(bytes) && !bytes.includes(0) ? bytes.toString('utf8') : ''
}

/** A response header as one text. */
export function headerOf({ headers }: Received, name: string): string {
  return header(headers, name) ?? ''
}
