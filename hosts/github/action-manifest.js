import { readFileSync } from 'node:fs'

/**
 * Reads the inputs of an action.yml: every name, with its default where it has one. It understands what this
 * repository's manifest is made of (block mappings and one-line scalars) and refuses what it does not understand.
 *
 * @param {string} path
 * @returns {Record<string, string | undefined>}
 */
export function readActionInputs(path) {
  /** @type {Record<string, string | undefined>} */
  const inputs = {}
  let indent = 0
  let name = ''
  let inside = false
  for (const line of readFileSync(path, 'utf8').split(/\r?\n/)) {
    if (/^\s*(#|$)/.test(line)) continue
    const depth = line.length - line.trimStart().length
    if (depth === 0) {
      inside = /^inputs:\s*$/.test(line)
      indent = 0
      continue
    }
    if (!inside) continue
    indent ||= depth
    if (depth === indent) {
      name = scalar(line.trim().replace(/:\s*(#.*)?$/, ''))
      inputs[name] = undefined
    }
    const value = /^\s+default:\s*(.*)$/.exec(line)?.[1]
    if (depth > indent && value !== undefined) inputs[name] = scalar(value)
  }
  return inputs
}

/**
 * @param {string} text
 * @returns {string}
 */
function scalar(text) {
  const single = /^'((?:[^']|'')*)'\s*(?:#.*)?$/.exec(text)?.[1]
  if (single !== undefined) return single.replaceAll("''", "'")
  const double = /^("(?:[^"\\]|\\.)*")\s*(?:#.*)?$/.exec(text)?.[1]
  if (double !== undefined) return JSON.parse(double)
  if (/^[[\]{}|>&*!%@`'"]/.test(text)) throw new Error(`action.yml: not a one-line scalar: ${text}`)
  return text.replace(/\s+#.*$/, '').trim()
}
