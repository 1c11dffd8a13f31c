import { asBytes, nearEscapes, originsOf, unescaped } from './escapes.ts'

/** A part of a text: from `start` up to, not including, `end`. */
export type Span = readonly [start: number, end: number]

/** How often a text may be escaped over and over. */
const mostLevels = 4

/** What a needle is found by when there are many; no needle is shorter. */
const prefixLength = 8

/** With more needles than that, one pass that looks each prefix up is faster than a search for each. */
const few = 32

/** Texts to look for in bytes (escapes.ts), in any case and however they are escaped. */
export class Needles {
  private readonly byPrefix = new Map<string, Set<string>>()
  private readonly all = new Set<string>()
  private longest = 0

  /** A text of fewer than 8 bytes, and what has fewer when no escapes are left in it, is not looked for. */
  add(text: string): void {
    const levels = levelsOf(asBytes(text))
    // A text that looks escaped itself is found in one in which all escapes are taken away.
    for (const level of [levels[0], levels.at(-1)]) if (level !== undefined) this.addNeedle(folded(level))
  }

  /** Where the needles are; spans may overlap. */
  spansIn(bytes: string): Span[] {
    if (!this.mayBeIn(bytes)) return []
    const levels = levelsOf(bytes)
    return levels.flatMap((level, depth) => {
      const spans = [...this.find(folded(level))]
      const origins = spans.length === 0 ? [] : levels.slice(0, depth).map(originsOf)
      return spans.map(span => origins.reduceRight(originOf, span))
    })
  }

  private addNeedle(needle: string): void {
    if (needle.length < prefixLength) return
    const prefix = needle.slice(0, prefixLength)
    this.byPrefix.set(prefix, (this.byPrefix.get(prefix) ?? new Set()).add(needle))
    this.all.add(needle)
    this.longest = Math.max(this.longest, needle.length)
  }

  /** Much faster than looking where they are, and almost always the last word. */
  private mayBeIn(bytes: string): boolean {
    const has = (level: string) => !this.find(folded(level)).next().done
    return has(bytes) || levelsOf(nearEscapes(bytes, this.longest)).some(has)
  }

  private find(text: string): Generator<Span> {
    return this.all.size > few ? this.findByPrefix(text) : this.findEach(text)
  }

  private *findEach(text: string): Generator<Span> {
    for (const needle of this.all)
      for (let at = text.indexOf(needle); at >= 0; at = text.indexOf(needle, at + needle.length))
        yield [at, at + needle.length]
  }

  private *findByPrefix(text: string): Generator<Span> {
    for (let at = 0; at + prefixLength <= text.length; at++)
      for (const needle of this.byPrefix.get(text.slice(at, at + prefixLength)) ?? [])
        if (text.startsWith(needle, at)) yield [at, at + needle.length]
  }
}

/** In lower case; as bytes they keep their number, whatever the text. */
function folded(bytes: string): string {
  return bytes.toLowerCase()
}

/** The bytes, and what they become as escapes are taken away again and again. */
function levelsOf(bytes: string): string[] {
  const levels = [bytes]
  for (let last = bytes; levels.length <= mostLevels; ) {
    const next = unescaped(last)
    if (next === last) break
    levels.push(next)
    last = next
  }
  return levels
}

function originOf([start, end]: Span, origins: Uint32Array): Span {
  return [origins[start] ?? 0, origins[end] ?? 0]
}
