import type { ResponseFile } from './response-file.ts'

/** Bytes that are kept in memory, too, so that something can be selected from them. */
const mostKept = 64 * 1024 * 1024

const opening = Buffer.from('{"value":[\n')
const between = Buffer.from(',\n')

/** The pages of a list as one, written as they come: `{"value":[…],"count":n}`, each item as the service sent it. */
export class MergedPages {
  pages = 0
  count = 0
  private pieces: Buffer[] = []
  private size = 0

  /** @param file closed and discarded by whoever opened it */
  constructor(private readonly file: ResponseFile) {}

  /** @param items of one page, as JSON */
  add(items: readonly Buffer[]): void {
    const pieces = items.flatMap((item, index) => (this.count + index === 0 ? [item] : [between, item]))
    const bytes = Buffer.concat(this.pages === 0 ? [opening, ...pieces] : pieces)
    this.pages++
    this.count += items.length
    this.file.write(bytes)
    this.keep(bytes)
  }

  /** Ends the list. @returns all of it; undefined if it is too long to be kept in memory */
  end(): Buffer | undefined {
    const bytes = Buffer.from(`\n],"count":${this.count}}\n`)
    this.file.write(bytes)
    this.keep(bytes)
    return this.size > mostKept ? undefined : Buffer.concat(this.pieces)
  }

  /** The beginning of the list, of at least `most` bytes if it has so many. */
  beginning(most: number): Buffer {
    return Buffer.concat(this.pieces).subarray(0, most)
  }

  private keep(bytes: Buffer): void {
    if (this.size <= mostKept) this.pieces.push(bytes)
    this.size += bytes.length
    // One page is enough for what an output can hold.
    if (this.size > mostKept) this.pieces.length = 1
  }
}
