import { createHash } from 'node:crypto'

/**
 * A GUID made of a name: stable, so that a project called `web` has the same id in every world and every fixture.
 * @param {string} name
 */
export function guid(name) {
  const hex = createHash('sha1').update(name).digest('hex')
  // Version 5 and the usual variant, so that it passes for a GUID in the strictest parser.
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
