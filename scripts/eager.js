// What a bundle runs as soon as it is loaded, compiled at once: otherwise V8 reads it to find its end, and again to run it.
import { parse } from 'acorn'
import { childrenOf, edited, isFunction } from './syntax.js'

/** @import { AnyNode } from 'acorn' */
/** @import { AnyFunction, Edit } from './syntax.js' */

/**
 * Puts parentheses around functions that run at once, which V8 takes as a sign, and makes functions of such arrows, of
 * which the V8 of Node.js 20 takes no notice: https://v8.dev/blog/preparser#pife
 * @param {string} code a bundle or a part of one, as CommonJS
 */
export function eager(code) {
  return edited(
    code,
    runAtOnce(parse(code, { ecmaVersion: 'latest' })).flatMap(node => editsOf(node, code)),
  )
}

/**
 * Functions that are called where they stand, and those of modules, which are in tables by their number: of a bundle,
 * the modules that are loaded at once, and of a part that is loaded later all.
 * @param {AnyNode} root
 * @returns {AnyFunction[]}
 */
function runAtOnce(root) {
  /** @type {AnyFunction[]} */
  const found = []
  /** @type {Map<number, AnyFunction>} */
  const modules = new Map()
  /** @type {Set<number>} */
  const loaded = new Set()
  /** @param {AnyNode} node */
  const visit = node => {
    if (node.type === 'CallExpression' && isFunction(node.callee)) enter(node.callee)
    const number = loadedBy(node)
    if (number !== undefined) loaded.add(number)
    if (node.type === 'Property' && node.key.type === 'Literal' && typeof node.key.value === 'number')
      if (isFunction(node.value)) modules.set(node.key.value, node.value)
    for (const child of childrenOf(node)) if (!isFunction(child)) visit(child)
  }
  /** @param {AnyFunction} one */
  const enter = one => {
    found.push(one)
    visit(one.body)
  }
  visit(root)
  const isPart = found.length === 0
  for (;;) {
    const next = [...modules].filter(([number]) => isPart || loaded.has(number))
    if (next.length === 0) return found
    for (const [number, one] of next) {
      modules.delete(number)
      enter(one)
    }
  }
}

/**
 * The number of the module, where a minified bundle loads one: `n(123)`.
 * @param {AnyNode} node
 */
function loadedBy(node) {
  if (node.type !== 'CallExpression' || node.callee.type !== 'Identifier') return
  const [argument] = node.arguments
  return argument?.type === 'Literal' && typeof argument.value === 'number' ? argument.value : undefined
}

/**
 * @param {AnyFunction} node
 * @param {string} code
 * @returns {Edit[]}
 */
function editsOf(node, code) {
  const { start, end, body } = node
  const isPlain = node.type === 'ArrowFunctionExpression' && !node.async && body.type === 'BlockStatement'
  // Arrows take `this` and `arguments` from around them.
  if (!isPlain || takesFromAround(body))
    return [
      [start, start, '('],
      [end, end, ')'],
    ]
  const parameters = node.params.map(one => code.slice(one.start, one.end)).join(',')
  return [
    [start, body.start, `(function(${parameters})`],
    [end, end, ')'],
  ]
}

/**
 * @param {AnyNode} node
 * @returns {boolean}
 */
function takesFromAround(node) {
  if (node.type === 'ThisExpression' || (node.type === 'Identifier' && node.name === 'arguments')) return true
  // Classes have a `this` of their own.
  if (node.type === 'ClassBody') return false
  return childrenOf(node).some(
    child => (!isFunction(child) || child.type === 'ArrowFunctionExpression') && takesFromAround(child),
  )
}
