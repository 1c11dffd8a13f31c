// What the rewriting of bundles needs of a syntax tree: https://github.com/estree/estree

/** @import { AnyNode, ArrowFunctionExpression, FunctionDeclaration, FunctionExpression } from 'acorn' */
/** @typedef {ArrowFunctionExpression | FunctionExpression | FunctionDeclaration} AnyFunction */
/** @typedef {[start: number, end: number, text: string]} Edit what takes the place of a part of the code */

/**
 * @param {AnyNode} node
 * @returns {AnyNode[]}
 */
export function childrenOf(node) {
  return Object.values(node)
    .flat()
    .filter(value => typeof value?.type === 'string')
}

/**
 * @param {AnyNode} node
 * @returns {node is AnyFunction}
 */
export function isFunction(node) {
  return /Function/.test(node.type)
}

/**
 * @param {string} code
 * @param {Edit[]} edits which do not overlap
 */
export function edited(code, edits) {
  let [result, at] = ['', 0]
  for (const [start, end, text] of edits.toSorted((a, b) => a[0] - b[0])) {
    result += code.slice(at, start) + text
    at = end
  }
  return result + code.slice(at)
}
