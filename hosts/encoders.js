/**
 * Value encoders of the hosts' secret maskers, each named as there.
 * https://github.com/actions/runner/blob/main/src/Sdk/DTLogging/Logging/ValueEncoders.cs
 */
export const encoders = {
  base64StringEscape: base64Shifted(0),
  // A secret behind a prefix, as in base64(user:secret), starts at one of three offsets.
  base64StringEscapeShift1: base64Shifted(1),
  base64StringEscapeShift2: base64Shifted(2),
  commandLineArgumentEscape: replaced(/"/g, '\\"'),
  expressionStringEscape: replaced(/'/g, "''"),
  jsonStringEscape,
  uriDataEscape,
  xmlDataEscape,
  trimDoubleQuotes,
  powerShellPreAmpersandEscape,
  powerShellPostAmpersandEscape,
  backslashEscape,
}

/**
 * @param {number} shift
 * @returns {(value: string) => string}
 */
function base64Shifted(shift) {
  return value => {
    const bytes = Buffer.from(value)
    return bytes.subarray(bytes.length > shift ? shift : 0).toString('base64')
  }
}

/**
 * @param {RegExp} pattern
 * @param {string} replacement
 * @returns {(value: string) => string}
 */
function replaced(pattern, replacement) {
  return value => value.replace(pattern, replacement)
}

/** @param {string} value */
function jsonStringEscape(value) {
  // Json.NET escapes these three as well.
  const separators = /[\u0085\u2028\u2029]/g
  return JSON.stringify(value).slice(1, -1).replace(separators, escapeUnicode)
}

/** @param {string} character */
function escapeUnicode(character) {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}

/** @param {string} value */
function uriDataEscape(value) {
  const wellFormed = Buffer.from(value).toString()
  return encodeURIComponent(wellFormed).replace(/[!'()*]/g, c => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
}

/** @param {string} value */
function xmlDataEscape(value) {
  /** @type {Record<string, string>} */
  const entities = { '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;', '&': '&amp;' }
  return value.replace(/[<>"'&]/g, c => entities[c] ?? c)
}

/** @param {string} value */
function trimDoubleQuotes(value) {
  return value.length > 8 && value.startsWith('"') && value.endsWith('"') ? value.slice(1, -1) : ''
}

/**
 * PowerShell prints a secret with `&` in two pieces, and one letter between them on its own.
 * @param {string} value
 */
function powerShellPreAmpersandEscape(value) {
  const at = value.indexOf('&+')
  const section = at >= 0 ? value.slice(0, at + 2) : value.slice(0, value.lastIndexOf('&') + 1)
  return section.length >= 6 ? section : ''
}

/** @param {string} value */
function powerShellPostAmpersandEscape(value) {
  if (!value.includes('&')) return ''
  const at = value.indexOf('&+')
  const section = at >= 0 ? value.slice(at + 3) : value.slice(value.lastIndexOf('&') + 1)
  return section.length >= 6 ? section : ''
}

/**
 * https://github.com/microsoft/azure-pipelines-agent/blob/master/src/Agent.Sdk/SecretMasking/ValueEncoders.cs
 * @param {string} value
 */
function backslashEscape(value) {
  return value.replaceAll('\\\\', '\\').replaceAll("\\'", "'").replaceAll('\\"', '"').replaceAll('\\t', '\t')
}
