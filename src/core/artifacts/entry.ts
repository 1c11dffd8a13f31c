import { type Entry, getFileNameLowLevel } from 'yauzl'
import { ArchiveError, damaged, quotedPath } from './archive-error.ts'
import { segmentsOf } from './paths.ts'

/** A file or folder of an archive, whose path every system can have. */
export interface ArchiveEntry {
  /** As it is written in the archive; a folder's ends with a slash. */
  readonly path: string
  readonly segments: readonly string[]
  readonly folder: boolean
  readonly executable: boolean
  readonly deflated: boolean
  /** Bytes when unpacked, as the archive declares it. */
  readonly size: number
  /** What the archive's reader needs to find the data. */
  readonly header: Entry
}

const types = { mask: 0o170000, folder: 0o040000, file: 0o100000 } as const
const executable = 0o111

/** Windows marks links and junctions with it: https://learn.microsoft.com/windows/win32/fileio/file-attribute-constants */
const reparsePoint = 0x400

/** Which system wrote the attributes: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, 4.4.2 */
const systems = { dos: 0, unix: 3, ntfs: 10, darwin: 19 } as const

/**
 * Deflate gives at most 1032 bytes for one: https://zlib.net/zlib_tech.html. What declares more was not made by a
 * compressor.
 */
export const largestRatio = 1032

/** @throws ArchiveError for what is neither a plain file nor a folder, or cannot be unpacked */
export function readEntry(header: Entry): ArchiveEntry {
  const path = getFileNameLowLevel(header.generalPurposeBitFlag, header.fileNameRaw, header.extraFields, true)
  const segments = segmentsOf(path)
  const folder = path.endsWith('/')
  refuseSpecial(path, header, folder)
  if (header.isEncrypted()) throw new ArchiveError('archive-unsupported', [`${quotedPath(path)} is encrypted.`])
  if (!header.canDecodeFileData()) {
    const method = `${quotedPath(path)} is compressed with method ${header.compressionMethod}.`
    throw new ArchiveError('archive-unsupported', [method])
  }
  const { uncompressedSize: size, compressedSize } = header
  if (folder && size > 0) throw damaged(`The folder ${quotedPath(path)} has content.`)
  if (size > largestRatio * Math.max(compressedSize, 1)) {
    const ratio = `${quotedPath(path)} declares ${size} bytes from ${compressedSize}, more than any compression gives.`
    throw new ArchiveError('archive-too-large', [ratio])
  }
  return { path, segments, folder, size, header, deflated: header.isCompressed(), executable: isExecutable(header) }
}

function refuseSpecial(path: string, header: Entry, folder: boolean): void {
  const { system, mode } = attributesOf(header)
  const type = mode & types.mask
  const plain = type === 0 || type === (folder ? types.folder : types.file)
  const windows = system === systems.dos || system === systems.ntfs
  if (plain && !(windows && (header.externalFileAttributes & reparsePoint) !== 0)) return
  throw new ArchiveError('archive-link-refused', [`${quotedPath(path)} is ${typeNames.get(type) ?? 'a special file'}.`])
}

const typeNames: ReadonlyMap<number, string> = new Map([
  [0, 'a link'],
  [0o120000, 'a symbolic link'],
  [0o010000, 'a named pipe'],
  [0o020000, 'a device'],
  [0o060000, 'a device'],
  [0o140000, 'a socket'],
  [types.folder, 'a folder that is called a file'],
  [types.file, 'a file that is called a folder'],
])

function isExecutable(header: Entry): boolean {
  const { system, mode } = attributesOf(header)
  return (system === systems.unix || system === systems.darwin) && (mode & executable) !== 0
}

function attributesOf({ versionMadeBy, externalFileAttributes }: Entry): { system: number; mode: number } {
  return { system: versionMadeBy >>> 8, mode: externalFileAttributes >>> 16 }
}
