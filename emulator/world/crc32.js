/** https://www.rfc-editor.org/rfc/rfc1952#section-8, one byte at a time: `zlib.crc32` came only with Node 20.15. */
const table = Int32Array.from({ length: 256 }, (_, byte) => {
  let value = byte
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1
  return value
})

/**
 * @param {Uint8Array} bytes
 * @param {number} [before] the checksum of what came before
 */
export function crc32(bytes, before = 0) {
  let value = ~before
  for (const byte of bytes) value = (value >>> 8) ^ /** @type {number} */ (table[(value ^ byte) & 0xff])
  return ~value >>> 0
}
