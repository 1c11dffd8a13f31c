// What a bundle runs as soon as it is loaded, compiled at once: otherwise V8 reads it to find its end, and again to run it.
import { parse } from 'acorn'

/** @import { AnyNode, ArrowFunctionExpression, FunctionDeclaration, FunctionExpression } from 'acorn' */
/** @typedef {ArrowFunctionExpression | FunctionExpression | FunctionDeclaration} AnyFunction */

/**
 * Puts parentheses around functions that run at once, which V8 takes as a sign, and makes functions of such arrows, of
 * which the V8 of Node.js 20 takes no notice: https://v8.dev/blog/preparser#pife
 * @param {string} code a bundle or a part of one, as CommonJS
 */
export function eager(code) {
  const edits = runAtOnce(parse(code, { ecmaVersion: 'latest' })).flatMap(node => editsOf(node, code))
  let [result, at] = ['', 0]
  for (const [start, end, text] of edits.toSorted((a, b) => a[0] - b[0])) {
    result += code.slice(at, start) + text
    at = end
  }
  return result + code.slice(at)
}

/**
 * Functions that are called where they stand, and those of modules, which are in tables by their number.
 * @param {AnyNode} root
 * @returns {AnyFunction[]}
 */
function runAtOnce(root) {
  /** @type {AnyFunction[]} */
  const found = []
  /** @param {AnyNode} node */
  const visit = node => {
    const called = node.type === 'CallExpression' && isFunction(node.callee) ? node.callee : undefined
    const module =
      node.type === 'Property' && node.key.type === 'Literal' && typeof node.key.value === 'number'
        ? node.value
        : undefined
    for (const child of [called, module])
      if (child && isFunction(child)) {
        found.push(child)
        visit(child.body)
      }
    for (const child of childrenOf(node)) if (!isFunction(child)) visit(child)
  }
  visit(root)
  return found
}

/**
 * @param {AnyFunction} node
 * @param {string} code
 * @returns {[start: number, end: number, text: string][]}
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

/**
 * @param {AnyNode} node
 * @returns {AnyNode[]}
 */
function childrenOf(node) {
  return Object.values(node)
    .flat()
    .filter(value => typeof value?.type === 'string')
}

/**
 * @param {AnyNode} node
 * @returns {node is AnyFunction}
 */
function isFunction(node) {
  return /Function/.test(node.type)
}
