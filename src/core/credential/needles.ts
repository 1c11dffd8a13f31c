import { ByteSearch, type Span } from '../base/byte-search.ts'
import { asBytes, originsOf, unescaped } from './escapes.ts'
import { EscapeSigns } from './near-escapes.ts'

/** How often a text may be escaped over and over. */
const mostLevels = 4

/** No needle is shorter. */
const shortest = 8

/** Texts to look for in bytes (escapes.ts), in any case and however they are escaped. */
export class Needles {
  private readonly all = new Set<string>()
  /** Made of them as soon as they are looked for. */
  private tools: { readonly search: ByteSearch; readonly signs: EscapeSigns } | undefined

  /** A text of fewer than 8 bytes, and what has fewer when no escapes are left in it, is not looked for. */
  add(text: string): void {
    const levels = levelsOf(asBytes(text))
    // A text that looks escaped itself is found in one in which all escapes are taken away.
    for (const level of [levels[0], levels.at(-1)])
      if (level !== undefined && level.length >= shortest) this.all.add(level.toLowerCase())
    this.tools = undefined
  }

  /** Where the needles are; spans may overlap. */
  spansIn(bytes: Buffer): Span[] {
    if (this.all.size === 0 || !this.mayBeIn(bytes)) return []
    const levels = levelsOf(bytes.toString('latin1'))
    return levels.flatMap((level, depth) => {
      const spans = [...this.prepared.search.find(Buffer.from(level, 'latin1'))]
      const origins = spans.length === 0 ? [] : levels.slice(0, depth).map(originsOf)
      return spans.map(span => origins.reduceRight(originOf, span))
    })
  }

  /** Without a copy of the bytes, much faster than looking where they are, and almost always the last word. */
  private mayBeIn(bytes: Buffer): boolean {
    const { search, signs } = this.prepared
    if (search.mayFind(bytes)) return true
    return levelsOf(signs.near(bytes)).some(level => search.mayFind(Buffer.from(level, 'latin1')))
  }

  private get prepared() {
    this.tools ??= { search: new ByteSearch(this.all), signs: new EscapeSigns(this.all) }
    return this.tools
  }
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
