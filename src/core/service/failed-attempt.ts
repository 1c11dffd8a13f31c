import type { Redact } from '../credential/redact.ts'
import type { Failure } from '../errors/cause.ts'
import { diagnose } from '../errors/causes.ts'
import { type Arrival, type RequestDetails, ServiceError } from '../errors/errors.ts'
import { describeFailure } from './describe-failure.ts'
import { activityId } from './failure.ts'
import type { HttpResponse } from './http.ts'
import { NetworkError } from './network-error.ts'
import { PageError } from './page-error.ts'
import { methodOf, type ServiceRequest } from './request.ts'
import { isTransientCode, isTransientStatus, neverSent } from './retry.ts'

/** An attempt that gave no good response. */
export interface FailedAttempt {
  readonly failure: Failure
  /** Whether another attempt may help. */
  readonly transient: boolean
  readonly arrived: Arrival
  readonly response?: HttpResponse
  readonly original?: unknown
}

/** A response is a sign that the request arrived; only some say that nothing came of it. */
export function judgeStatus({ status = 0, typeKey, text = '' }: Failure): Pick<FailedAttempt, 'transient' | 'arrived'> {
  // A deactivated organization stays so until somebody signs in.
  if (/TF24668/.test(text)) return { transient: false, arrived: 'refused' }
  const transient = isTransientStatus(status, typeKey)
  // Rate limits are enforced before anything is done, so the request may be sent again whatever it does.
  if (status === 429 || /TF400733/.test(text)) return { transient: true, arrived: 'no' }
  const refused =
    (status >= 300 && status < 500 && status !== 408) || status === 203 || (status === 500 && typeKey !== undefined)
  return { transient, arrived: refused ? 'refused' : 'unknown' }
}

/** @throws the error itself when it is about something else than the response */
export function failedBy(error: unknown, { words: { subject } }: ServiceRequest, redact: Redact): FailedAttempt {
  if (error instanceof NetworkError)
    return {
      failure: { code: error.code, text: redact(error.message), subject },
      transient: isTransientCode(error.code),
      arrived: !error.sent || neverSent(error.code) ? 'no' : 'unknown',
      original: error,
    }
  if (!(error instanceof PageError)) throw error
  const code = error.transient ? { code: 'BODY_BROKEN' } : {}
  return {
    failure: { ...code, text: redact(error.message), subject },
    transient: error.transient,
    arrived: 'unknown',
    original: error,
  }
}

/**
 * The error that a request ends with.
 * @param url redacted
 * @param attempts how many were made
 */
export function errorOfAttempt(
  { failure, transient, arrived, response, original }: FailedAttempt,
  request: ServiceRequest,
  { url, attempts }: { readonly url: string; readonly attempts: number },
): ServiceError {
  const id = response === undefined ? undefined : activityId(response)
  // A response whose body is damaged has a status, too.
  const status = failure.status ?? response?.status
  const details: RequestDetails = {
    method: methodOf(request),
    url,
    attempts,
    ...(status === undefined ? {} : { status }),
    ...(failure.typeKey === undefined ? {} : { typeKey: failure.typeKey }),
    ...(failure.text === undefined ? {} : { text: failure.text }),
    ...(failure.results === undefined ? {} : { results: failure.results }),
    ...(id === undefined ? {} : { activityId: id }),
    ...(request.words.scope === undefined ? {} : { scope: request.words.scope }),
  }
  const after = attempts === 1 ? '' : ` after ${attempts} attempts`
  return new ServiceError(diagnose(failure), {
    details: [`${request.words.what} failed${after}: ${describeFailure(failure)}.`, ...(failure.results ?? [])],
    transient,
    arrived,
    request: details,
    original,
  })
}
