import { randomBytes } from 'node:crypto'
import { createZip, type ZipEntry } from '../../../emulator/world/zip.js'
import type { ZipEnd } from '../../../emulator/world/zip-end.js'
import type { CauseName } from '../../../src/core/errors/causes.ts'

/** What is wrong with the archive, the archive, and the error that it must end in. */
export type UntrustedArchive = readonly [title: string, zip: Buffer, reason: CauseName]

const good: ZipEntry = { name: 'good.txt', content: 'good' }
const text = 'The quick brown fox jumps over the lazy dog. '.repeat(100)
const deflated: ZipEntry = { name: 'fox.txt', content: text, deflate: true }

/** A good entry first, so that something would be written if it were not for the bad one. */
const besides = (entry: ZipEntry, end?: ZipEnd) => createZip([good, entry], end)
const named = (name: string | Buffer) => besides({ name, content: 'bad' })
const unicode = (name: string) => ({ name, content: 'x' })
const damage = (zip: Buffer, at: number, value: number) => {
  const copy = Buffer.from(zip)
  copy[at] = value
  return copy
}

const pathRows = [
  ['a path to the folder above', '../bad.txt'],
  ['a path to the folder above, later', 'a/../../bad.txt'],
  ['a path that returns', 'a/../bad.txt'],
  ['only the folder above', '..'],
  ['the folder above as a folder', '../'],
  ['an absolute path', '/tmp/bad.txt'],
  ['two slashes first', '//server/share/bad.txt'],
  ['a drive', 'C:/bad.txt'],
  ['a path on a drive', 'c:bad.txt'],
  ['backslashes', '..\\bad.txt'],
  ['a backslash in a name', 'a\\b.txt'],
  ['a UNC path', '\\\\server\\share\\bad.txt'],
  ['an empty name', ''],
  ['only a slash', '/'],
  ['the folder itself', '.'],
  ['the folder itself, first', './bad.txt'],
  ['an empty part', 'a//bad.txt'],
  ['the folder itself within', 'a/./bad.txt'],
  ['a long way up', `${'../'.repeat(50)}etc/passwd`],
] as const

const nameRows = [
  ['a NUL', 'bad\0.txt'],
  ['a line end', 'bad\n.txt'],
  ['an escape', 'bad\x1b[31m.txt'],
  ['a colon, as for another stream', 'file.txt:stream'],
  ['a star', 'b*d.txt'],
  ['a question mark', 'b?d.txt'],
  ['a pipe', 'b|d.txt'],
  ['angle brackets', '<bad>.txt'],
  ['a quote', '"bad".txt'],
  ['a dot last', 'bad.'],
  ['a space last', 'bad '],
  ['a folder that ends with a dot', 'bad./a.txt'],
  ['three dots', '.../a.txt'],
  ['a device', 'CON'],
  ['a device in small letters', 'aux/a.txt'],
  ['a device with an extension', 'nul.txt'],
  ['a device with two extensions', 'Com1.tar.gz'],
  ['a device with a raised digit', 'LPT¹'],
  ['a console', 'CONIN$'],
  ['a device, then spaces', 'prn  .txt'],
  ['256 characters', `${'a'.repeat(256)}`],
  ['5,000 characters', Array.from({ length: 50 }, () => 'b'.repeat(99)).join('/')],
  ['300 folders', `${'d/'.repeat(300)}a.txt`],
] as const

const linkRows = [
  ['a symbolic link', { mode: 0o120777, content: '/etc/passwd' }],
  ['a symbolic link to the folder above', { mode: 0o120777, content: '..' }],
  ['a link that DOS is said to have made', { mode: 0o120777, content: '..', central: { system: 0 } }],
  ['a junction of Windows', { content: '..', central: { system: 10, attributes: 0x400 } }],
  ['a named pipe', { mode: 0o010644 }],
  ['a character device', { mode: 0o020666 }],
  ['a block device', { mode: 0o060666 }],
  ['a socket', { mode: 0o140755 }],
  ['a folder without a slash', { mode: 0o040755 }],
  ['a type that nothing has', { mode: 0o110644 }],
] as const

const duplicateRows: readonly (readonly [string, readonly ZipEntry[]])[] = [
  ['the same name twice', [unicode('a.txt'), unicode('a.txt')]],
  ['names that differ in case', [unicode('Readme'), unicode('README')]],
  ['folders that differ in case', [unicode('Lib/a'), unicode('lib/b')]],
  ['names that differ in normalization', [unicode('caf\u00e9'), unicode('cafe\u0301')]],
  ['names that differ in case beyond ASCII', [unicode('ÄRGER'), unicode('ärger')]],
  ['a Kelvin sign', [unicode('\u212a'), unicode('k')]],
  ['a sharp s', [unicode('straße'), unicode('STRASSE')]],
  ['a file where a folder is', [unicode('a/b'), unicode('a')]],
  ['a folder where a file is', [unicode('a'), unicode('a/b')]],
  ['a folder entry where a file is', [unicode('a'), { name: 'a/' }]],
  [
    'bytes that are no UTF-8, twice',
    [unicode('x'), { name: Buffer.from([0x61, 0xff]) }, { name: Buffer.from([0x61, 0xfe]) }],
  ],
  [
    'a second name in an extra field',
    [unicode('a.txt'), { name: 'b.txt', content: 'x', central: { extra: unicodePath('b.txt', 'a.txt') } }],
  ],
]

const whole = createZip([good, deflated])
const directory = whole.readUInt32LE(whole.length - 6)
const many = createZip(Array.from({ length: 70_000 }, (_, index) => ({ name: `${index}` })))

const damageRows: readonly (readonly [string, Buffer])[] = [
  ['no byte', Buffer.alloc(0)],
  ['one byte', Buffer.from('P')],
  ['a sign-in page', Buffer.from('<!DOCTYPE html><html><head><title>Sign In</title></head></html>')],
  ['JSON', Buffer.from('{"count":0,"value":[]}')],
  ['random bytes', randomBytes(4096)],
  ['only the signature of a file', Buffer.from('PK\x03\x04')],
  ['a RAR archive', Buffer.from('526172211a070100', 'hex')],
  ['cut at half', whole.subarray(0, whole.length >> 1)],
  ['cut within the directory', whole.subarray(0, directory + 20)],
  ['cut before the end record', whole.subarray(0, -22)],
  ['cut one byte before the end', whole.subarray(0, -1)],
  ['bytes after the end', Buffer.concat([whole, Buffer.from('more')])],
  ['a page in front, so that no position is right', Buffer.concat([Buffer.from('<html>'), whole])],
  ['the second half twice', Buffer.concat([whole.subarray(whole.length >> 1), whole.subarray(whole.length >> 1)])],
  ['a hole of zeros', Buffer.concat([whole.subarray(0, 60), Buffer.alloc(100), whole.subarray(160)])],
  ['a wrong CRC', besides({ ...good, name: 'a', central: { crc: 1 }, local: { crc: 1 } })],
  ['a wrong CRC of deflated content', besides({ ...deflated, central: { crc: 1 }, local: { crc: 1 } })],
  ['a byte changed in stored content', damage(whole, 30 + 8, 0x47)],
  ['a byte changed in deflated content', damage(whole, 30 + 8 + 4 + 30 + 7 + 20, 0xff)],
  ['less content than declared', besides({ ...deflated, central: { size: 5000 }, local: { size: 5000 } })],
  ['more content than declared', besides({ ...deflated, central: { size: 100 }, local: { size: 100 } })],
  ['no content, which is declared', besides({ ...deflated, content: 'x'.repeat(1000), data: Buffer.from([3, 0]) })],
  ['content that was declared empty', besides({ ...deflated, central: { size: 0 }, local: { size: 0 } })],
  ['deflated data cut short', besides({ ...deflated, content: 'x'.repeat(1000), data: Buffer.from([0xed, 0xc0]) })],
  ['deflated data that is none', besides({ ...deflated, data: randomBytes(200).fill(0xff, 0, 1) })],
  [
    'other data after the deflated',
    besides({
      ...good,
      name: 'a',
      data: Buffer.from('4b4f4f01000102030405', 'hex'),
      central: { method: 8 },
      local: { method: 8 },
    }),
  ],
  ['stored content of another size', besides({ ...good, name: 'a', central: { size: 2 }, local: { size: 2 } })],
  ['another name in front of the content', besides({ ...good, name: 'a', local: { name: 'b' } })],
  ['another method in front of the content', besides({ ...good, name: 'a', local: { method: 8 } })],
  ['another CRC in front of the content', besides({ ...good, name: 'a', local: { crc: 1 } })],
  ['another size in front of the content', besides({ ...good, name: 'a', local: { size: 3 } })],
  ['another compressed size in front of the content', besides({ ...good, name: 'a', local: { compressedSize: 3 } })],
  ['a position beyond the end', besides({ ...good, name: 'a', central: { offset: 1_000_000 } })],
  ['a position where nothing begins', besides({ ...good, name: 'a', central: { offset: 7 } })],
  ['a position that no file has', besides({ ...good, name: 'a', zip64: true, central: { offset: 2 ** 60 } })],
  ['two entries with the same bytes', createZip([good, { ...good, name: 'twin.txt', central: { offset: 0 } }])],
  [
    'entries that overlap',
    createZip([
      { name: 'a', content: createZip([unicode('b')]) },
      { ...unicode('b'), central: { offset: 31 } },
    ]),
  ],
  ['a folder with content', besides({ name: 'a/', content: 'x' })],
  ['fewer entries declared than there are', createZip([good, deflated], { entries: 1 })],
  ['no entry declared, and one there', createZip([good], { entries: 0 })],
  ['more entries declared than there are', createZip([good, deflated], { entries: 3 })],
  ['far more entries declared than fit', createZip([good], { entries: 60_000 })],
  ['70,000 entries without zip64', many],
  ['the directory elsewhere', createZip([good, deflated], { offset: 3 })],
  ['the directory beyond the end', createZip([good, deflated], { offset: 0x7fffffff })],
  ['the directory of zip64 beyond any file', createZip([good], { zip64: true, offset: 2 ** 62 })],
  [
    'zip64 without its record',
    damage(createZip([good], { zip64: true }), createZip([good], { zip64: true }).length - 22 - 20 - 56, 0),
  ],
  ['a comment longer than the file', damage(whole, whole.length - 2, 50)],
  [
    'an extra field longer than it is',
    besides({ ...good, name: 'a', central: { extra: Buffer.from([1, 0, 99, 0, 1]) } }),
  ],
]

const unsupportedRows: readonly (readonly [string, Buffer])[] = [
  [
    'an encrypted file',
    besides({ ...good, name: 'a', central: { flags: 0x801, compressedSize: 16 }, local: { flags: 0x801 } }),
  ],
  ['strong encryption', besides({ ...good, name: 'a', central: { flags: 0x841, compressedSize: 16 } })],
  ['bzip2', besides({ ...good, name: 'a', central: { method: 12 }, local: { method: 12 } })],
  ['LZMA', besides({ ...good, name: 'a', central: { method: 14 }, local: { method: 14 } })],
  ['a method that nothing has', besides({ ...good, name: 'a', central: { method: 999 }, local: { method: 999 } })],
  ['an archive of several parts', createZip([good], { disk: 1 })],
  ['an archive of several parts in zip64', createZip([good], { zip64: true, disk: 3 })],
]

const sizeRows: readonly (readonly [string, Buffer])[] = [
  [
    'zip64 sizes that are missing',
    besides({ ...good, name: 'a', central: { size: 0xffffffff, compressedSize: 0xffffffff } }),
  ],
  ['one file over the limit', besides({ name: 'a', content: Buffer.alloc(1024 ** 2), deflate: true })],
  [
    'many files over the limit together',
    createZip(Array.from({ length: 20 }, (_, at) => ({ name: `${at}`, content: Buffer.alloc(60_000), deflate: true }))),
  ],
  ['a size of 4 GiB', besides({ ...deflated, central: { size: 0xfffffffe }, local: { size: 0xfffffffe } })],
  ['a size of an exabyte', besides({ ...deflated, zip64: true, central: { size: 2 ** 60 }, local: { size: 2 ** 60 } })],
  [
    'more than any compression gives',
    besides({ ...deflated, central: { size: 1_000_000 }, local: { size: 1_000_000 } }),
  ],
  ['2,000,000 entries declared', createZip([good], { zip64: true, entries: 2_000_000 })],
  ['as many entries as there are numbers', createZip([good], { zip64: true, entries: 2 ** 62 })],
]

export const untrustedArchives: readonly UntrustedArchive[] = [
  ...pathRows.map(([title, name]) => [title, named(name), 'archive-path-refused'] as const),
  ...nameRows.map(([title, name]) => [title, named(name), 'archive-name-refused'] as const),
  ...linkRows.map(([title, entry]) => [title, besides({ name: 'link', ...entry }), 'archive-link-refused'] as const),
  ...duplicateRows.map(([title, entries]) => [title, createZip(entries), 'archive-duplicate'] as const),
  ...damageRows.map(([title, zip]) => [title, zip, 'archive-damaged'] as const),
  ...unsupportedRows.map(([title, zip]) => [title, zip, 'archive-unsupported'] as const),
  ...sizeRows.map(([title, zip]) => [title, zip, 'archive-too-large'] as const),
]

/** Info-ZIP's field for a name in UTF-8, which readers prefer to the name itself. */
function unicodePath(name: string, other: string): Buffer {
  const content = Buffer.concat([Buffer.from([1]), Buffer.alloc(4), Buffer.from(other)])
  content.writeUInt32LE(crcOf(name), 1)
  const head = Buffer.alloc(4)
  head.writeUInt16LE(0x7075, 0)
  head.writeUInt16LE(content.length, 2)
  return Buffer.concat([head, content])
}

/** As the archive itself tells it of a file with that content. */
function crcOf(content: string): number {
  return createZip([{ name: 'a', content }]).readUInt32LE(14)
}
