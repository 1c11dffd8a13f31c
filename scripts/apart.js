// A module that hardly a run loads, in a file of its own: what is in the bundle is read at each start.
import { parse } from 'acorn'
import { childrenOf, edited, isFunction } from './syntax.js'

/** @import { AnyNode } from 'acorn' */
/** @import { AnyFunction } from './syntax.js' */

/**
 * Takes a module out of a bundle. Modules of webpack know nothing but what they are called with.
 * @param {string} code what ncc makes
 * @param {number} id
 * @param {string} file that the module will be in, beside the bundle
 * @returns {{ bundle: string, part: string } | undefined} nothing where the bundle has no such module
 */
export function setApart(code, id, file) {
  const found = moduleIn(parse(code, { ecmaVersion: 'latest' }), id)
  if (found === undefined) return undefined
  const { start, end } = found
  return {
    bundle: edited(code, [[start, end, `(...parts) => require('./${file}')(...parts)`]]),
    part: `module.exports = ${code.slice(start, end)}\n`,
  }
}

/**
 * @param {AnyNode} node
 * @param {number} id
 * @returns {AnyFunction | undefined}
 */
function moduleIn(node, id) {
  if (node.type === 'Property' && node.key.type === 'Literal' && node.key.value === id && isFunction(node.value))
    return node.value
  for (const child of childrenOf(node)) {
    const found = moduleIn(child, id)
    if (found !== undefined) return found
  }
  return undefined
}
