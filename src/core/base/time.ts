/**
 * A time as the service writes it (UTC, up to seven decimals), brought to one width: `2026-04-01T10:48:33.5100000Z`.
 * Two of them compare as text, without losing the digits that a `Date` cuts off.
 */
export type Instant = string & { readonly instant: unique symbol }

/** Characters of an instant. */
const width = '2026-04-01T10:48:33.5100000Z'.length

const iso = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?)?\s*(Z|[+-]\d\d:?\d\d)?$/i

/** What the service writes, but for the 29th of February: no other check is needed to know that it is a real time. */
const usual =
  /^(\d{4}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d)(?:\.(\d{1,7}))?Z$/

/** Reads ISO 8601; a time without an offset is UTC, as the service's own are. Undefined where it is no real time. */
export function instant(text: string): Instant | undefined {
  // Dates take thirty times as long, and three times are read of each build.
  if (text.length === width && usual.test(text)) return text as Instant
  const [, second, decimals = ''] = usual.exec(text) ?? []
  if (second !== undefined) return `${second}.${decimals.padEnd(7, '0')}Z` as Instant
  const [, day, minutes = '00:00', seconds = '00', fraction = '', offset = 'Z'] = iso.exec(text.trim()) ?? []
  if (day === undefined) return undefined
  if (!realDay(day)) return undefined
  const zone = /^[+-]\d{4}$/.test(offset) ? `${offset.slice(0, 3)}:${offset.slice(3)}` : offset.toUpperCase()
  const whole = instantOf(Date.parse(`${day}T${minutes}:${seconds}${zone}`))
  return whole && (`${whole.slice(0, 19)}.${fraction.slice(0, 7).padEnd(7, '0')}Z` as Instant)
}

/** The same of milliseconds since 1970. Undefined outside the years 0 to 9999, which are written otherwise. */
export function instantOf(time: number): Instant | undefined {
  const text = Math.abs(time) <= 8.64e15 ? new Date(time).toISOString() : ''
  return text.length === 24 ? (`${text.slice(0, 23)}0000Z` as Instant) : undefined
}

/** Date itself takes the 31st of June and makes it July. */
function realDay(day: string): boolean {
  const date = new Date(`${day}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day)
}

/** Milliseconds since 1970. */
export function milliseconds(time: Instant): number {
  return Date.parse(`${time.slice(0, 23)}Z`)
}

/** `3d 4h`, `2h 5m`, `3m 12s`, `12s`, `0.4s`: the two largest units. */
export function formatDuration(duration: number): string {
  if (duration < 10_000 && duration % 1000 !== 0) return `${(duration / 1000).toFixed(1)}s`
  const seconds = Math.round(duration / 1000)
  const parts: [number, string][] = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'm'],
    [seconds % 60, 's'],
  ]
  const first = parts.findIndex(([amount]) => amount > 0)
  if (first < 0) return '0s'
  const shown = parts.slice(first, first + 2).filter(([amount]) => amount > 0)
  return shown.map(([amount, unit]) => `${amount}${unit}`).join(' ')
}

/** Milliseconds: a timer that is set for longer ends at once. https://nodejs.org/api/timers.html#settimeoutcallback-delay-args */
export const longestTimer = 2 ** 31 - 1

/** The time, and a way to let it pass. Tests turn it by hand. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
  /** Rejects with the signal's reason as soon as that is aborted. */
  sleep(duration: number, signal: AbortSignal): Promise<void>
}

export const systemClock: Clock = {
  now: Date.now,
  sleep: (duration, signal) =>
    new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason)
      const onAbort = () => {
        clearTimeout(timer)
        reject(signal.reason)
      }
      const timer = setTimeout(
        () => {
          signal.removeEventListener('abort', onAbort)
          resolve()
        },
        Math.min(duration, longestTimer),
      )
      signal.addEventListener('abort', onAbort, { once: true })
    }),
}

/** After so many milliseconds of work others get a turn: signals, timers and other responses. */
const maxTurn = 20

/** @param began by `Date.now`: `performance` would have to be loaded at each start */
export function isTurnOver(began: number): boolean {
  // A clock that is set back in between must not make it last.
  return Math.abs(Date.now() - began) >= maxTurn
}

/** Lets others do their work. */
export function nextTurn(): Promise<void> {
  // Taken from node:timers/promises, it would be loaded at each start.
  return new Promise(resolve => setImmediate(resolve))
}
