const [quote, backslash, colon] = Buffer.from('"\\:')

/**
 * Replaces the values of members by name, at any depth, in JSON that was parsed before. Every other byte stays as it was
 * sent; the same buffer if no member has one of the names.
 *
 * @param replace gets the value and gives the one that takes its place
 */
export function replaceMembers(json: Buffer, names: readonly string[], replace: (value: unknown) => unknown): Buffer {
  const keys = names.map(name => Buffer.from(JSON.stringify(name)))
  const parts: Buffer[] = []
  let copied = 0
  for (let next = nextValue(json, keys, 0); next !== undefined; next = nextValue(json, keys, copied)) {
    const end = endOfValue(json, next)
    const value = replace(JSON.parse(json.toString('utf8', next, end)))
    parts.push(json.subarray(copied, next), Buffer.from(JSON.stringify(value)))
    copied = end
  }
  return parts.length === 0 ? json : Buffer.concat([...parts, json.subarray(copied)])
}

/** Where the value of the next of these members begins. */
function nextValue(json: Buffer, keys: readonly Buffer[], from: number): number | undefined {
  const found = keys.map(key => startOfValue(json, key, from)).filter(at => at !== undefined)
  return found.length === 0 ? undefined : Math.min(...found)
}

function startOfValue(json: Buffer, key: Buffer, from: number): number | undefined {
  for (let at = json.indexOf(key, from); at >= 0; at = json.indexOf(key, at + 1)) {
    // Inside a string its quotes have backslashes, and nowhere else is a backslash.
    if (json[at - 1] === backslash) continue
    const separator = skipSpace(json, at + key.length)
    if (json[separator] === colon) return skipSpace(json, separator + 1)
  }
  return undefined
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
