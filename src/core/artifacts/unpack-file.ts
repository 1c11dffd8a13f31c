import { closeSync, openSync, writeSync } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import zlib from 'node:zlib'
import type { Archive, DataRange } from './archive.ts'
import { ArchiveError, damaged, quotedPath } from './archive-error.ts'
import { crc32 } from './crc32.ts'
import type { ArchiveEntry } from './entry.ts'

/** Bytes, compressed and not, up to which a file is unpacked in memory: a stream takes longer to set up. */
const small = { compressed: 256 * 1024, content: 1024 * 1024 }

/** Larger than usual, so that fewer pieces pass between the threads that read, decompress and write. */
const pieceSize = 256 * 1024

/**
 * Unpacks one file of an archive, and checks its content.
 * @param path where it goes; nothing may be there
 * @param onBytes is told of bytes that were written
 * @throws ArchiveError
 */
export async function unpackFile(
  archive: Archive,
  entry: ArchiveEntry,
  path: string,
  { signal, onBytes }: { signal: AbortSignal; onBytes?: ((count: number) => void) | undefined },
): Promise<void> {
  const data = await archive.locate(entry)
  const target = create(path, entry)
  try {
    const content = new Content(entry)
    const write = (bytes: Buffer) => {
      content.add(bytes)
      for (let at = 0; at < bytes.length; ) at += writeSync(target, bytes, at)
      onBytes?.(bytes.length)
    }
    if (data.length <= small.compressed && entry.size <= small.content) write(await inflate(archive, data, entry))
    else await stream(archive, data, entry, write, signal)
    content.check()
  } catch (error) {
    signal.throwIfAborted()
    if (!isOfContent(error)) throw error
    throw damaged(`The content of ${quotedPath(entry.path)} is damaged: ${error.message}.`, error)
  } finally {
    closeSync(target)
  }
}

/**
 * The paths of an archive differ by now, but this file system may see that otherwise. A file is opened, written and
 * closed at once: of 70,000 small ones that takes a quarter of the time.
 */
function create(path: string, { path: name, executable }: ArchiveEntry): number {
  try {
    return openSync(path, 'wx', executable ? 0o777 : 0o666)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code !== 'EEXIST' && code !== 'EISDIR') throw error
    throw new ArchiveError('archive-duplicate', [`${quotedPath(name)} is there already.`], false, error)
  }
}

/** What was unpacked of a file, against what the archive declares. */
class Content {
  private size = 0
  private crc = 0

  constructor(private readonly declared: ArchiveEntry) {}

  add(bytes: Buffer): void {
    this.size += bytes.length
    this.crc = crc32(bytes, this.crc)
    if (this.size > this.declared.size) throw new ContentError(`it has more than ${this.declared.size} bytes`)
  }

  check(): void {
    const { size, header } = this.declared
    if (this.size < size) throw new ContentError(`it has ${this.size} of ${size} bytes`)
    if (this.crc !== header.crc32) throw new ContentError('its CRC is wrong')
  }
}

class ContentError extends Error {}

async function inflate(archive: Archive, data: DataRange, { deflated, size }: ArchiveEntry): Promise<Buffer> {
  const bytes = await archive.bytesAt(data)
  if (!deflated) return bytes
  const { buffer, engine } = inflateRawSync(bytes, { maxOutputLength: Math.max(size, 1), info: true })
  checkConsumed(engine, data)
  return buffer
}

/** With `info`, which its type does not know, it gives the engine too. */
const inflateRawSync = zlib.inflateRawSync as unknown as (
  bytes: Buffer,
  options: zlib.ZlibOptions,
) => { buffer: Buffer; engine: zlib.InflateRaw }

async function stream(
  archive: Archive,
  data: DataRange,
  { deflated }: ArchiveEntry,
  write: (bytes: Buffer) => void,
  signal: AbortSignal,
): Promise<void> {
  const source = archive.pieces(data, pieceSize)
  const writeAll = async (pieces: AsyncIterable<Buffer>) => {
    for await (const piece of pieces) write(piece)
  }
  if (!deflated) return pipeline(source, writeAll, { signal })
  const engine = zlib.createInflateRaw({ chunkSize: pieceSize })
  await pipeline(source, engine, writeAll, { signal })
  checkConsumed(engine, data)
}

/** What follows the compressed content would be left out in silence. */
function checkConsumed({ bytesWritten }: zlib.InflateRaw, { length }: DataRange): void {
  if (bytesWritten !== length) throw new ContentError(`${bytesWritten} of ${length} compressed bytes are content`)
}

/** The errors of zlib have codes of their own; those of the disk are passed on as they are. */
function isOfContent(error: unknown): error is Error {
  const { code = '' } = error as NodeJS.ErrnoException
  return error instanceof ContentError || code.startsWith('Z_') || code === 'ERR_BUFFER_TOO_LARGE'
}
