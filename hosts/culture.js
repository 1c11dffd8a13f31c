/**
 * Both hosts look for the marks of commands with .NET's culture-sensitive search, which goes by ICU's collation: code points
 * without any weight count as absent, and a combining mark belongs to what stands before it.
 * https://learn.microsoft.com/dotnet/core/extensions/globalization-icu
 * https://github.com/microsoft/azure-pipelines-agent/blob/master/src/Microsoft.VisualStudio.Services.Agent/Command.cs
 * https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
 *
 * Node.js has the same library, of its own version, so that a few code points more or less may count.
 */
const collator = new Intl.Collator('en-US', { sensitivity: 'variant' })
const graphemes = new Intl.Segmenter('en-US', { granularity: 'grapheme' })

/** What nobody needs to look up: no such character is ignorable or a mark. */
const plain = /^[\x20-\x7e]*$/

/** @type {Map<string, boolean>} */
const ignorables = new Map()

/**
 * Where `wanted` begins for such a search. Code points that it ignores may stand between its characters, so that it may be
 * longer in the text than `wanted` is; the hosts don't reckon with that.
 * @param {string} text
 * @param {string} wanted ASCII
 * @param {number} [from]
 * @returns {number} -1 when it is not there
 */
export function cultureIndexOf(text, wanted, from = 0) {
  if (plain.test(text)) return text.indexOf(wanted, from)
  for (let at = text.indexOf(wanted.charAt(0), from); at >= 0; at = text.indexOf(wanted.charAt(0), at + 1)) {
    if (matchesAt(text, wanted, at)) return at
  }
  return -1
}

/**
 * Whether a text begins with `wanted` for such a search: after any number of code points that it ignores.
 * @param {string} text
 * @param {string} wanted ASCII
 */
export function cultureStartsWith(text, wanted) {
  return matchesAt(text, wanted, skipIgnorable(text, 0))
}

/**
 * Whether the search ignores a code point.
 * @param {string} character
 */
export function isIgnorable(character) {
  const known = ignorables.get(character)
  if (known !== undefined) return known
  const ignorable = !plain.test(character) && collator.compare(`#${character}#`, '##') === 0
  ignorables.set(character, ignorable)
  return ignorable
}

/**
 * @param {string} text
 * @param {string} wanted
 * @param {number} start
 */
function matchesAt(text, wanted, start) {
  let at = start
  for (const character of wanted) {
    if (at > start) at = skipIgnorable(text, at)
    if (text.charAt(at) !== character) return false
    at += 1
  }
  return !continues(text, skipIgnorable(text, at))
}

/**
 * @param {string} text
 * @param {number} from
 */
function skipIgnorable(text, from) {
  let at = from
  for (;;) {
    const point = text.codePointAt(at)
    const character = point === undefined ? '' : String.fromCodePoint(point)
    if (character === '' || !isIgnorable(character)) return at
    at += character.length
  }
}

/**
 * Whether what stands here is a mark upon what stands before it.
 * @param {string} text
 * @param {number} at
 */
function continues(text, at) {
  const point = text.codePointAt(at)
  if (point === undefined || point < 0x300) return false
  return [...graphemes.segment(`:${String.fromCodePoint(point)}`)].length === 1
}
