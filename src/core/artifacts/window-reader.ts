import type { FileHandle } from 'node:fs/promises'
import { RandomAccessReader } from 'yauzl'

const windowSize = 256 * 1024

interface Window {
  readonly start: number
  readonly bytes: Buffer
}

/**
 * Reads a file in pieces that are larger than what is asked for, because the reader of the archive asks for some ten
 * bytes at a time. Two pieces are kept: one moves through the directory, one through the entries.
 */
export class WindowReader extends RandomAccessReader {
  /** The one that was used last comes last. */
  private windows: Window[] = []

  constructor(
    private readonly handle: FileHandle,
    readonly size: number,
  ) {
    super()
  }

  override read(target: Buffer, offset: number, length: number, position: number, done: (error: Error | null) => void) {
    this.bytesAt(position, length)
      .then(bytes => void bytes.copy(target, offset))
      .then(() => done(null), done)
      // Not to be lost: what the archive's reader throws in its callback belongs to whoever waits for an entry.
      .catch(error => this.emit('error', error))
  }

  /** @throws Error where the file has fewer bytes */
  async bytesAt(position: number, length: number): Promise<Buffer> {
    // Positions come from the archive and may be any number, also one that Node.js does not take.
    if (!(position >= 0 && position + length <= this.size)) throw new Error('unexpected end of the file')
    if (length > windowSize) return this.load(position, length)
    const known = this.windows.find(
      ({ start, bytes }) => start <= position && position + length <= start + bytes.length,
    )
    const window = known ?? { start: position, bytes: await this.load(position, windowSize) }
    this.windows = [...this.windows.filter(other => other !== window).slice(-1), window]
    return window.bytes.subarray(position - window.start, position - window.start + length)
  }

  /** Reads from the file itself. */
  async load(position: number, length: number): Promise<Buffer> {
    const bytes = Buffer.allocUnsafe(Math.min(length, this.size - position))
    let filled = 0
    while (filled < bytes.length) {
      const { bytesRead } = await this.handle.read(bytes, filled, bytes.length - filled, position + filled)
      if (bytesRead === 0) throw new Error('unexpected end of the file')
      filled += bytesRead
    }
    return bytes
  }
}
