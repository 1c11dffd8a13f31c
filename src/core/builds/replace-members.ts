const [quote, backslash, colon] = Buffer.from('"\\:')

/** Gets the value of a member, and gives the one that takes its place. */
export type Replace = (value: unknown) => unknown

/**
 * Makes a function that replaces the values of members by name, at any depth, in JSON that was parsed before. Every other
 * byte stays as it was sent; the result is the same buffer if nothing was replaced.
 *
 * @param stays whether a value may stay as it is written, which is faster told than read
 */
export function memberReplacer(
  names: readonly string[],
  stays: (written: string) => boolean = () => false,
): (json: Buffer, replace: Replace) => Buffer {
  const keys = names.map(name => Buffer.from(JSON.stringify(name)))
  // One search for all. A short text is found fastest, and one that begins with a quote, of which JSON is full, slowest.
  const ending = Buffer.from(commonEnding(names.map(name => `${name}"`)).slice(-7))
  return (json, replace) => {
    const parts: Buffer[] = []
    let copied = 0
    for (let at = json.indexOf(ending); at >= 0; at = json.indexOf(ending, at + 1)) {
      const next = at < copied ? undefined : valueAt(json, at + ending.length, keys)
      if (next === undefined) continue
      const end = endOfValue(json, next)
      const written = json.toString('utf8', next, end)
      if (stays(written)) continue
      const replaced = JSON.stringify(replace(JSON.parse(written)))
      if (replaced === written) continue
      parts.push(json.subarray(copied, next), Buffer.from(replaced))
      copied = end
    }
    return parts.length === 0 ? json : Buffer.concat([...parts, json.subarray(copied)])
  }
}

function commonEnding(texts: readonly string[]): string {
  const [first = ''] = texts
  for (let start = 0; start < first.length; start++)
    if (texts.every(text => text.endsWith(first.slice(start)))) return first.slice(start)
  return ''
}

/** Where the value begins whose key ends there; undefined if none of the keys does. */
function valueAt(json: Buffer, end: number, keys: readonly Buffer[]): number | undefined {
  const key = keys.find(one => one.length <= end && one.equals(json.subarray(end - one.length, end)))
  // Inside a string its quotes have backslashes, and nowhere else is a backslash.
  if (key === undefined || json[end - key.length - 1] === backslash) return undefined
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
