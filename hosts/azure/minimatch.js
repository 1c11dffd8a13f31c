/**
 * Whether a name matches a pattern as `minimatch` with `nocase` does it, whose .NET port reads the patterns of
 * `restrictions.settableVariables.allowed`: braces, `*`, `**`, `?`, classes, extended globs, `!` at the start for the opposite,
 * and `#` at the start for a comment.
 * https://github.com/microsoft/azure-pipelines-agent/blob/master/src/Agent.Worker/TaskRestrictionsExtension.cs
 * https://github.com/isaacs/minimatch#features
 *
 * @param {string} name
 * @param {string} pattern
 */
export function minimatch(name, pattern) {
  if (pattern === '' || pattern.startsWith('#')) return name === pattern && pattern === ''
  const bangs = /^!*(?!\()/.exec(pattern)?.[0].length ?? 0
  const matches = expandBraces(pattern.slice(bangs)).some(one => toExpression(one).test(name))
  return matches !== (bangs % 2 === 1)
}

/**
 * `a{b,c}` is `ab` and `ac`; braces without a comma are text.
 * @param {string} pattern
 * @returns {string[]}
 */
function expandBraces(pattern) {
  const [whole, before = '', inside = '', after = ''] = /^(.*?)\{([^{}]*,[^{}]*)\}(.*)$/s.exec(pattern) ?? []
  if (whole === undefined) return [pattern]
  return inside.split(',').flatMap(option => expandBraces(`${before}${option}${after}`))
}

/**
 * Each part between slashes is matched on its own; a wildcard at its start does not take a dot.
 * @param {string} pattern
 */
function toExpression(pattern) {
  const parts = pattern
    .split('/')
    .map(part => (part === '**' ? '(?:(?!\\.)[^/]*(?:/(?!\\.)[^/]*)*)' : partSource(part)))
  return new RegExp(`^${parts.join('/')}$`, 'isu')
}

/** @param {string} part */
function partSource(part) {
  const source = globSource(part)
  return /^[*?[]/.test(part) ? `(?!\\.)${source}` : source
}

/** What follows the parenthesis of an extended glob. @type {Record<string, string>} */
const closings = { '?': ')?', '*': ')*', '+': ')+', '@': ')', '!': ')' }

/** @param {string} glob */
function globSource(glob) {
  let source = ''
  for (let at = 0; at < glob.length; at++) {
    const character = glob.charAt(at)
    const close = glob.indexOf(')', at)
    if (character in closings && glob.charAt(at + 1) === '(' && close > 0) {
      const inside = glob
        .slice(at + 2, close)
        .split('|')
        .map(globSource)
        .join('|')
      source += character === '!' ? `(?!(?:${inside})$)[^/]*?` : `(?:${inside}${closings[character]}`
      at = close
      continue
    }
    const [range] = /^\[[!^]?\]?[^\]/]*\]/.exec(glob.slice(at)) ?? []
    if (range !== undefined) {
      source += range.replace(/^\[!/, '[^').replaceAll('\\', '\\\\')
      at += range.length - 1
    } else if (character === '*') source += '[^/]*?'
    else if (character === '?') source += '[^/]'
    else if (character === '\\') source += escaped(glob.charAt(++at))
    else source += escaped(character)
  }
  return source
}

/** @param {string} character */
function escaped(character) {
  return character.replace(/[.*+?^${}()|[\]\\/-]/, '\\$&')
}
