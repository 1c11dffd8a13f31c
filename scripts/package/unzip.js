import { inflateRawSync } from 'node:zlib'

/**
 * The files of a ZIP archive, by path. Enough for what tfx writes: no ZIP64, no encryption.
 * https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 *
 * @param {Buffer} archive
 * @returns {Map<string, Buffer>}
 */
export function unzip(archive) {
  const end = archive.lastIndexOf('PK\x05\x06', undefined, 'latin1')
  if (end < 0) throw new Error('This is no ZIP archive.')
  /** @type {Map<string, Buffer>} */
  const files = new Map()
  let at = archive.readUInt32LE(end + 16)
  for (let left = archive.readUInt16LE(end + 10); left > 0; left--) {
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map(offset => archive.readUInt16LE(at + offset))
    const head = at + 46
    const name = archive.toString('utf8', head, head + Number(nameLength))
    if (!name.endsWith('/')) files.set(name, contentOf(archive, at))
    at = head + Number(nameLength) + Number(extraLength) + Number(commentLength)
  }
  return files
}

/**
 * @param {Buffer} archive
 * @param {number} entry where its record in the central directory begins
 */
function contentOf(archive, entry) {
  const method = archive.readUInt16LE(entry + 10)
  const size = archive.readUInt32LE(entry + 20)
  const local = archive.readUInt32LE(entry + 42)
  const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28)
  const bytes = archive.subarray(start, start + size)
  return method === 0 ? bytes : inflateRawSync(bytes)
}
