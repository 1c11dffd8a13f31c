/**
 * A seeded source of numbers in [0, 1), so that a generated world is the same each time (mulberry32, public domain).
 * @param {number} seed
 */
export function createRandom(seed) {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return {
    next,
    /** @param {number} limit an integer in [0, limit) */
    below: limit => Math.floor(next() * limit),
    /**
     * @template Item
     * @param {readonly Item[]} items
     * @returns {Item}
     */
    pick: items => /** @type {Item} */ (items[Math.floor(next() * items.length)]),
    /**
     * @template {string} Name
     * @param {readonly (readonly [Name, number])[]} weighted names with weights that sum up to 100
     * @returns {Name}
     */
    weighted: weighted => {
      let left = next() * 100
      for (const [name, weight] of weighted) {
        left -= weight
        if (left < 0) return name
      }
      return /** @type {readonly [Name, number]} */ (weighted[0])[0]
    },
    /** @param {number} digits */
    hex: digits => {
      let text = ''
      while (text.length < digits) text += ((next() * 2 ** 32) >>> 0).toString(16).padStart(8, '0')
      return text.slice(0, digits)
    },
  }
}

/** @typedef {ReturnType<typeof createRandom>} Random */
