// Modules of a bundle that are loaded when they are first used, as far as nothing uses them sooner: most of what a
// package or Node.js offers, a run never needs.
import { parse } from 'acorn'
import { childrenOf, edited, isFunction } from './syntax.js'

/** @import { AnyNode, CallExpression, Expression, Identifier, VariableDeclaration } from 'acorn' */
/** @import { Edit } from './syntax.js' */

/**
 * @typedef {object} Import a variable that only holds a module
 * @property {string} name
 * @property {VariableDeclaration} statement
 * @property {Expression} value
 * @property {Identifier[]} uses
 */

/**
 * Turns `const fs = require('fs')` into a function that requires at its first call, where every use of `fs` is inside of
 * functions. What is loaded once stays: the cost of a use is a call that the compiler inlines.
 * @param {string} code what ncc makes, before it is minified: names are still unique
 * @param {(id: number) => boolean} mayWait whether a module of the bundle has no effect but its exports
 */
export function lazy(code, mayWait) {
  for (;;) {
    const edits = importsThatCanWait(parse(code, { ecmaVersion: 'latest' }), mayWait).flatMap(one => editsOf(one, code))
    // What only a module used that now waits can wait too.
    if (edits.length === 0) return code
    code = edited(code, edits)
  }
}

/**
 * @param {AnyNode} root
 * @param {(id: number) => boolean} mayWait
 * @returns {Import[]} which do not stand in one another
 */
function importsThatCanWait(root, mayWait) {
  /** @type {Import[]} */
  const found = []
  /** @param {AnyNode} node */
  const visit = node => {
    for (const statement of isBody(node) ? node.body : []) {
      const one = importOf(statement, mayWait)
      const uses = one && usesOf(one.name, node, one.statement)
      if (uses && uses.length > 0) found.push({ ...one, uses })
    }
    for (const child of childrenOf(node)) visit(child)
  }
  visit(root)
  return found
}

/**
 * @param {AnyNode} node
 * @returns {node is import('acorn').BlockStatement | import('acorn').Program}
 */
function isBody(node) {
  return node.type === 'BlockStatement' || node.type === 'Program'
}

/**
 * @param {AnyNode} statement
 * @param {(id: number) => boolean} mayWait
 * @returns {Omit<Import, 'uses'> | undefined}
 */
function importOf(statement, mayWait) {
  if (statement.type !== 'VariableDeclaration' || statement.declarations.length !== 1) return undefined
  const [{ id, init: value } = {}] = statement.declarations
  if (id?.type !== 'Identifier' || value?.type !== 'CallExpression') return undefined
  return isLoad(value, mayWait) ? { name: id.name, statement, value } : undefined
}

/**
 * @param {CallExpression} call
 * @param {(id: number) => boolean} mayWait
 */
function isLoad({ callee, arguments: [argument] }, mayWait) {
  if (callee.type !== 'Identifier') return isNamespace(callee)
  if (argument?.type !== 'Literal') return false
  return callee.name === 'require' || (callee.name === '__nccwpck_require__' && mayWait(Number(argument.value)))
}

/**
 * `__nccwpck_require__.t`, which makes a namespace of what a module exports.
 * @param {AnyNode} callee
 */
function isNamespace(callee) {
  return (
    callee.type === 'MemberExpression' &&
    callee.object.type === 'Identifier' &&
    callee.object.name === '__nccwpck_require__' &&
    callee.property.type === 'Identifier' &&
    callee.property.name === 't'
  )
}

/**
 * @param {string} name
 * @param {AnyNode} scope
 * @param {VariableDeclaration} statement
 * @returns {Identifier[] | undefined} nothing where one runs with the module, or the name may mean something else
 */
function usesOf(name, scope, statement) {
  /** @type {Identifier[]} */
  const uses = []
  /** @type {(node: AnyNode, parent: AnyNode, isInside: boolean) => boolean} */
  const visit = (node, parent, isInside) => {
    if (node === statement) return true
    if (node.type === 'Identifier') {
      if (node.name !== name || isKey(node, parent)) return true
      if (!isInside || !isRead(node, parent)) return false
      uses.push(node)
      return true
    }
    const inside = isInside || isFunction(node)
    return childrenOf(node).every(child => visit(child, node, inside))
  }
  return visit(scope, scope, false) ? uses : undefined
}

/**
 * @param {Identifier} node
 * @param {AnyNode} parent
 */
function isKey(node, parent) {
  if (parent.type === 'MemberExpression') return parent.property === node && !parent.computed
  if (parent.type === 'Property') return parent.key === node && !parent.computed && !parent.shorthand
  return (
    (parent.type === 'MethodDefinition' || parent.type === 'PropertyDefinition') &&
    parent.key === node &&
    !parent.computed
  )
}

/**
 * @param {Identifier} node
 * @param {AnyNode} parent
 */
function isRead(node, parent) {
  if (parent.type === 'CallExpression' || parent.type === 'NewExpression')
    return parent.callee === node || parent.arguments.includes(node)
  if (parent.type === 'AssignmentExpression') return parent.right === node
  return /^(Member|Conditional|Logical|Binary|Sequence)Expression$|^ReturnStatement$/.test(parent.type)
}

/**
 * @param {Import} one
 * @param {string} code
 * @returns {Edit[]}
 */
function editsOf({ name, statement, value, uses }, code) {
  const getter = `${name}$`
  const text = `let ${name};function ${getter}(){return ${name}??=${code.slice(value.start, value.end)}}`
  return [
    [statement.start, statement.end, text],
    ...uses.map(use => /** @type {Edit} */ ([use.start, use.end, `(${getter}())`])),
  ]
}
