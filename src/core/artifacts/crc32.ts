import zlib from 'node:zlib'

const polynomial = 0xedb88320

/** Node.js has it since 20.15; older agents bring older ones. https://nodejs.org/api/zlib.html#zlibcrc32data-value */
export const crc32: (bytes: Buffer, before?: number) => number =
  typeof zlib.crc32 === 'function' ? zlib.crc32 : plainCrc32

let table: Int32Array | undefined

/** The same, written out: https://www.rfc-editor.org/rfc/rfc1952#section-8 */
export function plainCrc32(bytes: Buffer, before = 0): number {
  table ??= Int32Array.from({ length: 256 }, (_, byte) => {
    let value = byte
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ polynomial : value >>> 1
    return value
  })
  let value = ~before
  for (let at = 0; at < bytes.length; at++) value = (value >>> 8) ^ (table[(value ^ (bytes[at] ?? 0)) & 0xff] ?? 0)
  return ~value >>> 0
}
