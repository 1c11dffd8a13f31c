/**
 * Texts are handled here as bytes: one character, U+0000 to U+00FF, for each byte of UTF-8. Each byte then stands for
 * itself in any case, and percent-encoded bytes need no decoding of their own.
 */
export function asBytes(text: string): string {
  return isAscii.test(text) ? text : Buffer.from(text, 'utf8').toString('latin1')
}

const isAscii = /^[\0-\x7f]*$/

/**
 * How a character is written in JSON and scripts (`\u0041`, `\x41`, `\"`), in URLs (`%41`), in HTML (`&#65;`, `&#x41;`,
 * `&quot;`), and as the full-width twin that text.ts writes for some.
 */
const escapes =
  /[\\%]ud[89ab][\da-f]{2}[\\%]ud[c-f][\da-f]{2}|[\\%]u[\da-f]{4}|\\x[\da-f]{2}|\\["'\\/bfnrt]|%[\da-f]{2}|&#(?:\d{1,7}|x[\da-f]{1,6});|&(?:quot|apos|amp|lt|gt);|\xef(?:\xbc[\x81-\xbf]|\xbd[\x80-\x9e])/gi

const named: Readonly<Record<string, string>> = {
  b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', quot: '"', apos: "'", amp: '&', lt: '<', gt: '>',
} // biome-ignore format: a table

/** The bytes with one level of escapes taken away; the same string when there is none. */
export function unescaped(bytes: string): string {
  return bytes.replace(escapes, meaning)
}

/** For each byte of `unescaped(bytes)`, and for its end, where what it came from begins. */
export function originsOf(bytes: string): Uint32Array {
  const origins = new Uint32Array(bytes.length + 1)
  let size = 0
  let from = 0
  const copyTo = (end: number) => {
    while (from < end) origins[size++] = from++
  }
  for (const { 0: written, index } of bytes.matchAll(escapes)) {
    copyTo(index)
    const end = size + meaning(written).length
    origins.fill(index, size, end)
    size = end
    from = index + written.length
  }
  copyTo(bytes.length)
  origins[size] = bytes.length
  return origins.subarray(0, size + 1)
}

function meaning(written: string): string {
  const kind = written.slice(0, 2).toLowerCase()
  if (kind === '\\u' || kind === '%u') return fromUnits(written.split(/[\\%]u/i).slice(1))
  if (kind === '\\x') return String.fromCharCode(Number.parseInt(written.slice(2), 16))
  if (kind === '&#') return fromCode(written.slice(2, -1).replace(/^x/i, '0x'))
  if (kind.startsWith('%')) return String.fromCharCode(Number.parseInt(written.slice(1), 16))
  if (kind.startsWith('&')) return named[written.slice(1, -1).toLowerCase()] ?? ''
  if (kind.startsWith('\\')) return named[written.slice(1).toLowerCase()] ?? written.slice(1)
  return fromTwin(written)
}

function fromUnits(units: readonly string[]): string {
  return asBytes(String.fromCharCode(...units.map(unit => Number.parseInt(unit, 16))))
}

function fromCode(number: string): string {
  return asBytes(String.fromCodePoint(Math.min(Number(number), 0x10ffff)))
}

/** U+FF01 to U+FF5E stand for U+0021 to U+007E: https://www.unicode.org/charts/PDF/UFF00.pdf */
function fromTwin(bytes: string): string {
  return String.fromCharCode((bytes.charCodeAt(1) - 0xbc) * 0x40 + (bytes.charCodeAt(2) & 0x3f) + 0x20)
}
