import { orderBuilds } from './build-order.js'

/** @import { Build } from '../types.ts' */
/** @import { Entry, Order } from './build-order.js' */

const limit = 8

/**
 * Sorting 100,000 builds anew for each of 100 pages would take most of a test's time. This remembers the last few orders
 * and uses one again as long as the same builds still have the same status and time, because tests may change them
 * between two pages.
 */
export function createOrderMemory() {
  /** @type {Map<string, { builds: readonly Build[], entries: readonly Entry[] }>} */
  const memory = new Map()
  /**
   * @param {string} key what tells queries apart
   * @param {readonly Build[]} builds
   * @param {Order} order
   * @returns {readonly Entry[]}
   */
  return (key, builds, order) => {
    const known = memory.get(key)
    if (known !== undefined && isUnchanged(known, builds, order)) return known.entries
    const entries = orderBuilds(builds, order)
    memory.delete(key)
    memory.set(key, { builds, entries })
    const [oldest] = memory.keys()
    if (memory.size > limit && oldest !== undefined) memory.delete(oldest)
    return entries
  }
}

/**
 * @param {{ builds: readonly Build[], entries: readonly Entry[] }} known
 * @param {readonly Build[]} builds
 * @param {Order} order
 */
function isUnchanged(known, builds, { by }) {
  return (
    known.builds.length === builds.length &&
    known.builds.every((build, index) => build === builds[index]) &&
    known.entries.every(({ build, status, text }) => build.status === status && build[by] === text)
  )
}
