import { ByteSearch } from '../base/byte-search.ts'

const [quote, backslash, colon] = Buffer.from('"\\:')

/** Replaces the value of a member; gets it and gives the one that takes its place. */
export type Replace = (value: unknown) => unknown

/**
 * Replaces the values of members by name, at any depth, in JSON that was parsed before. Every other byte stays as it was
 * sent; the same buffer if nothing was replaced.
 */
export function memberReplacer(names: readonly string[]): (json: Buffer, replace: Replace) => Buffer {
  const keys = new ByteSearch(names.map(name => JSON.stringify(name)))
  const isKey = new Set(names.map(name => JSON.stringify(name)))
  return (json, replace) => {
    const parts: Buffer[] = []
    let copied = 0
    for (const [start, end] of keys.find(json)) {
      const next =
        start < copied || !isKey.has(json.toString('latin1', start, end)) ? undefined : valueAt(json, start, end)
      if (next === undefined) continue
      const after = endOfValue(json, next)
      const written = json.toString('utf8', next, after)
      const replaced = JSON.stringify(replace(JSON.parse(written)))
      if (replaced === written) continue
      parts.push(json.subarray(copied, next), Buffer.from(replaced))
      copied = after
    }
    return parts.length === 0 ? json : Buffer.concat([...parts, json.subarray(copied)])
  }
}

/** Where the value begins whose key is at this place; undefined if it is no key. */
function valueAt(json: Buffer, start: number, end: number): number | undefined {
  // Inside a string its quotes have backslashes, and nowhere else is a backslash.
  if (json[start - 1] === backslash) return undefined
  const separator = skipSpace(json, end)
  return json[separator] === colon ? skipSpace(json, separator + 1) : undefined
}

function skipSpace(json: Buffer, from: number): number {
  let at = from
  while (at < json.length && (json[at] ?? 0) <= 0x20) at++
  return at
}

function endOfValue(json: Buffer, start: number): number {
  let depth = 0
  for (let at = start; at < json.length; at++) {
    const character = String.fromCharCode(json[at] ?? 0)
    if (character === '"') {
      at = endOfString(json, at)
      if (depth === 0) return at + 1
    } else if (character === '{' || character === '[') depth++
    else if (character === '}' || character === ']') {
      // Closes what is around a number, true, false or null.
      if (depth === 0) return at
      if (--depth === 0) return at + 1
    } else if (depth === 0 && (character === ',' || character.trim() === '')) return at
  }
  return json.length
}

/** Where the closing quote is. */
function endOfString(json: Buffer, start: number): number {
  for (let at = start + 1; at < json.length; at++) {
    if (json[at] === backslash) at++
    else if (json[at] === quote) return at
  }
  return json.length - 1
}
