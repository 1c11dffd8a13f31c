/** 100-nanosecond ticks since 2020, so that seven fractional digits stay exact in a double until 2048. */
const epoch = Date.UTC(2020, 0, 1)
const ticksPerMillisecond = 10_000

const servedTime = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,7}))?(Z|[+-]\d\d:\d\d)?$/

/** @type {Map<string, number>} the same few strings are compared over and over when 100,000 builds are sorted */
const known = new Map()
const knownLimit = 1_000_000

/**
 * The ticks of a time as Azure DevOps writes it: UTC, up to seven fractional digits, trailing zeros trimmed. `Date` would
 * cut it to milliseconds and call different times equal.
 * @param {string} text
 * @returns {number} NaN when it is not such a time
 */
export function ticks(text) {
  const found = known.get(text)
  if (found !== undefined) return found
  const [, seconds, fraction = '', zone = 'Z'] = servedTime.exec(text) ?? []
  const value =
    seconds === undefined
      ? Number.NaN
      : (Date.parse(seconds + zone) - epoch) * ticksPerMillisecond + Number(fraction.padEnd(7, '0'))
  if (known.size >= knownLimit) known.clear()
  known.set(text, value)
  return value
}

/**
 * A time with all seven digits, as continuation tokens have it.
 * @param {number} time in ticks
 */
export function fullTime(time) {
  const milliseconds = Math.floor(time / ticksPerMillisecond)
  const rest = String(time - milliseconds * ticksPerMillisecond).padStart(4, '0')
  return `${new Date(milliseconds + epoch).toISOString().slice(0, -1)}${rest}Z`
}

/**
 * A time with trailing zeros trimmed, as it stands in a body (observed: 10:48:33.51Z, 10:11:43.367Z).
 * @param {number} time in ticks
 */
export function trimmedTime(time) {
  return fullTime(time).replace(/\.?0+Z$/, 'Z')
}

/**
 * @param {number} milliseconds since 1970
 * @param {number} [rest] ticks to add
 */
export function toTicks(milliseconds, rest = 0) {
  return Math.round((milliseconds - epoch) * ticksPerMillisecond) + rest
}

/**
 * A time in a query: ISO 8601 (the .NET client's `o` format) or RFC 1123 (azure-devops-node-api).
 * @param {string} text
 * @returns {number} ticks; NaN when it is neither
 */
export function parseTime(text) {
  const served = ticks(text)
  return Number.isNaN(served) ? toTicks(Date.parse(text)) : served
}
