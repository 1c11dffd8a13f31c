import { parseTime } from '../world/time.js'
import { requestError } from './refusal.js'

/** @import { Parameters } from '../types.ts' */

/**
 * Query parameters by lower-case name; of a repeated one the first counts.
 * @param {URLSearchParams} query
 * @returns {Parameters}
 */
export function readParameters(query) {
  /** @type {Map<string, string>} */
  const parameters = new Map()
  for (const [name, value] of query) {
    if (!parameters.has(name.toLowerCase())) parameters.set(name.toLowerCase(), value)
  }
  return parameters
}

/**
 * A comma-separated list. An empty one is no filter at all, which is how a lost id turns into "all builds"
 * (observed: backstage/community-plugins#3643).
 * @param {string | undefined} text
 * @returns {string[] | undefined}
 */
export function readList(text) {
  const items = (text ?? '')
    .split(',')
    .map(item => item.trim())
    .filter(item => item !== '')
  return items.length === 0 ? undefined : items
}

/**
 * @param {string | undefined} text
 * @returns {Set<number> | undefined}
 */
export function readNumbers(text) {
  const items = readList(text)
  return items && new Set(items.map(item => /** @type {number} */ (readNumber(item))))
}

/**
 * @param {string | undefined} text
 * @returns {number | undefined}
 */
export function readNumber(text) {
  if (!text) return undefined
  const number = Number(text)
  if (!/^-?\d+$/.test(text) || Math.abs(number) > 2 ** 31 - 1) throw requestError(400, 'The request is invalid.')
  return number
}

/**
 * How many to put on a page: too many are silently lowered to the limit
 * (observed: https://jessehouwing.net "I've seen it refuse and return a lower number").
 * @param {string | undefined} text
 * @param {number} limit
 */
export function readTop(text, limit) {
  const top = readNumber(text)
  if (top !== undefined && top < 0) throw requestError(400, 'The request is invalid.')
  // Zero is unspecified; it is taken for "not given", because an endless list of empty pages would help nobody.
  return Math.min(top || limit, limit)
}

/**
 * @param {string | undefined} text
 * @returns {number | undefined} in ticks
 */
export function readTime(text) {
  if (!text) return undefined
  const time = parseTime(text)
  if (Number.isNaN(time)) throw requestError(400, 'The request is invalid.')
  return time
}

/**
 * An exact name, or a prefix when it ends in `*`; never case-sensitive
 * (https://learn.microsoft.com/en-us/rest/api/azure/devops/build/builds/list: "Append * to do a prefix search").
 * @param {string | undefined} pattern
 * @returns {(text: string) => boolean}
 */
export function readPattern(pattern) {
  if (!pattern) return () => true
  const wanted = pattern.toLowerCase()
  if (!wanted.endsWith('*')) return text => text.toLowerCase() === wanted
  return text => text.toLowerCase().startsWith(wanted.slice(0, -1))
}
