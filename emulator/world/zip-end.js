/**
 * What the record at the end says. Left out, it is the truth.
 * @typedef {object} ZipEnd
 * @property {number} [entries]
 * @property {number} [size] of the directory
 * @property {number} [offset] of the directory
 * @property {number} [disk]
 * @property {string} [comment]
 * @property {boolean} [zip64] writes the end records of zip64 too
 * @property {Buffer} [before] bytes before the first entry
 */

/**
 * The records after the directory of an archive.
 * @param {number} size
 * @param {number} offset
 * @param {number} entries
 * @param {ZipEnd} said
 */
export function endRecords(size, offset, entries, said) {
  const truth = { entries, size, offset, disk: 0, comment: '', zip64: false, ...said }
  const record = Buffer.alloc(22)
  record.writeUInt32LE(0x06054b50, 0)
  record.writeUInt16LE(truth.zip64 ? 0xffff : truth.disk, 4)
  record.writeUInt16LE(truth.zip64 ? 0xffff : truth.disk, 6)
  // Without zip64 a writer that does not care lets the count overflow.
  const count = truth.zip64 ? 0xffff : truth.entries & 0xffff
  record.writeUInt16LE(count, 8)
  record.writeUInt16LE(count, 10)
  record.writeUInt32LE(truth.zip64 ? 0xffffffff : truth.size, 12)
  record.writeUInt32LE(truth.zip64 ? 0xffffffff : truth.offset, 16)
  record.writeUInt16LE(Buffer.byteLength(truth.comment), 20)
  const more = truth.zip64 ? [zip64End(truth), zip64Locator(offset + size)] : []
  return [...more, record, Buffer.from(truth.comment)]
}

/** @param {{ entries: number, size: number, offset: number, disk: number }} said */
function zip64End({ entries, size, offset, disk }) {
  const record = Buffer.alloc(56)
  record.writeUInt32LE(0x06064b50, 0)
  record.writeBigUInt64LE(44n, 4)
  record.writeUInt16LE(45, 12)
  record.writeUInt16LE(45, 14)
  record.writeUInt32LE(disk, 16)
  record.writeUInt32LE(disk, 20)
  record.writeBigUInt64LE(BigInt(entries), 24)
  record.writeBigUInt64LE(BigInt(entries), 32)
  record.writeBigUInt64LE(BigInt(size), 40)
  record.writeBigUInt64LE(BigInt(offset), 48)
  return record
}

/** @param {number} offset */
function zip64Locator(offset) {
  const locator = Buffer.alloc(20)
  locator.writeUInt32LE(0x07064b50, 0)
  locator.writeBigUInt64LE(BigInt(offset), 8)
  locator.writeUInt32LE(1, 16)
  return locator
}
