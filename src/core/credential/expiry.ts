import { counted } from '../base/text.ts'
import { type Instant, milliseconds } from '../base/time.ts'
import type { CauseName } from '../errors/causes.ts'
import { ServiceError } from '../errors/errors.ts'

const day = 86_400_000
/** From so many days before its end the step warns of it. */
const warnedDays = 7

/** What could as well be said of a token that has expired. */
const mayBeExpired: readonly CauseName[] = [
  'token-rejected',
  'token-anonymous',
  'signed-out',
  'redirected',
  'scope-missing',
]

/** A warning when the token’s end is near or past; undefined while it is far, or not known. */
export function expiryWarning(expires: Instant | undefined, now: number): string | undefined {
  if (expires === undefined) return undefined
  const left = Math.ceil((milliseconds(expires) - now) / day)
  const date = expires.slice(0, 10)
  if (left <= 0)
    return `The token expired on ${date} ({pat-expires-on}). Create a token, then update the secret and the date.`
  if (left > warnedDays) return undefined
  return `The token expires on ${date}, in ${counted(left, 'day')} ({pat-expires-on}). Create a token, then update the secret and the date.`
}

/** The same error, explained by the token’s end where that is past. */
export function explainByExpiry(error: unknown, expires: Instant | undefined, now: number): unknown {
  if (expires === undefined || now < milliseconds(expires)) return error
  if (!(error instanceof ServiceError) || !mayBeExpired.includes(error.reason)) return error
  const known = `The expiration date that was set is ${expires.slice(0, 10)}.`
  const { details, arrived, request } = error
  return new ServiceError('token-expired', {
    details: [known, ...details],
    transient: false,
    arrived,
    request,
    original: error,
  })
}
