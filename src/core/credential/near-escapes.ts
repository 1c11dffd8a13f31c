import type { Span } from '../base/byte-search.ts'

const backslash = 0x5c
const percent = 0x25
const ampersand = 0x26
const hash = 0x23
const semicolon = 0x3b
const lowerU = 0x75
/** U+FF01 to U+FF3F and U+FF40 to U+FF5E begin so. */
const [twin, firstTwins, lastTwins] = [0xef, 0xbc, 0xbd] as const

/** Every escape begins with one of them. */
const signs = [backslash, percent, ampersand, twin] as const

/** Half a surrogate pair after the other: `\ud83d\ude00`. */
const longestEscape = 12

/** So many bytes around an escape can be parts of escapes that only come out as it is taken away, four times over. */
const slack = 8 * longestEscape

/** Characters that begin no escape and are in none, but for those that a backslash only hides: `\"`, `\'`, `\/`. */
const inert = ' !"$\'()*+,-./:<=>?@[]^_`{|}~\b\f\n\r\t'

/** What may follow a backslash, and what the two then stand for. */
const afterBackslash: Readonly<Record<string, string>> = {
  '"': '"', "'": "'", '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t',
} // biome-ignore format: a table

/**
 * Tells escapes (escapes.ts) that can bring out one of some texts from those that cannot, which are almost all that are
 * in JSON and URLs: what stands for a space, a quote, or a single backslash is in no token.
 *
 * An escape cannot if what it stands for is in none of the texts and makes no other escape with what is around it. A
 * text then has no byte that comes from it, and so lies between such escapes as a whole.
 */
export class EscapeSigns {
  /** By byte: 1 if an escape that stands for it cannot bring out a text. */
  private readonly harmless = new Uint8Array(256)
  /** By what follows backslashes: 1 if these can. The last is for the end. */
  private readonly telling = new Uint8Array(257)
  private readonly reach: number

  /** @param texts as bytes, in lower case */
  constructor(texts: Iterable<string>) {
    const used = new Set<number>()
    let longest = 0
    for (const text of texts) {
      longest = Math.max(longest, text.length)
      for (let at = 0; at < text.length; at++) used.add(text.charCodeAt(at))
    }
    this.reach = longest + slack
    for (const byte of Buffer.from(inert)) this.harmless[byte] = used.has(byte) ? 0 : 1
    for (const byte of Buffer.from('uUxX%&\xef', 'latin1')) this.telling[byte] = 1
    for (const [written, meant] of Object.entries(afterBackslash))
      if (used.has(meant.charCodeAt(0)))
        for (const byte of Buffer.from(written + written.toUpperCase())) this.telling[byte] = 1
    if (used.has(backslash)) this.telling.fill(1)
  }

  /** The parts of some bytes in which taking escapes away can bring out a text, joined; elsewhere it brings out none. */
  near(bytes: Buffer): string {
    const spans = signs.flatMap(sign => this.spansNear(bytes, sign)).sort(([a], [b]) => a - b)
    const parts: string[] = []
    for (let at = 0; at < spans.length; ) {
      let [start, end] = spans[at] as Span
      for (at++; at < spans.length && (spans[at] as Span)[0] <= end; at++) end = Math.max(end, (spans[at] as Span)[1])
      parts.push(bytes.toString('latin1', start, end))
    }
    return parts.join('\0')
  }

  /** The same for the escapes that begin with one of the signs. */
  private spansNear(bytes: Buffer, sign: number): Span[] {
    const spans: Span[] = []
    for (let at = placeOf(bytes, sign, 0); at >= 0; ) {
      let next = sign === backslash ? endOfBackslashes(bytes, at) : at + 1
      if (this.tells(bytes, sign, next)) {
        // What follows at once belongs to the part, whatever it is.
        next += this.reach
        spans.push([Math.max(0, at - this.reach), Math.min(bytes.length, next + this.reach)])
      }
      at = placeOf(bytes, sign, next)
    }
    return spans
  }

  /** Whether an escape that begins so, if it is one, can bring out a text. @param next where its beginning ends */
  private tells(bytes: Buffer, beginning: number, next: number): boolean {
    const one = bytes[next]
    if (beginning === backslash) return this.telling[one ?? 256] === 1
    if (one === undefined) return false
    if (beginning === ampersand) return one === hash || bytes.subarray(next + 2, next + 5).includes(semicolon)
    if (beginning === percent)
      return (one | 0x20) === lowerU || this.matters(Number.parseInt(bytes.toString('latin1', next, next + 2), 16))
    if (one !== firstTwins && one !== lastTwins) return false
    return this.matters((one - firstTwins) * 0x40 + ((bytes[next + 1] ?? 0) & 0x3f) + 0x20)
  }

  /** @param meant NaN for what is no escape */
  private matters(meant: number): boolean {
    return !Number.isNaN(meant) && this.harmless[meant] === 0
  }
}

/** -1 if there is none. The next backslash of a text is often so near that looking farther at once takes longer. */
function placeOf(bytes: Buffer, byte: number, from: number): number {
  const far = Math.min(from + 32, bytes.length)
  for (let at = from; at < far; at++) if (bytes[at] === byte) return at
  return far < bytes.length ? bytes.indexOf(byte, far) : -1
}

function endOfBackslashes(bytes: Buffer, from: number): number {
  let at = from
  while (bytes[at] === backslash) at++
  return at
}
