/** Bytes in lower case, as characters U+0000 to U+00FF. */
const lower = Uint8Array.from({ length: 256 }, (_, byte) => String.fromCharCode(byte).toLowerCase().charCodeAt(0))

/** How many kinds of bytes are told apart. Where texts are made of more, two share a kind, and less is skipped. */
const kinds = 64

/** Further than this nothing is skipped; it must fit in a byte. */
const longestSkip = 255

/** A part of some bytes: from `start` up to, not including, `end`. */
export type Span = readonly [start: number, end: number]

/**
 * Looks for texts in bytes, in upper and lower case, much faster than by reading every byte: the kinds of two bytes in a
 * row tell how far ahead the nearest end of a text can be (Wu and Manber, "A fast algorithm for multi-pattern searching",
 * 1994).
 */
export class ByteSearch {
  /** So many bytes of each text are looked at for skipping. */
  private readonly size: number
  private readonly kindOf = new Uint8Array(256)
  /** How far to go on, by the kinds of two bytes. */
  private readonly skips: Uint8Array
  /** The texts that the kinds of two bytes can be the end of, or of what is looked at of them. */
  private readonly ends = new Map<number, Uint8Array[]>()

  /** @param texts of at least two bytes each, as characters U+0000 to U+00FF */
  constructor(texts: Iterable<string>) {
    const all = Array.from(texts, text => Uint8Array.from(text, character => lower[character.charCodeAt(0)] as number))
    this.size = all.reduce((least, { length }) => Math.min(least, length), longestSkip)
    const known = new Map<number, number>()
    for (const text of all)
      for (const byte of text) if (!known.has(byte)) known.set(byte, 1 + (known.size % (kinds - 1)))
    for (let byte = 0; byte < 256; byte++) this.kindOf[byte] = known.get(lower[byte] as number) ?? 0
    this.skips = new Uint8Array(kinds * kinds).fill(this.size - 1)
    for (const text of all) this.addText(text)
  }

  /** Every place of every text, by its beginning; they may overlap. */
  *find(bytes: Uint8Array): Generator<Span> {
    for (let at = this.nextEnd(bytes, 0); at >= 0; at = this.nextEnd(bytes, at + 1)) {
      const start = at - this.size + 1
      for (const text of this.ends.get(this.pairAt(bytes, at)) ?? [])
        if (lengthInCommon(bytes, start, text) === text.length) yield [start, start + text.length]
    }
  }

  /** Whether there is any. Also true of bytes that are made so that telling takes long. */
  mayFind(bytes: Uint8Array): boolean {
    let work = 0
    for (let at = this.nextEnd(bytes, 0); at >= 0 && work <= bytes.length; at = this.nextEnd(bytes, at + 1))
      for (const text of this.ends.get(this.pairAt(bytes, at)) ?? []) {
        const length = lengthInCommon(bytes, at - this.size + 1, text)
        if (length === text.length) return true
        work += length
      }
    return work > bytes.length
  }

  private addText(text: Uint8Array): void {
    for (let at = 1; at < this.size; at++) {
      const pair = this.pairAt(text, at)
      this.skips[pair] = Math.min(this.skips[pair] as number, this.size - 1 - at)
    }
    const end = this.pairAt(text, this.size - 1)
    const others = this.ends.get(end)
    if (others === undefined) this.ends.set(end, [text])
    else others.push(text)
  }

  /** The next place where what is looked at of a text may end; -1 if there is none. */
  private nextEnd(bytes: Uint8Array, from: number): number {
    const { skips } = this
    for (let at = Math.max(from, this.size - 1); at < bytes.length; ) {
      const skip = skips[this.pairAt(bytes, at)] as number
      if (skip === 0) return at
      at += skip
    }
    return -1
  }

  private pairAt(bytes: Uint8Array, at: number): number {
    const { kindOf } = this
    return (kindOf[bytes[at - 1] as number] as number) * kinds + (kindOf[bytes[at] as number] as number)
  }
}

function lengthInCommon(bytes: Uint8Array, start: number, text: Uint8Array): number {
  let length = 0
  while (length < text.length && lower[bytes[start + length] as number] === text[length]) length++
  return length
}
