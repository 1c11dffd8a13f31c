import type http from 'node:http'
import { Readable, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { HttpClient } from '@actions/http-client'
import { longestTimer } from '../base/time.ts'
import { StepError } from '../errors/errors.ts'
import { decompress, errorBodyLimit, largestBody } from './body.ts'
import { type Connections, type HttpOptions, openConnections } from './connections.ts'
import { asNetworkError, NetworkError } from './network-error.ts'
import { type BodyStream, streamBody } from './stream.ts'

/** A whole response: its body arrived to the last byte and is decoded. */
export interface HttpResponse {
  readonly status: number
  readonly headers: http.IncomingHttpHeaders
  /** Empty where it went to a sink. */
  readonly body: Buffer
  /** Whether the body went to a sink. */
  readonly streamed?: true
}

export interface HttpRequest {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | Buffer
  /** Milliseconds for everything, from the DNS lookup to the last byte of the body. */
  readonly timeout: number
  readonly signal: AbortSignal
  /** On a connection of its own. */
  readonly fresh?: true
  /** Takes the body as it arrives; undefined to have it in the response. */
  readonly sink?: (head: Omit<HttpResponse, 'body'>) => Pick<BodyStream, 'sink' | 'redact'> | undefined
}

/** Sends one request and gives its response, whatever its status. Nothing is followed, nothing is sent twice. */
export type Http = (request: HttpRequest) => Promise<HttpResponse>

/** An HTTP client for one origin, which keeps connections open. */
export function openHttp(origin: string, options: HttpOptions): Http & { close(): void } {
  const connections = openConnections(origin, options)
  const send: Http = async request => {
    const { message, signal, extend, settle } = await exchange(connections, request)
    try {
      return await receive(message, signal, request, extend)
    } catch (error) {
      if (signal.aborted) throw signal.reason
      // What a sink says is not about the network.
      throw error instanceof StepError ? error : asNetworkError(error, true)
    } finally {
      settle()
    }
  }
  return Object.assign(send, { close: () => connections.close() })
}

/** A response whose head has arrived. */
export interface Exchange {
  readonly message: http.IncomingMessage
  /** Aborted when the time is over, or when the request's own signal is. */
  readonly signal: AbortSignal
  /** Moves the end of the time: milliseconds from now. */
  readonly extend: (timeout: number) => void
  /** Has to be called at the end. */
  readonly settle: () => void
}

/**
 * Sends a request and waits for the head of its response. `@actions/http-client` sends it; the agent and the signal go
 * in through its request handler, and the body is read by the caller: its own `readBody` never settles on a body that
 * is cut short.
 */
export async function exchange(connections: Connections, request: HttpRequest): Promise<Exchange> {
  const { method, url, headers, body, signal } = request
  const ending = new AbortController()
  const onAbort = () => ending.abort(signal.reason)
  const connection = connections.take(request.fresh === true)
  const expire = () =>
    ending.abort(new NetworkError('REQUEST_TIMEOUT', 'no complete response in time', connection.used()))
  let timer = setTimeout(expire, Math.min(request.timeout, longestTimer))
  const extend = (timeout: number) => {
    clearTimeout(timer)
    timer = setTimeout(expire, Math.min(timeout, longestTimer))
  }
  const settle = () => {
    clearTimeout(timer)
    signal.removeEventListener('abort', onAbort)
    connection.release()
  }
  if (signal.aborted) onAbort()
  signal.addEventListener('abort', onAbort, { once: true })
  const handler = {
    prepareRequest(options: http.RequestOptions) {
      options.agent = connection.agent
      options.signal = ending.signal
      options.headers = { ...headers, ...(Buffer.isBuffer(body) ? { 'Content-Length': body.length } : {}) }
      // The package leaves the brackets of an IPv6 address on, and then looks the name up.
      options.host = options.host?.replace(/^\[(.*)\]$/, '$1')
    },
    canHandleAuthentication: () => false,
    handleAuthentication: () => Promise.reject(new Error('not used')),
  }
  try {
    ending.signal.throwIfAborted()
    const client = new HttpClient(undefined, [handler], {
      allowRedirects: false,
      allowRetries: false,
      // Its own timer must never come before the one above.
      socketTimeout: longestTimer,
    })
    const aborted = new Promise<never>((_, reject) => {
      // Node emits no error for a request that is aborted while it waits for a socket, so reject here.
      ending.signal.addEventListener('abort', () => reject(ending.signal.reason), { once: true })
    })
    aborted.catch(() => undefined)
    const data = Buffer.isBuffer(body) ? Readable.from([body]) : (body ?? null)
    const { message } = await Promise.race([client.request(method, url, data, {}), aborted])
    return { message, signal: ending.signal, extend, settle }
  } catch (error) {
    settle()
    throw ending.signal.aborted ? ending.signal.reason : asNetworkError(error, connection.used())
  }
}

/** How a body is encoded, in lower case; `identity` where nothing is said. */
export function encodingOf(headers: http.IncomingHttpHeaders): string {
  return headers['content-encoding']?.trim().toLowerCase() || 'identity'
}

/** A header is text from outside: only a name that is no secret for sure is said. */
export function namedEncoding(encoding: string): string {
  return /^(?:br|compress|deflate|gzip|zstd)$/.test(encoding) ? encoding : 'another one'
}

/** `pipeline` notices a body that is cut short, by length or by chunk. */
async function receive(
  message: http.IncomingMessage,
  signal: AbortSignal,
  { method, timeout, sink }: HttpRequest,
  extend: Exchange['extend'],
): Promise<HttpResponse> {
  const { headers, statusCode: status = 0 } = message
  const most = status >= 200 && status <= 299 ? largestBody : errorBodyLimit
  const chunks: Buffer[] = []
  let size = 0
  const collect = new Writable({
    write(chunk: Buffer, _encoding, done) {
      size += chunk.length
      if (size <= most) chunks.push(chunk)
      // What is wrong is in the status and in the first bytes; the rest of a long error page is not kept.
      done(
        size > largestBody ? new NetworkError('BODY_TOO_LARGE', `the body is over ${largestBody} bytes`, true) : null,
      )
    },
  })
  const encoding = encodingOf(headers)
  const zipped = encoding === 'gzip' || encoding === 'x-gzip'
  if (!zipped && encoding !== 'identity') {
    message.destroy()
    throw new NetworkError('BODY_ENCODING', `the content encoding is ${namedEncoding(encoding)}, not gzip`, true)
  }
  const stream = method === 'HEAD' ? undefined : sink?.({ status, headers })
  if (stream !== undefined) {
    // A long body takes as long as it takes: only a pause in it is too long.
    await streamBody(message, zipped, { ...stream, signal, onBytes: () => extend(timeout) })
    return { status, headers, body: Buffer.alloc(0), streamed: true }
  }
  await pipeline(message, collect, { signal })
  if (size > most) return { status, headers, body: Buffer.alloc(0) }
  const received = Buffer.concat(chunks)
  const body = zipped && size > 0 && method !== 'HEAD' ? await decompress(received, most, signal) : received
  return { status, headers, body }
}
