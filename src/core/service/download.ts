import type { Writable } from 'node:stream'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Clock } from '../base/time.ts'
import { minTokenLength } from '../credential/credential.ts'
import type { Redact } from '../credential/redact.ts'
import { diagnose } from '../errors/causes.ts'
import { ServiceError } from '../errors/errors.ts'
import { type HttpOptions, openConnections } from './connections.ts'
import { describeAttempt, describeFailure } from './describe-failure.ts'
import { activityId, failureOf, header, typeOf } from './failure.ts'
import { encodingOf, exchange, type HttpResponse, namedEncoding } from './http.ts'
import { asNetworkError, NetworkError } from './network-error.ts'
import { methodOf, type RequestWords, type ServiceRequest } from './request.ts'
import { isTransientCode, isTransientStatus, neverSent } from './retry.ts'

/** An address that is no secret of the organization's origin: fetched without the credential. The address itself may be one. */
export interface ForeignUrl {
  readonly url: string
  readonly words: RequestWords
  readonly deadline: number
  readonly expects?: ServiceRequest['expects']
}

/** The head of a response whose body is streamed. */
export interface DownloadHead {
  readonly status: number
  readonly headers: HttpResponse['headers']
  /** Bytes of the body, if the server says so. */
  readonly length: number | undefined
}

export interface DownloadOptions {
  readonly clock: Pick<Clock, 'now'>
  /** 0 for the first. */
  readonly attempt: number
  readonly base: string
  /** Milliseconds that may pass without a KiB. */
  readonly idle: number
  /** The proxy of a URL depends on its host. */
  readonly networkOf: (url: string) => Omit<HttpOptions, 'sockets'>
  readonly signal: AbortSignal
  readonly redact: Redact
  readonly debug: (line: string) => void
  /** Takes the head of each response. */
  readonly observe: (head: Pick<HttpResponse, 'headers'>) => void
  readonly addressOf: (request: ServiceRequest) => string
  readonly headersOf: (request: ServiceRequest) => Record<string, string>
}

const maxRedirects = 3

/** What comes in smaller doses than this within the idle time would never end. */
const aliveBytes = 1024

/**
 * Streams one response into a sink. Redirects are followed by hand, at most three, to https only (to http only where the
 * organization itself is http), and never with the credential.
 */
export async function download(
  from: ServiceRequest | ForeignUrl,
  sink: (head: DownloadHead) => Writable | Promise<Writable>,
  options: DownloadOptions,
): Promise<DownloadHead> {
  let target = 'url' in from ? new URL(from.url) : new URL(options.addressOf(from))
  let headers: Record<string, string> = 'url' in from ? foreignHeaders : options.headersOf(from)
  const judged: ServiceRequest = 'url' in from ? requestOf(from) : from
  for (let hops = 0; ; hops++) {
    checkScheme(target, options, judged)
    if (headers === foreignHeaders) for (const secret of secretsIn(target)) options.redact.add(secret)
    const step = await fetchOnce(target, headers, judged, sink, options)
    if (!('location' in step)) return step
    if (hops === maxRedirects) throw refuse(judged, target, 'it redirects too often (redirect loop)')
    target = locationOf(step.location, target, judged)
    headers = foreignHeaders
  }
}

/**
 * A signed URL is its own credential: with it, or with its signature, anybody can download what it names.
 * https://learn.microsoft.com/azure/storage/common/storage-sas-overview
 */
function secretsIn({ href, search, searchParams }: URL): string[] {
  const signatures = [...searchParams].filter(([name]) => /sig|token|key|code/i.test(name)).map(([, value]) => value)
  return [href, search.slice(1), ...signatures].filter(secret => secret.length >= minTokenLength)
}

function requestOf({ words, deadline, expects }: ForeignUrl): ServiceRequest {
  return { words, deadline, path: [], ...(expects === undefined ? {} : { expects }) }
}

const foreignHeaders = { Accept: 'application/zip, application/octet-stream, */*', 'Accept-Encoding': 'identity' }

async function fetchOnce(
  target: URL,
  headers: Record<string, string>,
  request: ServiceRequest,
  sink: (head: DownloadHead) => Writable | Promise<Writable>,
  { networkOf, signal, idle, redact, debug, observe, clock, attempt }: DownloadOptions,
): Promise<DownloadHead | { location: string }> {
  const began = clock.now()
  let head: DownloadHead | undefined
  const { proxy, authorities } = networkOf(target.href)
  const connections = openConnections(target.origin, {
    sockets: 1,
    ...(proxy === undefined ? {} : { proxy }),
    ...(authorities === undefined ? {} : { authorities }),
  })
  try {
    const {
      message,
      signal: ending,
      extend,
      settle,
    } = await exchange(connections, {
      method: methodOf(request),
      url: target.href,
      headers: { ...headers, 'Accept-Encoding': 'identity' },
      timeout: idle,
      signal,
    })
    try {
      const { statusCode: status = 0, headers: received } = message
      observe(message)
      head = { status, headers: received, length: lengthOf(received) }
      const location = header(received, 'location')
      if (status >= 301 && status <= 308 && status !== 304 && location !== undefined) {
        message.destroy()
        return { location }
      }
      const encoding = encodingOf(received)
      if (encoding !== 'identity') {
        message.destroy()
        throw new NetworkError(
          'BODY_ENCODING',
          `the content encoding is ${namedEncoding(encoding)}, not identity`,
          true,
        )
      }
      const isWanted = (request.expects?.statuses ?? [200]).includes(status)
      const peek = isWanted && isWantedType(received, request) ? undefined : await readSome(message)
      if (peek !== undefined)
        throw failed({ status, headers: received, body: redact.bytes(peek) }, request, target, redact)
      await pipeline(
        message,
        keepAlive(() => extend(idle)),
        await sink(head),
        { signal: ending },
      )
      return head
    } catch (error) {
      throw ending.aborted ? ending.reason : error
    } finally {
      settle()
    }
  } catch (error) {
    if (error instanceof ServiceError || signal.aborted) throw error
    throw networkFailed(error, request, redact)
  } finally {
    // The address of anybody else may be a secret; its host is not.
    const address = headers === foreignHeaders ? target.host : target.href
    debug(describeAttempt(`${methodOf(request)} ${address}`, head, clock.now() - began, attempt))
    connections.close()
  }
}

function isWantedType(headers: HttpResponse['headers'], { expects }: ServiceRequest): boolean {
  const { types = ['zip'] } = expects ?? {}
  const type = typeOf({ status: 200, headers, body: Buffer.from(' ') })
  return types.some(expected => (expected === 'any' ? type !== 'html' : expected === type))
}

/** Calls back whenever enough has passed through. */
function keepAlive(extend: () => void): Transform {
  let passed = 0
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      passed += chunk.length
      if (passed >= aliveBytes) {
        extend()
        passed = 0
      }
      done(null, chunk)
    },
  })
}

/** The beginning of a body that is not what was requested: enough to say what it is. */
async function readSome(message: AsyncIterable<Buffer> & { destroy(): void }): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of message) {
    chunks.push(chunk)
    size += chunk.length
    if (size > 64 * 1024) break
  }
  message.destroy()
  return Buffer.concat(chunks)
}

function failed(response: HttpResponse, request: ServiceRequest, target: URL, redact: Redact): ServiceError {
  // A body of the wrong type is a failure whatever its status.
  const strict: ServiceRequest = { ...request, expects: { statuses: [], types: [] } }
  const failure = failureOf(response, strict, redact) ?? { status: response.status }
  const id = activityId(response)
  return new ServiceError(diagnose(failure), {
    details: [`${request.words.what} failed (${target.host}): ${describeFailure(failure)}.`],
    transient: isTransientStatus(response.status, failure.typeKey),
    arrived: 'refused',
    request: {
      method: methodOf(request),
      status: response.status,
      ...(failure.typeKey === undefined ? {} : { typeKey: failure.typeKey }),
      ...(failure.text === undefined ? {} : { text: failure.text }),
      ...(id === undefined ? {} : { activityId: id }),
      ...(request.words.scope === undefined ? {} : { scope: request.words.scope }),
    },
  })
}

function networkFailed(error: unknown, { words }: ServiceRequest, redact: Redact): unknown {
  const code = (error as NodeJS.ErrnoException).code
  if (!(error instanceof NetworkError) && code === undefined) return error
  const network = asNetworkError(error, true)
  const failure = { code: network.code, text: redact(network.message), subject: words.subject }
  return new ServiceError(diagnose(failure), {
    details: [`${words.what} failed: ${describeFailure(failure)}.`],
    transient: isTransientCode(network.code),
    arrived: neverSent(network.code) ? 'no' : 'unknown',
    original: network,
  })
}

function checkScheme(target: URL, { base }: DownloadOptions, request: ServiceRequest): void {
  if (target.protocol === 'https:' || (target.protocol === 'http:' && base.startsWith('http://'))) return
  throw refuse(request, target, 'it leads to an address that is not https')
}

function locationOf(location: string, from: URL, request: ServiceRequest): URL {
  if (URL.canParse(location, from.href)) return new URL(location, from.href)
  throw refuse(request, from, 'it redirects to an address that is not a URL')
}

function refuse({ words }: ServiceRequest, target: URL, why: string): ServiceError {
  return new ServiceError('response-unexpected', {
    details: [`${words.what} was not downloaded from ${target.host}: ${why}.`],
    transient: false,
    arrived: 'unknown',
  })
}

function lengthOf(headers: HttpResponse['headers']): number | undefined {
  const length = Number(header(headers, 'content-length') ?? Number.NaN)
  return Number.isSafeInteger(length) ? length : undefined
}
