import { Problem } from '../inputs/problem.ts'

/** A piece of a route: text as it is meant, or the name of a placeholder. */
export type Piece = { readonly text: string } | { readonly placeholder: string }

/** Dots and blanks alone, also before a `;`: on the way to the service such a segment may turn into another folder. */
const dots = /^[.\s]+(?:;|$)/

/** What decodes to a dot, a slash, a backslash, a NUL or another percent sign. */
const encodedTricks = /%(?:2e|2f|5c|25|00)/i

/**
 * Reads a part of a route: percent-encoded text with `{placeholders}`.
 * @param plus what a `+` stands for: itself in a path, a blank in a query
 * @throws Problem
 */
export function parsePieces(text: string, plus: '+' | ' '): Piece[] {
  return text
    .split(/(\{[^{}]*\})/)
    .filter(part => part !== '')
    .map(part => {
      const [, placeholder] = /^\{([^{}]+)\}$/.exec(part) ?? []
      if (placeholder !== undefined) return { placeholder: placeholder.trim() }
      if (/[{}]/.test(part)) throw new Problem('has a brace that belongs to no placeholder')
      return { text: decode(plus === ' ' ? part.replaceAll('+', ' ') : part) }
    })
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw new Problem('has a % that encodes no character. Write %25 for a percent sign in the query')
  }
}

/**
 * Refuses what could lead a path elsewhere before any of it is decoded.
 * @throws Problem
 */
export function checkPathText(text: string): void {
  if (text.includes('\\')) throw new Problem('has a backslash in its path')
  if (encodedTricks.test(text))
    throw new Problem('has an encoded dot, slash, backslash, or percent sign in its path (%2e, %2f, %5c, %25)')
}

/**
 * Refuses a value of a placeholder that would name another resource than the route says. `/` cannot be encoded away:
 * servers and proxies decode `%2F` before they look at the path.
 * @throws Problem
 */
export function checkPathValue(name: string, value: string): void {
  const stands = `has the placeholder "${name}", whose value`
  if (value === '') throw new Problem(`${stands} is empty`)
  if (/[/\\]/.test(value))
    throw new Problem(`${stands} has a slash. Write the slash in the route, with a placeholder on each side`)
  if (encodedTricks.test(value)) throw new Problem(`${stands} is percent-encoded already. Write it as it is`)
}

/**
 * Refuses a decoded segment that is no name.
 * @throws Problem
 */
export function checkSegment(segment: string): void {
  if (dots.test(segment)) throw new Problem('has the segment "." or ".." in its path')
  if (hasControls(segment)) throw new Problem('has a control character or half a character in its path')
}

/** Characters that end a line or that nobody sees; a lone half of a surrogate pair has no encoding. */
export function hasControls(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it looks for
  return /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/.test(text) || !text.isWellFormed()
}
