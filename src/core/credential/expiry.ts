import { counted } from '../base/text.ts'
import { type Instant, milliseconds } from '../base/time.ts'
import type { CauseName } from '../errors/causes.ts'
import { ServiceError } from '../errors/errors.ts'

const day = 86_400_000
/** From so many days before its end the step warns of it. */
const warnedDays = 7

/** What could as well be said of a token that has expired. */
const mayBeExpired: readonly CauseName[] = ['token-refused', 'token-anonymous', 'signed-out', 'scope-missing']

/** A warning when the token’s end is near or past; undefined while it is far, or not known. */
export function expiryWarning(expires: Instant | undefined, now: number): string | undefined {
  if (expires === undefined) return undefined
  const left = Math.ceil((milliseconds(expires) - now) / day)
  const date = expires.slice(0, 10)
  if (left <= 0)
    return `By pat-expires-on the token has expired on ${date}. Create a new one, store it, and tell its end.`
  if (left > warnedDays) return undefined
  return `By pat-expires-on the token expires on ${date}, in ${counted(left, 'day')}. Create a new one, store it, and tell its end.`
}

/** The same error, explained by the token’s end where that is past. */
export function explainByExpiry(error: unknown, expires: Instant | undefined, now: number): unknown {
  if (expires === undefined || now < milliseconds(expires)) return error
  if (!(error instanceof ServiceError) || !mayBeExpired.includes(error.reason)) return error
  const [, ...details] = error.message.split('\n')
  const known = `pat-expires-on says ${expires.slice(0, 10)}.`
  return new ServiceError('token-expired', [known, ...details], false, error)
}
