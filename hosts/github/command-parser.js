import { cultureIndexOf, cultureStartsWith } from '../culture.js'
import { readProperties, trim, trimStart } from '../dotnet.js'

/**
 * @typedef {object} ParsedCommand
 * @property {string} name in lower case
 * @property {Record<string, string>} properties
 * @property {string} data
 */

/** @type {[string, string][]} */
const dataEscapes = [
  ['%0D', '\r'],
  ['%0A', '\n'],
  ['%25', '%'],
]
/** @type {[string, string][]} */
const propertyEscapes = [
  ['%0D', '\r'],
  ['%0A', '\n'],
  ['%3A', ':'],
  ['%2C', ','],
  ['%25', '%'],
]
/** @type {[string, string][]} */
const legacyEscapes = [
  ['%3B', ';'],
  ['%0D', '\r'],
  ['%0A', '\n'],
  ['%5D', ']'],
  ['%25', '%'],
]

/**
 * Reads a workflow command, in the form `::name key=value,key=value::data` at the start of the line, or in the older
 * form `##[name key=value;key=value]data` anywhere in it.
 * https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
 *
 * @param {string} line
 * @param {(name: string) => boolean} registered
 * @returns {ParsedCommand | undefined}
 */
export function parseCommand(line, registered) {
  return parseColons(line, registered) ?? parseBrackets(line, registered)
}

/**
 * A combining mark behind the second `::` hides it from the search: then the line is no command, and what stands in its
 * data may be one of the older form.
 * @param {string} line
 * @param {(name: string) => boolean} registered
 */
function parseColons(line, registered) {
  const text = trimStart(line)
  if (!cultureStartsWith(text, '::')) return undefined
  const end = cultureIndexOf(text, '::', 2)
  if (end < 0) return undefined
  const { name, rest } = splitName(text.slice(2, end))
  if (!registered(name)) return undefined
  return {
    name,
    properties: readProperties(trim(rest), ',', value => unescaped(value, propertyEscapes)),
    data: unescaped(text.slice(end + 2), dataEscapes),
  }
}

/**
 * The first `##[` that begins a command counts, also after others that don't (measured with runner 2.336).
 * @param {string} line
 * @param {(name: string) => boolean} registered
 * @returns {ParsedCommand | undefined}
 */
function parseBrackets(line, registered) {
  for (let start = cultureIndexOf(line, '##['); start >= 0; start = cultureIndexOf(line, '##[', start + 1)) {
    const end = line.indexOf(']', start)
    if (end < 0) return undefined
    const { name, rest } = splitName(line.slice(start + 3, end))
    if (!registered(name)) continue
    return {
      name,
      properties: readProperties(rest, ';', value => unescaped(value, legacyEscapes)),
      data: unescaped(line.slice(end + 1), legacyEscapes),
    }
  }
  return undefined
}

/** @param {string} info */
function splitName(info) {
  const space = info.indexOf(' ')
  const name = space < 0 ? info : info.slice(0, space)
  return { name: name.toLowerCase(), rest: space > 0 ? info.slice(space + 1) : '' }
}

/**
 * @param {string} text
 * @param {[string, string][]} escapes
 */
function unescaped(text, escapes) {
  return escapes.reduce((result, [sequence, character]) => result.replaceAll(sequence, character), text)
}
