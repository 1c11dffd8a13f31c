import { type CauseName, diagnose, type Failure } from './causes.ts'
import { ServiceError } from './errors.ts'
import { activityId, failureOf, header } from './failure.ts'
import { type Answer, type Exchange, type Http, NetworkError } from './http.ts'
import { openLanes } from './lanes.ts'
import { PageError } from './page.ts'
import type { Redact } from './redact.ts'
import { isPassingCode, isPassingStatus, type RetryPolicy, retryAfter, retryDelay } from './retry.ts'
import { type Clock, formatDuration } from './time.ts'
import { product, version as productVersion } from './version.ts'

/** One question to the service, without what the gate adds: the API version, the credential, the headers. */
export interface Request {
  readonly asked: NonNullable<Failure['asked']>
  /** The project it is about, for messages. */
  readonly project?: string
  /** Segments below the organization's URL, not yet encoded. */
  readonly path: readonly string[]
  /** Names and values, not yet encoded, for the API version that the server understands. */
  readonly query: (version: string) => readonly (readonly [string, string])[]
  /** Milliseconds since 1970 after which neither an attempt nor a pause may go on. */
  readonly deadline: number
}

/** The one gate to Azure DevOps: a whole, checked answer or an error that says what to do. */
export interface Service {
  /**
   * Sends a request until its answer is good or the error final.
   * @param read makes a value of the answer; a PageError from it counts as an answer that is not good
   * @throws ServiceError
   */
  get<T>(request: Request, read: (answer: Answer) => T): Promise<T>
  /** How many requests went out, attempts counted. */
  readonly sent: number
}

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

/** The API version asked for unless the user or an older server names another. */
export const defaultApiVersion = '7.1'

/** The address of a request, as it is sent. */
export function addressOf(base: string, { path, query }: Request, version: string): string {
  const pairs = [...query(version), ['api-version', version] as const]
  const text = pairs.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')
  return `${base}/${path.map(encodeURIComponent).join('/')}?${text}`
}

/** The headers of every request: https://learn.microsoft.com/azure/devops/integrate/how-to/call-rest-api */
export function headersOf(authorization: string): Record<string, string> {
  return {
    Accept: 'application/json',
    'Accept-Encoding': 'gzip',
    'User-Agent': `${product}/${productVersion}`,
    // Asks for a 401 where the service would send a browser to its sign-in page.
    'X-TFS-FedAuthRedirect': 'Suppress',
    Authorization: authorization,
  }
}

/** What an attempt came to: a value, or why not and whether another attempt may help. */
type Attempt<T> =
  | { readonly value: T }
  | { readonly failure: Failure; readonly passing: boolean; readonly answer?: Answer; readonly error?: unknown }

export function connect(options: ServiceOptions): Service {
  const { url, http, clock, random, signal, say, retry, redact } = options
  const lanes = openLanes(options.concurrency)
  const headers = headersOf(options.authorization)
  let version = options.apiVersion || defaultApiVersion
  /** Milliseconds since 1970 until which the service has asked for quiet, on whatever answer. */
  let quietUntil = 0
  let announced = 0
  let sent = 0

  async function get<T>(request: Request, read: (answer: Answer) => T): Promise<T> {
    return lanes.run(async () => {
      for (let attempt = 0; ; attempt++) {
        await keepQuiet(request)
        const asked = version
        const result = await tryOnce(request, asked, read)
        if ('value' in result) return result.value
        if (stepDown(result.failure, asked)) {
          attempt--
          continue
        }
        const reason = diagnose(result.failure)
        if (!result.passing || attempt >= retry.retries) throw refuse(request, result, reason, attempt)
        await pause(request, result, reason, attempt)
      }
    })
  }

  async function tryOnce<T>(request: Request, asked: string, read: (answer: Answer) => T): Promise<Attempt<T>> {
    let answer: Answer | undefined
    try {
      sent++
      answer = redactAnswer(await http(exchangeOf(request, asked)), redact)
      noteQuiet(answer)
      const failure = failureOf(answer, request.asked)
      if (failure === undefined) return { value: read(answer) }
      return { failure, passing: isPassingStatus(failure.status ?? 0, failure.typeKey), answer }
    } catch (error) {
      const base = { ...(answer === undefined ? {} : { answer }), error }
      if (error instanceof PageError) {
        const code = error.passing ? { code: 'BODY_BROKEN' } : {}
        return { ...base, failure: { ...code, text: error.message, asked: request.asked }, passing: error.passing }
      }
      if (!(error instanceof NetworkError)) throw error
      const failure = { code: error.code, text: error.message, asked: request.asked }
      return { ...base, failure, passing: isPassingCode(error.code) }
    }
  }

  function exchangeOf(request: Request, asked: string): Exchange {
    const left = request.deadline - clock.now()
    if (left <= 0) throw outOfTime(request)
    const timeout = Math.min(options.requestTimeout, left)
    return { url: addressOf(url, request, asked), headers, timeout, signal }
  }

  /** `Retry-After` comes on good answers too, as a warning: use the data, then wait before the next request. */
  function noteQuiet(answer: Answer): void {
    const wait = retryAfter(header(answer.headers, 'retry-after'), clock.now())
    if (wait !== undefined) quietUntil = Math.max(quietUntil, clock.now() + wait)
  }

  async function keepQuiet(request: Request): Promise<void> {
    while (quietUntil > clock.now()) {
      const wait = quietUntil - clock.now()
      if (quietUntil > request.deadline) throw tooLong(wait, request)
      if (announced !== quietUntil)
        say(`Azure DevOps asks for a pause of ${formatDuration(wait)} (Retry-After); the next request waits for it.`)
      announced = quietUntil
      await clock.sleep(wait, signal)
    }
  }

  async function pause(request: Request, result: Attempt<unknown>, reason: CauseName, attempt: number): Promise<void> {
    if (quietUntil > clock.now() || !('failure' in result)) return
    const wait = retryDelay(retry, attempt, random)
    if (clock.now() + wait >= request.deadline) throw refuse(request, result, reason, attempt)
    const why = `${describe(result.failure)}; attempt ${attempt + 2} of ${retry.retries + 1} follows in`
    say(`${nameOf(request)}: ${why} ${formatDuration(wait)}.`)
    await clock.sleep(wait, signal)
  }

  /** An older server names the version that it understands; one that the user gave is never changed. */
  function stepDown({ typeKey, text = '' }: Failure, asked: string): boolean {
    if (typeKey !== 'VssVersionOutOfRangeException' || options.apiVersion !== '') return false
    if (asked !== version) return true
    const [, named] = /supports is (\d+\.\d+)/.exec(text) ?? []
    if (named === undefined || Number(named) >= Number(asked)) return false
    version = named
    say(`The server understands API version ${named} at most; asking with that instead of ${asked}.`)
    return true
  }

  return {
    get,
    get sent() {
      return sent
    },
  }
}

function redactAnswer(answer: Answer, redact: Redact): Answer {
  const body = redact.bytes(answer.body)
  return body === answer.body ? answer : { ...answer, body }
}

function nameOf({ asked, project }: Request): string {
  return project === undefined ? `The list of ${asked}` : `The list of ${asked} of ${project}`
}

function describe({ status, code, text }: Failure): string {
  if (status === undefined) return text === undefined ? `failed with ${code}` : `failed, ${text}`
  return `HTTP ${status}`
}

function refuse(request: Request, result: Attempt<unknown>, reason: CauseName, attempt: number): ServiceError {
  if ('value' in result) throw new TypeError('a good answer is no error')
  const { failure, answer, error } = result
  const id = answer === undefined ? undefined : activityId(answer)
  const details = [
    `${nameOf(request)}: ${failure.status === undefined ? `${failure.code ?? 'answer'}` : `HTTP ${failure.status}`}${
      failure.text === undefined ? '' : `, “${failure.text}”`
    }${attempt === 0 ? '' : `, after ${attempt + 1} attempts`}.`,
    ...(id === undefined ? [] : [`Activity id: ${id}`]),
  ]
  return new ServiceError(reason, details, result.passing, error)
}

function outOfTime(request: Request): ServiceError {
  return new ServiceError('out-of-time', [`${nameOf(request)} was not asked any more.`], true)
}

function tooLong(wait: number, request: Request): ServiceError {
  return new ServiceError(
    'throttled',
    [
      `${nameOf(request)}: Azure DevOps asks for a pause of ${formatDuration(wait)} (Retry-After), longer than the time that is left.`,
    ],
    false,
  )
}
