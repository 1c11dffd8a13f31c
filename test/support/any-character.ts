import fc from 'fast-check'

/** The number of a text that is one code point. */
function codeOf(text: unknown): number {
  const code = typeof text === 'string' ? text.codePointAt(0) : undefined
  if (code === undefined || String.fromCodePoint(code) !== text) throw new Error('not one code point')
  return code
}

/** A unit of strings: any code point, half a surrogate pair too. That of fast-check, `binary`, takes a second to be made. */
export const anyCharacter = fc.integer({ min: 0, max: 0x10ffff }).map(code => String.fromCodePoint(code), codeOf)
