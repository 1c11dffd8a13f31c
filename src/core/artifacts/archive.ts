import { type FileHandle, open } from 'node:fs/promises'
import { type Entry, fromRandomAccessReader, type LocalFileHeader, type ZipFile } from 'yauzl'
import { ArchiveError, damaged, quotedPath } from './archive-error.ts'
import { type ArchiveEntry, readEntry } from './entry.ts'
import { WindowReader } from './window-reader.ts'

/** Its type calls the cursor a boolean; it is the position of the next entry in the directory. */
type Zip = Omit<ZipFile, 'readEntryCursor'> & { readonly readEntryCursor: number }

/** Where the data of an entry lies in the file. */
export interface DataRange {
  readonly start: number
  readonly length: number
}

/** What follows the last entry of a directory: its end record, or that of zip64. */
const afterDirectory = [0x06054b50, 0x06064b50]

/** https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, 4.4.4: sizes and checksum follow the data */
const descriptorFlag = 1 << 3

/** A zip file, read through its central directory. The whole of it never is in memory, nor a list of its entries. */
export class Archive {
  /** Of the last reading. */
  private zip: Zip | undefined

  private constructor(
    private readonly handle: FileHandle,
    private readonly reader: WindowReader,
  ) {}

  static async open(file: string): Promise<Archive> {
    const handle = await open(file, 'r')
    const { size } = await handle.stat()
    return new Archive(handle, new WindowReader(handle, size))
  }

  /** Bytes of the file. */
  get size(): number {
    return this.reader.size
  }

  close(): Promise<void> {
    return this.handle.close()
  }

  /**
   * Every entry in the order of the directory, which ends where it says.
   * @param onCount is told how many entries there are, before the first
   * @throws ArchiveError
   */
  async *entries(onCount?: (count: number) => void): AsyncGenerator<ArchiveEntry> {
    const zip = await this.openDirectory()
    this.zip = zip
    onCount?.(zip.entryCount)
    const headers = zip.eachEntry()
    for (;;) {
      const { done, value } = await headers.next().catch(refuse)
      if (done) break
      yield readEntry(value)
    }
    await this.checkEnd(zip.readEntryCursor)
  }

  private openDirectory(): Promise<Zip> {
    const options = { lazyEntries: true, autoClose: false, decodeStrings: false }
    return new Promise<Zip>((resolve, reject) => {
      fromRandomAccessReader(this.reader, this.size, options, (error, zip) =>
        error ? reject(error) : resolve(zip as unknown as Zip),
      )
    }).catch(refuse)
  }

  /** An archive of 70,000 entries whose writer knows no zip64 says 4,464, and the others would be missing in silence. */
  private async checkEnd(position: number): Promise<void> {
    const bytes = await this.reader.bytesAt(position, 4).catch(refuse)
    if (!afterDirectory.includes(bytes.readUInt32LE(0)))
      throw damaged('The central directory does not end where its end record says.')
  }

  /**
   * Finds the data of an entry.
   * @throws ArchiveError when the header in front of it says otherwise than the directory
   */
  async locate({ header, path }: ArchiveEntry): Promise<DataRange> {
    const local = await this.localHeader(header)
    const later = (local.generalPurposeBitFlag & descriptorFlag) !== 0
    const differs =
      !local.fileName.equals(header.fileNameRaw) ||
      local.compressionMethod !== header.compressionMethod ||
      (!later && local.crc32 !== header.crc32) ||
      (!later && !agrees(local.compressedSize, header.compressedSize)) ||
      (!later && !agrees(local.uncompressedSize, header.uncompressedSize))
    if (differs) throw damaged(`The directory and the file itself say different things about ${quotedPath(path)}.`)
    return { start: local.fileDataStart, length: header.compressedSize }
  }

  private localHeader(entry: Entry): Promise<LocalFileHeader> {
    return new Promise<LocalFileHeader>((resolve, reject) => {
      this.zip?.readLocalFileHeader(entry, (error, found) => (error ? reject(error) : resolve(found)))
    }).catch(refuse)
  }

  bytesAt({ start, length }: DataRange): Promise<Buffer> {
    return this.reader.bytesAt(start, length)
  }

  /** The bytes, in pieces of at most so many. */
  async *pieces({ start, length }: DataRange, size: number): AsyncGenerator<Buffer> {
    const end = start + length
    for (let at = start; at < end; at += size) yield await this.reader.load(at, Math.min(size, end - at))
  }
}

/** Sizes that only zip64 has room for are in an extra field, and the directory's are checked while unpacking. */
function agrees(local: number, central: number): boolean {
  return local === 0xffffffff || local === central
}

/** What the archive's reader says, as an error of the step. */
function refuse(error: NodeJS.ErrnoException): never {
  // The disk's own errors say nothing about the archive.
  if (error.syscall !== undefined) throw error
  if (/multi-disk|encryption/.test(error.message))
    throw new ArchiveError('archive-unsupported', [`${error.message}.`], false, error)
  throw damaged(`${error.message.replace(/\.$/, '')}.`, error)
}
