/**
 * What .NET does otherwise than JavaScript, where it shows in what the hosts read.
 */

/** `Char.IsWhiteSpace`: with U+0085, without U+FEFF. https://learn.microsoft.com/dotnet/api/system.char.iswhitespace */
const whiteSpace = '[\\t-\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]'
const leading = new RegExp(`^${whiteSpace}+`)
const trailing = new RegExp(`${whiteSpace}+$`)

/** @param {string} text */
export function trimStart(text) {
  return text.replace(leading, '')
}

/** @param {string} text */
export function trim(text) {
  return trimStart(text).replace(trailing, '')
}

/**
 * Without some characters at both ends.
 * @param {string} text
 * @param {string} characters
 */
export function trimOf(text, characters) {
  let [start, end] = [0, text.length]
  while (start < end && characters.includes(text.charAt(start))) start += 1
  while (end > start && characters.includes(text.charAt(end - 1))) end -= 1
  return text.slice(start, end)
}

/**
 * `Int32.TryParse`.
 * @param {string} text
 * @returns {number | undefined}
 */
export function parseInt32(text) {
  const number = /^[+-]?\d+$/.test(trim(text)) ? Number(trim(text)) : Number.NaN
  return number >= -(2 ** 31) && number < 2 ** 31 ? number : undefined
}

/**
 * `key=value;key=value` as both hosts split it, with `StringSplitOptions.RemoveEmptyEntries`: any number of `=` stands between,
 * and a key without a value is dropped. Of a key given twice the last counts.
 * @param {string} text
 * @param {string} separator
 * @param {(value: string) => string} undo of the escapes in a value
 * @returns {Record<string, string>} names in lower case, since no host minds the case
 */
export function readProperties(text, separator, undo) {
  /** @type {Record<string, string>} */
  const properties = {}
  for (const pair of text.split(separator)) {
    const [, key, value] = /^=*([^=]+)=+([^=].*)$/s.exec(pair) ?? []
    if (key !== undefined && value !== undefined) properties[key.toLowerCase()] = undo(value)
  }
  return properties
}
