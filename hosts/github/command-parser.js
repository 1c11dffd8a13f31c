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
 * @param {string} line
 * @param {(name: string) => boolean} registered
 */
function parseColons(line, registered) {
  const text = line.trimStart()
  if (!text.startsWith('::')) return undefined
  const end = text.indexOf('::', 2)
  if (end < 0) return undefined
  const { name, rest } = splitName(text.slice(2, end))
  if (!registered(name)) return undefined
  return {
    name,
    properties: readProperties(rest.trim(), ',', propertyEscapes),
    data: unescaped(text.slice(end + 2), dataEscapes),
  }
}

/**
 * @param {string} line
 * @param {(name: string) => boolean} registered
 */
function parseBrackets(line, registered) {
  const start = line.indexOf('##[')
  const end = line.indexOf(']', start)
  if (start < 0 || end < 0) return undefined
  const { name, rest } = splitName(line.slice(start + 3, end))
  if (!registered(name)) return undefined
  return {
    name,
    properties: readProperties(rest, ';', legacyEscapes),
    data: unescaped(line.slice(end + 1), legacyEscapes),
  }
}

/** @param {string} info */
function splitName(info) {
  const space = info.indexOf(' ')
  const name = space < 0 ? info : info.slice(0, space)
  return { name: name.toLowerCase(), rest: space > 0 ? info.slice(space + 1) : '' }
}

/**
 * @param {string} text
 * @param {string} separator
 * @param {[string, string][]} escapes
 */
function readProperties(text, separator, escapes) {
  /** @type {Record<string, string>} */
  const properties = {}
  for (const pair of text.split(separator)) {
    const [, key, value] = /^=*([^=]+)=+(.+)$/s.exec(pair) ?? []
    if (key !== undefined && value !== undefined) properties[key.toLowerCase()] = unescaped(value, escapes)
  }
  return properties
}

/**
 * @param {string} text
 * @param {[string, string][]} escapes
 */
function unescaped(text, escapes) {
  return escapes.reduce((result, [sequence, character]) => result.replaceAll(sequence, character), text)
}
