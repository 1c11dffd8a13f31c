import { shorten } from '../base/text.ts'
import { type Clock, formatDuration } from '../base/time.ts'
import type { Redact } from '../credential/redact.ts'
import { diagnose, type Failure } from '../errors/causes.ts'
import { ServiceError } from '../errors/errors.ts'
import { limitConcurrency } from './concurrency.ts'
import { activityId, failureOf } from './failure.ts'
import { type Answer, type Exchange, type Http, NetworkError } from './http.ts'
import { PageError } from './json-list.ts'
import { addressOf, defaultApiVersion, headersOf, nameOf, type Request } from './request.ts'
import { isTransientCode, isTransientStatus, type RetryPolicy, retryDelay } from './retry.ts'
import { Quiet } from './retry-after.ts'

/** Turns an answer into a value. A PageError from it counts as an answer that is not good. */
export type Read<T> = (answer: Answer) => T

export interface ServiceOptions {
  readonly url: string
  readonly authorization: string
  /** Empty: 7.1, and lower where the server is older. */
  readonly apiVersion: string
  readonly requestTimeout: number
  readonly concurrency: number
  readonly retry: RetryPolicy
  readonly http: Http
  readonly clock: Clock
  readonly random: () => number
  readonly signal: AbortSignal
  readonly redact: Redact
  /** Takes a line for the log: retries, pauses, an older server. */
  readonly say: (line: string) => void
}

/** An attempt that gave no good answer. */
interface Failed {
  readonly failure: Failure
  /** Whether another attempt may help. */
  readonly passing: boolean
  readonly answer?: Answer
  readonly error?: unknown
}

/** The one gate to Azure DevOps: a whole, checked answer or an error that says what to do. */
export class Service {
  /** How many requests went out, attempts counted. */
  sent = 0
  private readonly lanes
  private readonly headers
  private readonly quiet
  private version: string

  constructor(private readonly options: ServiceOptions) {
    this.lanes = limitConcurrency(options.concurrency)
    this.headers = headersOf(options.authorization)
    this.quiet = new Quiet(options.clock, options.signal, options.say)
    this.version = options.apiVersion || defaultApiVersion
  }

  /**
   * Sends a request until its answer is good or the error final.
   * @throws ServiceError
   */
  get<T>(request: Request, read: Read<T>): Promise<T> {
    return this.lanes.run(async () => {
      for (let attempt = 0; ; attempt++) {
        await this.quiet.keep(request)
        let { version } = this
        let result = await this.tryOnce(request, version, read)
        while ('failure' in result && this.stepDown(result.failure, version)) {
          version = this.version
          result = await this.tryOnce(request, version, read)
        }
        if (!('failure' in result)) return result.value
        if (!result.passing || attempt >= this.options.retry.retries) throw refuse(request, result, attempt)
        await this.pause(request, result, attempt)
      }
    })
  }

  private async tryOnce<T>(request: Request, version: string, read: Read<T>): Promise<{ value: T } | Failed> {
    const { http, redact } = this.options
    const exchange = this.exchangeOf(request, version)
    let answer: Answer | undefined
    try {
      this.sent++
      answer = redactAnswer(await http(exchange), redact)
      this.quiet.note(answer)
      const failure = failureOf(answer, request.asked)
      if (failure === undefined) return { value: read(answer) }
      return { failure, passing: isTransientStatus(failure.status ?? 0, failure.typeKey), answer }
    } catch (error) {
      const failed = failedBy(error, request.asked)
      // The attempt was cut to what was left of the query's time, so request-timeout would be the wrong thing to raise.
      if (failed.failure.code === 'REQUEST_TIMEOUT' && exchange.timeout < this.options.requestTimeout)
        throw new ServiceError('out-of-time', [`${nameOf(request)} was not answered by then.`], true, error)
      return { ...failed, ...(answer === undefined ? {} : { answer }) }
    }
  }

  private exchangeOf(request: Request, version: string): Exchange {
    const { url, clock, requestTimeout, signal } = this.options
    const left = request.deadline - clock.now()
    if (left <= 0) throw new ServiceError('out-of-time', [`${nameOf(request)} was not asked any more.`], true)
    const timeout = Math.min(requestTimeout, left)
    return { url: addressOf(url, request, version), headers: this.headers, timeout, signal }
  }

  private async pause(request: Request, failed: Failed, attempt: number): Promise<void> {
    if (this.quiet.wanted) return
    const { clock, random, retry, say, signal } = this.options
    const wait = retryDelay(retry, attempt, random)
    if (clock.now() + wait >= request.deadline) throw refuse(request, failed, attempt)
    const next = `attempt ${attempt + 2} of ${retry.retries + 1} follows in ${formatDuration(wait)}`
    say(`${nameOf(request)}: ${describe(failed.failure)}; ${next}.`)
    await clock.sleep(wait, signal)
  }

  /**
   * An older server names the version that it understands; one that the user gave is never changed.
   * @returns whether to ask again, with another version
   */
  private stepDown({ typeKey, text = '' }: Failure, asked: string): boolean {
    if (typeKey !== 'VssVersionOutOfRangeException' || this.options.apiVersion !== '') return false
    // Another request was told so meanwhile.
    if (asked !== this.version) return true
    const [, named] = /supports is (\d+\.\d+)/.exec(text) ?? []
    if (named === undefined || Number(named) >= Number(asked)) return false
    this.version = named
    this.options.say(`The server understands API version ${named} at most; asking with that instead of ${asked}.`)
    return true
  }
}

function redactAnswer(answer: Answer, redact: Redact): Answer {
  const body = redact.bytes(answer.body)
  return body === answer.body ? answer : { ...answer, body }
}

/** @throws the error itself when it is about something else than the answer */
function failedBy(error: unknown, asked: Request['asked']): Failed {
  if (error instanceof NetworkError)
    return { failure: { code: error.code, text: error.message, asked }, passing: isTransientCode(error.code), error }
  if (!(error instanceof PageError)) throw error
  const code = error.passing ? { code: 'BODY_BROKEN' } : {}
  return { failure: { ...code, text: error.message, asked }, passing: error.passing, error }
}

function refuse(request: Request, { failure, passing, answer, error }: Failed, attempt: number): ServiceError {
  const attempts = attempt === 0 ? '' : `, after ${attempt + 1} attempts`
  const id = answer === undefined ? undefined : activityId(answer)
  const details = [`${nameOf(request)}: ${describe(failure)}${attempts}.`, ...(id ? [`Activity id: ${id}`] : [])]
  return new ServiceError(diagnose(failure), details, passing, error)
}

/** `HTTP 401, “Access denied”`, or what the network or the page says. */
function describe({ status, code, text }: Failure): string {
  const what = status === undefined ? code : `HTTP ${status}`
  return [what, text === undefined ? undefined : `“${shorten(text, 1000)}”`]
    .filter(part => part !== undefined)
    .join(', ')
}
