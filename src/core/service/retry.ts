/** How often and how far apart a request is sent again after a transient failure. */
export interface RetryPolicy {
  /** How many attempts may follow the first. */
  readonly retries: number
  /** Milliseconds: the ceiling of the first pause; it doubles with each attempt. */
  readonly base: number
  /** Milliseconds: no pause is longer, unless the service asks for one. */
  readonly ceiling: number
}

export const retryDelays = { base: 1000, ceiling: 30_000 } as const

/** A 500 counts only without a typeKey: with one, the service has understood the request and refuses it. */
const transientStatuses = [408, 429, 502, 503, 504]

export function isTransientStatus(status: number, typeKey: string | undefined): boolean {
  return transientStatuses.includes(status) || (status === 500 && typeKey === undefined)
}

/** Nothing changes these by sending again: certificates, a proxy's refusal, an encoding, a size. */
export function isTransientCode(code: string): boolean {
  return !/CERT|^UNABLE_TO_|^HOSTNAME_MISMATCH|^EPROTO|^ERR_(SSL|TLS|INVALID|UNESCAPED)|^PROXY_(4|INVALID)|^BODY_(ENCODING|TOO)/.test(
    code,
  )
}

/** A name that does not resolve is a typo more often than an outage of DNS. */
export const maxDnsAttempts = 2

export function isDnsCode(code: string | undefined): boolean {
  return /^(ENOTFOUND|EAI_AGAIN|EAI_NODATA|EAI_FAIL)$/.test(code ?? '')
}

/** Codes of failures before a connection was there, so that nothing of the request left this machine. */
export function neverSent(code: string): boolean {
  return (
    isDnsCode(code) ||
    /^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL)$|CERT|^UNABLE_TO_|^HOSTNAME_MISMATCH|^EPROTO|^ERR_(SSL|TLS)|^PROXY_/.test(
      code,
    )
  )
}

/**
 * The pause before the attempt after `attempt` (0 is the first): exponential with full jitter, so that many jobs that
 * failed together do not come back together. https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export function retryDelay(policy: RetryPolicy, attempt: number, random: () => number): number {
  return Math.round(random() * Math.min(policy.ceiling, policy.base * 2 ** attempt))
}

/** Milliseconds, longer than any step runs: a number of a thousand digits is no time that can be shown. */
const longestPause = 365 * 86_400_000

/**
 * `Retry-After` in milliseconds from `now`, from seconds or a date; undefined where it is absent or neither.
 * https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
 */
export function retryAfter(header: string | undefined, now: number): number | undefined {
  const text = header?.trim() ?? ''
  if (/^\d+(\.\d+)?$/.test(text)) return Math.min(Math.ceil(Number(text) * 1000), longestPause)
  const date = /[a-z]{3}/i.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(date) ? undefined : Math.min(Math.max(0, date - now), longestPause)
}
