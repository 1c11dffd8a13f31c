import http from 'node:http'
import https from 'node:https'
import { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { rootCertificates } from 'node:tls'
import { promisify } from 'node:util'
import { gunzip, gunzipSync } from 'node:zlib'
import { longestTimer } from '../base/time.ts'
import { parseProxy, tunnelAgent } from './tunnel.ts'

/** A whole answer: its body arrived to the last byte and is decoded. */
export interface Answer {
  readonly status: number
  readonly headers: http.IncomingHttpHeaders
  readonly body: Buffer
}

/** No answer, or not a whole one. `code` is Node's, or `BODY_…`, `PROXY_…` or `REQUEST_TIMEOUT`. */
export class NetworkError extends Error {
  override readonly name = 'NetworkError'

  constructor(
    readonly code: string,
    message: string,
    original?: unknown,
  ) {
    super(message, { cause: original })
  }
}

export interface Exchange {
  readonly url: string
  readonly headers: http.OutgoingHttpHeaders
  /** Milliseconds for everything, from the look-up of the name to the last byte of the body. */
  readonly timeout: number
  readonly signal: AbortSignal
}

/** Sends one GET and gives its answer, whatever its status. Nothing is followed, nothing is sent twice. */
export type Http = (exchange: Exchange) => Promise<Answer>

export interface Network {
  /** URL of the proxy; none for a direct connection. */
  readonly proxy?: string
  /** Certificates of more authorities to trust, in PEM form, in addition to those of Node.js. */
  readonly authorities?: string
}

/** Pages are asked for in pieces of at most a few MiB; far more than that is no page of builds. */
const largestBody = 256 * 1024 * 1024

/** Compressed bytes that are decompressed sooner than another thread would begin with them. */
const shortBody = 64 * 1024

const gunzipAside = promisify(gunzip)

/**
 * An HTTP client for one origin, which keeps connections open and goes through the proxy if there is one. Requests
 * of `@actions/http-client` are not used: they follow redirects with the credential and never end on a cut body.
 */
export function openHttp(origin: string, sockets: number, network: Network = {}): Http & { close(): void } {
  const { proxy, authorities } = network
  const secure = origin.startsWith('https:')
  const options = {
    keepAlive: true,
    maxSockets: sockets,
    ...(authorities === undefined ? {} : { ca: [...rootCertificates, authorities] }),
  }
  const agent = openAgent(origin, secure, options, proxy)
  const get = secure ? https.get : http.get
  const exchange: Http = async ({ url, headers, timeout, signal }) => {
    const ending = new AbortController()
    const onAbort = () => ending.abort(signal.reason)
    const timer = setTimeout(
      () => ending.abort(new NetworkError('REQUEST_TIMEOUT', 'no whole answer in time')),
      Math.min(timeout, longestTimer),
    )
    if (signal.aborted) onAbort()
    signal.addEventListener('abort', onAbort, { once: true })
    try {
      return await receive(await send(get, url, { headers, agent, signal: ending.signal }), ending.signal)
    } catch (error) {
      throw ending.signal.aborted ? ending.signal.reason : asNetworkError(error)
    } finally {
      clearTimeout(timer)
      signal.removeEventListener('abort', onAbort)
    }
  }
  return Object.assign(exchange, { close: () => agent.destroy() })
}

function openAgent(origin: string, secure: boolean, options: https.AgentOptions, proxy?: string): http.Agent {
  if (proxy !== undefined) return tunnelAgent(parseProxy(proxy), secure, options)
  // Not the agent of @actions/http-client: that one reads the proxy from the environment again.
  return secure ? new https.Agent(options) : new http.Agent(options)
}

function send(get: typeof http.get, url: string, options: https.RequestOptions): Promise<http.IncomingMessage> {
  return new Promise((resolve, reject) => {
    // A request that still waits for its connection keeps it to itself that it was ended.
    options.signal?.addEventListener('abort', reject, { once: true })
    get(url, options, resolve).on('error', reject)
  })
}

/** `pipeline` notices a body that is cut short, by length or by chunk. */
async function receive(message: http.IncomingMessage, signal: AbortSignal): Promise<Answer> {
  const chunks: Buffer[] = []
  let size = 0
  const collect = new Writable({
    write(chunk: Buffer, _encoding, done) {
      size += chunk.length
      chunks.push(chunk)
      done(size > largestBody ? new NetworkError('BODY_TOO_LARGE', `the body is over ${largestBody} bytes`) : null)
    },
  })
  const encoding = message.headers['content-encoding']?.trim().toLowerCase() || 'identity'
  const zipped = encoding === 'gzip' || encoding === 'x-gzip'
  if (!zipped && encoding !== 'identity') {
    message.destroy()
    throw new NetworkError('BODY_ENCODING', `the body’s encoding is ${encoding}`)
  }
  await pipeline(message, collect, { signal })
  const received = Buffer.concat(chunks, size)
  const body = zipped && size > 0 ? await decompress(received) : received
  return { status: message.statusCode ?? 0, headers: message.headers, body }
}

/**
 * A long body is decompressed by another thread, while this one works on the page before it. The room for it is made at
 * once: decompressing in pieces, while it comes, leaves a second copy behind and takes a fifth more of the processor.
 */
async function decompress(received: Buffer): Promise<Buffer> {
  // The last four bytes tell the size; whoever lies there only wastes room: https://www.rfc-editor.org/rfc/rfc1952#page-6
  const size = received.length < 4 ? 0 : received.readUInt32LE(received.length - 4)
  // One byte more, or zlib makes another piece of room to see that nothing follows.
  const options = { chunkSize: Math.min(Math.max(size + 1, 4096), largestBody / 8), maxOutputLength: largestBody }
  return received.length <= shortBody ? gunzipSync(received, options) : gunzipAside(received, options)
}

function asNetworkError(error: unknown): NetworkError {
  if (error instanceof NetworkError) return error
  const { code = 'UNKNOWN', message } = error as NodeJS.ErrnoException
  if (code === 'ERR_BUFFER_TOO_LARGE')
    return new NetworkError('BODY_TOO_LARGE', `the body is over ${largestBody} bytes`, error)
  if (code === 'ERR_STREAM_PREMATURE_CLOSE' || message === 'aborted')
    return new NetworkError('BODY_CUT_SHORT', 'the connection ended before the body did', error)
  return new NetworkError(code, message, error)
}
