import { deflateRawSync } from 'node:zlib'
import { crc32 } from './crc32.js'
import { endRecords } from './zip-end.js'

/** @import { ZipEnd } from './zip-end.js' */

/**
 * What a header says of an entry. Left out, it is the truth.
 * @typedef {object} Header
 * @property {string | Buffer} [name]
 * @property {number} [flags] bit 11 (the name is UTF-8) when left out
 * @property {number} [method] 0 is stored, 8 deflated
 * @property {number} [crc]
 * @property {number} [compressedSize]
 * @property {number} [size]
 * @property {number} [offset] where the local header lies; only in the directory
 * @property {number} [system] who made it: 3 is Unix, 0 DOS
 * @property {number} [attributes] the lower half of the external attributes
 * @property {Buffer} [extra]
 */

/**
 * @typedef {object} ZipEntry
 * @property {string | Buffer} name a folder's ends with a slash
 * @property {string | Buffer} [content]
 * @property {number} [mode] Unix mode with the type: 0o100644 and 0o040755 when left out
 * @property {boolean} [deflate]
 * @property {boolean} [zip64] puts sizes and offset where only zip64 has room
 * @property {boolean} [descriptor] tells CRC and sizes behind the data, as a generated archive does
 * @property {Header} [central] lies of the directory
 * @property {Header} [local] lies of the local header
 * @property {Buffer} [data] the bytes instead of the compressed content
 */

/**
 * A zip archive that may lie anywhere, made without a package: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 *
 *     const zip = createZip([{ name: 'drop/a.txt', content: 'hello' }])
 *
 * @param {readonly ZipEntry[]} entries
 * @param {ZipEnd} [end]
 */
export function createZip(entries, end = {}) {
  const parts = [end.before ?? Buffer.alloc(0)]
  let offset = parts[0]?.length ?? 0
  const directory = entries.map(entry => {
    const truth = describe(entry, offset)
    const local = localPart(entry, truth)
    parts.push(...local)
    offset += local.reduce((sum, part) => sum + part.length, 0)
    return centralHeader(entry, { ...truth, ...entry.central })
  })
  return Buffer.concat([
    ...parts,
    ...directory,
    ...endRecords(Buffer.concat(directory).length, offset, entries.length, end),
  ])
}

/**
 * @param {ZipEntry} entry
 * @param {number} offset
 */
function describe({ name, content = '', deflate = false, data }, offset) {
  const plain = Buffer.from(content)
  const packed = data ?? (deflate ? deflateRawSync(plain) : plain)
  const sizes = { crc: crc32(plain), compressedSize: packed.length, size: plain.length }
  const shape = { system: 3, attributes: 0, extra: Buffer.alloc(0) }
  return { name, flags: 1 << 11, method: deflate ? 8 : 0, ...sizes, offset, ...shape, packed }
}

/**
 * @param {ZipEntry} entry
 * @param {ReturnType<typeof describe>} truth
 */
function localPart({ local = {}, descriptor = false, zip64 = false }, truth) {
  const said = { ...truth, ...(descriptor && { flags: truth.flags | 8, crc: 0, compressedSize: 0, size: 0 }), ...local }
  const name = Buffer.from(said.name)
  const extra = zip64 ? zip64Field([said.size, said.compressedSize]) : said.extra
  const header = Buffer.alloc(30)
  header.writeUInt32LE(0x04034b50, 0)
  header.writeUInt16LE(zip64 ? 45 : 20, 4)
  writeShared(header.subarray(6), said, zip64)
  header.writeUInt16LE(name.length, 26)
  header.writeUInt16LE(extra.length, 28)
  const after = Buffer.alloc(descriptor ? 16 : 0)
  if (descriptor) {
    after.writeUInt32LE(0x08074b50, 0)
    writeSizes(after.subarray(4), truth, false)
  }
  return [header, name, extra, truth.packed, after]
}

/**
 * @param {ZipEntry} entry
 * @param {Required<Header>} said
 */
function centralHeader({ mode, zip64 = false, descriptor = false, central }, said) {
  const name = Buffer.from(said.name)
  const folder = name.at(-1) === 0x2f
  const extra = zip64 ? zip64Field([said.size, said.compressedSize, said.offset]) : said.extra
  const header = Buffer.alloc(46)
  header.writeUInt32LE(0x02014b50, 0)
  header.writeUInt16LE((said.system << 8) | (zip64 ? 45 : 20), 4)
  header.writeUInt16LE(zip64 ? 45 : 20, 6)
  const flags = said.flags | (descriptor && central?.flags === undefined ? 8 : 0)
  writeShared(header.subarray(8), { ...said, flags }, zip64)
  header.writeUInt16LE(name.length, 28)
  header.writeUInt16LE(extra.length, 30)
  const attributes =
    said.attributes | ((said.system === 3 ? (mode ?? (folder ? 0o040755 : 0o100644)) : (mode ?? 0)) << 16)
  header.writeUInt32LE(attributes >>> 0, 38)
  header.writeUInt32LE(zip64 ? 0xffffffff : said.offset, 42)
  return Buffer.concat([header, name, extra])
}

/**
 * Flags, method, a time, checksum and sizes stand in the same order in both headers.
 * @param {Buffer} header
 * @param {{ flags: number, method: number, crc: number, compressedSize: number, size: number }} said
 * @param {boolean} zip64
 */
function writeShared(header, said, zip64) {
  header.writeUInt16LE(said.flags, 0)
  header.writeUInt16LE(said.method, 2)
  header.writeUInt32LE(0x5c2f_48a0, 4)
  writeSizes(header.subarray(8), said, zip64)
}

/**
 * @param {Buffer} target
 * @param {{ crc: number, compressedSize: number, size: number }} said
 * @param {boolean} zip64
 */
function writeSizes(target, { crc, compressedSize, size }, zip64) {
  target.writeUInt32LE(crc, 0)
  target.writeUInt32LE(zip64 ? 0xffffffff : compressedSize, 4)
  target.writeUInt32LE(zip64 ? 0xffffffff : size, 8)
}

/** @param {readonly number[]} values */
function zip64Field(values) {
  const field = Buffer.alloc(4 + 8 * values.length)
  field.writeUInt16LE(0x0001, 0)
  field.writeUInt16LE(8 * values.length, 2)
  for (const [index, value] of values.entries()) field.writeBigUInt64LE(BigInt(value), 4 + 8 * index)
  return field
}
