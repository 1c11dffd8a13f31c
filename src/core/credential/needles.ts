import { asBytes, nearEscapes, originsOf, unescaped } from './escapes.ts'

/** A part of a text: from `start` up to, not including, `end`. */
export type Span = readonly [start: number, end: number]

/** How often a text may be escaped over and over. */
const mostLevels = 4

/** Texts to look for in bytes (escapes.ts), in any case and however they are escaped. */
export class Needles {
  private readonly all = new Set<string>()
  /** Those that hold no other: what has none of them has none at all. */
  private least: readonly string[] = []
  private longest = 0

  /** @param shortest a needle that is shorter when no escapes are left in it is not looked for in that form */
  add(text: string, shortest: number): void {
    const levels = levelsOf(asBytes(text))
    // A text that looks escaped itself is found in one in which all escapes are taken away.
    for (const needle of [levels[0], levels.at(-1)])
      if (needle !== undefined && needle.length >= shortest) this.all.add(folded(needle))
    const all = [...this.all]
    this.least = all.filter(one => !all.some(other => other !== one && one.includes(other)))
    this.longest = Math.max(0, ...all.map(({ length }) => length))
  }

  /** Where the needles are; spans may overlap. */
  spansIn(bytes: string): Span[] {
    if (!this.mayBeIn(bytes)) return []
    const levels = levelsOf(bytes)
    return levels.flatMap((level, depth) => {
      const spans = this.findAll(folded(level))
      const origins = spans.length === 0 ? [] : levels.slice(0, depth).map(originsOf)
      return spans.map(span => origins.reduceRight(originOf, span))
    })
  }

  /** Much faster than looking where they are, and almost always the last word. */
  private mayBeIn(bytes: string): boolean {
    const has = (text: string) => this.least.some(needle => text.includes(needle))
    return has(folded(bytes)) || levelsOf(nearEscapes(bytes, this.longest)).some(level => has(folded(level)))
  }

  private findAll(text: string): Span[] {
    const spans: Span[] = []
    for (const needle of this.all)
      for (let at = text.indexOf(needle); at >= 0; at = text.indexOf(needle, at + needle.length))
        spans.push([at, at + needle.length])
    return spans
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
