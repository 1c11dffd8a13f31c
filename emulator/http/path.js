import { plainRefusal, serviceError } from './refusal.js'

/** @import { Settings } from '../types.ts' */

/**
 * The decoded segments of a request's path below the collection.
 * @param {string} path percent-encoded
 * @param {Settings} settings
 * @returns {string[]}
 */
export function segmentsBelow(path, settings) {
  const segments = segmentsOf(path)
  // observed: github/gh-ado2gh#12, a whole URL pasted as the organization
  if (segments.some(segment => segment.includes(':'))) {
    throw serviceError('HttpException', 'A potentially dangerous Request.Path value was detected from the client (:).')
  }
  const collection = settings.organization.split('/').filter(Boolean)
  const inside = collection.every((name, index) => segments[index]?.toLowerCase() === name.toLowerCase())
  // observed: coe-starter-kit#3384
  if (!inside) throw plainRefusal(404, 'text/plain; charset=utf-8', 'The resource cannot be found.')
  return segments.slice(collection.length)
}

/**
 * All segments of a path, decoded.
 * @param {string} path percent-encoded
 * @returns {string[]}
 */
export function segmentsOf(path) {
  return path.split('/').filter(Boolean).map(decode)
}

/** @param {string} segment */
function decode(segment) {
  try {
    return decodeURIComponent(segment)
  } catch {
    throw plainRefusal(
      400,
      'text/html; charset=us-ascii',
      '<html><body><h2>Bad Request - Invalid URL</h2></body></html>',
    )
  }
}
