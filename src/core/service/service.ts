import type { Writable } from 'node:stream'
import { type Clock, formatDuration } from '../base/time.ts'
import type { Redact } from '../credential/redact.ts'
import type { Failure } from '../errors/cause.ts'
import { type Arrival, ServiceError } from '../errors/errors.ts'
import { ApiVersion } from './api-version.ts'
import { type ConcurrencyLimit, limitConcurrency } from './concurrency.ts'
import type { HttpOptions } from './connections.ts'
import { describeAttempt, describeFailure } from './describe-failure.ts'
import type { DownloadHead, ForeignUrl } from './download.ts'
import { errorOfAttempt, type FailedAttempt, failedBy, judgeStatus } from './failed-attempt.ts'
import { failureOf, header, ownerOf, typeOf } from './failure.ts'
import { type Http, type HttpResponse, openHttp } from './http.ts'
import { headersOf, isRepeatable, methodOf, type Read, type ServiceRequest, urlOf } from './request.ts'
import { isDnsCode, maxDnsAttempts, retryDelay, retryDelays } from './retry.ts'
import { RetryAfterGate } from './retry-after.ts'

/** What a user can set of the way to ask. */
export interface ServiceSettings {
  /** Base URL of the organization or collection, without a slash at its end. */
  readonly url: string
  /** The value of the Authorization header. */
  readonly authorization: string
  /** Empty: 7.1, and lower where the server is older. */
  readonly apiVersion: string
  /** Milliseconds for one attempt. */
  readonly requestTimeout: number
  readonly concurrency: number
  readonly retries: number
}

/** What the gate needs from outside, and where it speaks. */
export interface ServiceTools extends Omit<HttpOptions, 'sockets'> {
  /** The network settings for a URL of another origin; those of the organization unless set. */
  readonly networkOf?: (url: string) => Omit<HttpOptions, 'sockets'>
  readonly clock: Clock
  readonly random: () => number
  readonly signal: AbortSignal
  readonly redact: Redact
  /** Takes a line for the log: retries, pauses, an older server. */
  readonly say: (line: string) => void
  /** Takes a line for the debug log: one per attempt. */
  readonly debug: (line: string) => void
}

/** Opens the one gate to Azure DevOps. */
export function openService(settings: ServiceSettings, tools: ServiceTools): Service {
  return new Service(settings, tools)
}

/** The one gate to Azure DevOps: a complete, checked response or an error that says what to do. */
export class Service {
  /** How many requests were sent, attempts counted. */
  sent = 0
  /** The GUID of the token's owner, as the service said it last. Never shown. */
  identity: string | undefined
  readonly clock: Clock
  /** Aborted when the step is to end, or when the gate is closed. */
  readonly signal: AbortSignal

  private readonly http: Http & { close(): void }
  private readonly limit: ConcurrencyLimit
  private readonly retryAfter: RetryAfterGate
  private readonly version: ApiVersion
  /** Ends what is still under way when something else has failed. */
  private readonly ending = new AbortController()
  /** Milliseconds that the clock of the service is ahead of this one; negative where it is behind. */
  private ahead = 0

  constructor(
    private readonly settings: ServiceSettings,
    private readonly tools: ServiceTools,
  ) {
    const { url, concurrency, apiVersion } = settings
    this.clock = tools.clock
    this.signal = AbortSignal.any([tools.signal, this.ending.signal])
    this.http = openHttp(new URL(url).origin, { ...tools, sockets: concurrency })
    this.limit = limitConcurrency(concurrency)
    this.retryAfter = new RetryAfterGate(tools.clock, this.signal, tools.say)
    this.version = new ApiVersion(apiVersion, isServer(url), tools.say)
  }

  /** The API version that requests are sent with now. */
  get apiVersion(): string {
    return this.version.current
  }

  /** The time by the clock of the service, in milliseconds since 1970. */
  now(): number {
    return this.clock.now() + this.ahead
  }

  /**
   * Sends a request until its response is good or the error final.
   * @throws ServiceError
   */
  request<T>(request: ServiceRequest, read: Read<T>): Promise<T> {
    return this.limit.run(async () => {
      let last: ServiceError | undefined
      for (let attempt = 0; ; attempt++) {
        await this.retryAfter.wait(request, last)
        let sentVersion = this.versionFor(request)
        let result = await this.tryOnce(request, sentVersion, attempt, read)
        for (
          let steps = 0;
          'failure' in result && this.stepsDown(request, result.failure, sentVersion, steps);
          steps++
        ) {
          sentVersion = this.versionFor(request)
          result = await this.tryOnce(request, sentVersion, attempt, read)
        }
        if (!('failure' in result)) return result.value
        if (!this.mayRepeat(request, result, attempt)) throw this.errorOf(request, sentVersion, result, attempt)
        last = this.errorOf(request, sentVersion, result, attempt)
        await this.pause(request, sentVersion, result, attempt)
      }
    })
  }

  /**
   * Streams a response into a sink, once. From the organization's own origin for a request, with the credential; from
   * any other address without it and without headers of the service.
   * @param attempt 0 for the first; for the debug log
   * @throws ServiceError
   */
  async download(
    from: ServiceRequest | ForeignUrl,
    sink: (head: DownloadHead) => Writable | Promise<Writable>,
    signal: AbortSignal = this.signal,
    attempt = 0,
  ): Promise<DownloadHead> {
    const { download } = await import('./download.ts')
    await this.retryAfter.wait(from)
    return download(from, sink, {
      ...this.tools,
      observe: head => this.retryAfter.observe(head, this.now()),
      networkOf: this.tools.networkOf ?? (() => this.tools),
      signal: AbortSignal.any([signal, this.signal]),
      attempt,
      base: this.settings.url,
      idle: this.settings.requestTimeout,
      addressOf: request => urlOf(this.settings.url, request, this.versionFor(request)),
      headersOf: request => ({ ...headersOf(request), Authorization: this.settings.authorization }),
    })
  }

  /** Waits between two attempts, with full jitter. @param attempt 0 after the first */
  backOff(attempt: number): Promise<void> {
    return this.clock.sleep(
      retryDelay({ retries: this.settings.retries, ...retryDelays }, attempt, this.tools.random),
      this.signal,
    )
  }

  get retries(): number {
    return this.settings.retries
  }

  /** Ends every connection. */
  [Symbol.dispose](): void {
    this.ending.abort(new Error('the service is closed'))
    this.http.close()
  }

  /**
   * Whether to send a request again at once, with another version. What is not safe to repeat gets one chance, and only
   * after an error that says it was the version.
   */
  private stepsDown(request: ServiceRequest, failure: Failure, version: string, steps: number): boolean {
    if (!isRepeatable(request) && (steps > 0 || failure.typeKey === undefined)) return false
    return this.version.learn(failure, version)
  }

  private versionFor({ least, words }: ServiceRequest): string {
    const version = this.version.current
    if (least === undefined || Number.parseFloat(version) >= Number.parseFloat(least)) return version
    throw new ServiceError('api-version-too-old', {
      details: [`${words.what} needs API version ${least}; the server is queried with ${version}.`],
      transient: false,
      arrived: 'no',
    })
  }

  private async tryOnce<T>(
    request: ServiceRequest,
    version: string,
    attempt: number,
    read: Read<T>,
  ): Promise<{ value: T } | FailedAttempt> {
    const { redact } = this.tools
    const timeout = this.timeoutOf(request)
    const began = this.clock.now()
    let response: HttpResponse | undefined
    try {
      this.sent++
      response = await redacted(await this.send(request, version, timeout), redact, this.signalOf(request))
      this.observe(response, began)
      const failure = failureOf(response, request, redact)
      if (failure === undefined) return { value: await read(response, this.signalOf(request)) }
      return { failure, ...judgeStatus(failure), response }
    } catch (error) {
      const failed = failedBy(error, request, redact)
      // The attempt was cut to what was left of the query's time, so request-timeout would be the wrong thing to raise.
      if (failed.failure.code === 'REQUEST_TIMEOUT' && timeout < this.settings.requestTimeout)
        throw this.outOfTime(`${request.words.what} was not answered in time.`, failed.arrived, error)
      return { ...failed, ...(response === undefined ? {} : { response }) }
    } finally {
      this.logAttempt(request, version, attempt, began, response)
    }
  }

  private send(request: ServiceRequest, version: string, timeout: number): Promise<HttpResponse> {
    const { url, authorization } = this.settings
    const body = request.body?.(version)
    return this.http({
      method: methodOf(request),
      url: urlOf(url, request, version),
      headers: {
        ...headersOf(request),
        ...(body === undefined ? {} : { 'Content-Type': body.type }),
        Authorization: authorization,
      },
      ...(body === undefined ? {} : { body: body.content }),
      timeout,
      signal: this.signalOf(request),
      ...(request.fresh === true ? { fresh: true } : {}),
      ...(request.sink === undefined ? {} : { sink: head => this.sinkFor(request, head) }),
    })
  }

  private signalOf({ signal = this.signal }: ServiceRequest): AbortSignal {
    return signal
  }

  /** Only a file that counts as a good response is streamed: what is wrong with any other is in its body. */
  private sinkFor(request: ServiceRequest, head: Omit<HttpResponse, 'body'>) {
    const { redact } = this.tools
    const response = { ...head, body: Buffer.alloc(0) }
    const isFile = typeOf(response) === 'zip' && failureOf(response, request, redact) === undefined
    return isFile && request.sink !== undefined ? { sink: request.sink(), redact } : undefined
  }

  private timeoutOf({ deadline, timeout = 0, words }: ServiceRequest): number {
    const left = deadline - this.clock.now()
    if (left <= 0) throw this.outOfTime(`${words.what} was not requested in time.`, 'no')
    return Math.min(Math.max(this.settings.requestTimeout, timeout), left)
  }

  private outOfTime(detail: string, arrived: Arrival, original?: unknown): ServiceError {
    return new ServiceError('out-of-time', { details: [detail], transient: true, arrived, original })
  }

  private observe(response: HttpResponse, began: number): void {
    this.identity = ownerOf(response) ?? this.identity
    const date = Date.parse(header(response.headers, 'date') ?? '')
    // The header has whole seconds, and was written while the response was on its way: this clock is right if it can be.
    if (!Number.isNaN(date)) this.ahead = Math.min(Math.max(this.ahead, date - this.clock.now()), date + 1000 - began)
    this.retryAfter.observe(response, this.now())
  }

  private mayRepeat(request: ServiceRequest, { failure, transient, arrived }: FailedAttempt, attempt: number): boolean {
    if (!transient || attempt >= this.settings.retries) return false
    if (isDnsCode(failure.code) && attempt + 1 >= maxDnsAttempts) return false
    return isRepeatable(request) || arrived === 'no'
  }

  private async pause(request: ServiceRequest, version: string, failed: FailedAttempt, attempt: number): Promise<void> {
    if (this.retryAfter.closed) return
    const { clock, random, say } = this.tools
    const { retries } = this.settings
    const wait = retryDelay({ retries, ...retryDelays }, attempt, random)
    if (clock.now() + wait >= request.deadline) throw this.errorOf(request, version, failed, attempt)
    const next = `Attempt ${attempt + 2} of ${retries + 1} follows in ${formatDuration(wait)}`
    say(`${request.words.what} failed (transient error): ${describeFailure(failed.failure)}. ${next}.`)
    await clock.sleep(wait, this.signal)
  }

  private errorOf(request: ServiceRequest, version: string, failed: FailedAttempt, attempt: number): ServiceError {
    const url = this.tools.redact(urlOf(this.settings.url, request, version))
    return errorOfAttempt(failed, request, { url, attempts: attempt + 1 })
  }

  private logAttempt(
    request: ServiceRequest,
    version: string,
    attempt: number,
    began: number,
    response?: HttpResponse,
  ): void {
    const url = urlOf(this.settings.url, request, version)
    this.tools.debug(describeAttempt(`${methodOf(request)} ${url}`, response, this.clock.now() - began, attempt))
  }
}

/** Before anything of the response is cut, decoded, or read. */
async function redacted(response: HttpResponse, redact: Redact, signal: AbortSignal): Promise<HttpResponse> {
  const { headers, body } = response
  return { ...response, headers: redact.headers(headers), body: await redact.body(body, signal) }
}

/** Servers have a host of their own. */
function isServer(url: string): boolean {
  return !/^https:\/\/(?:[^/:]+\.)?(?:dev\.azure\.com|visualstudio\.com)(?:\/|$)/i.test(url)
}
