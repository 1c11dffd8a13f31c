import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { createZip, type ZipEntry } from '../../../emulator/world/zip.js'
import { ArchiveError } from '../../../src/core/artifacts/archive-error.ts'
import { Budget } from '../../../src/core/artifacts/budget.ts'
import { unpack } from '../../../src/core/artifacts/unpack.ts'
import { runs, thorough } from '../../support/thorough.ts'
import { temporaryFolder, treeOf, unpackInto } from './folders.ts'

const never = new AbortController().signal
const upTo = (count: number) => new Budget(count).share()
const windows = process.platform === 'win32'

describe('unpack', () => {
  const folder = temporaryFolder()
  const unpackAll = (entries: readonly ZipEntry[], expected = {}) =>
    unpackInto(createZip(entries), join(folder.path, 'out'), join(folder.path, 'a.zip'), expected)
  const tree = () => treeOf(join(folder.path, 'out'))

  test('unpacks a zip file into a new folder', async () => {
    const zip = join(folder.path, 'drop.zip')
    writeFileSync(zip, createZip([{ name: 'drop/bin/tool.js', content: 'run()', deflate: true }]))
    const { files, bytes } = await unpack(
      zip,
      join(folder.path, 'out'),
      { budget: upTo(10 * 2 ** 30), root: 'drop' },
      never,
    )
    expect({ files, bytes }).toEqual({ files: 1, bytes: 5 })
    expect(tree()).toEqual({ bin: 'dir', 'bin/tool.js': 'run()' })
  })

  test('takes files stored and deflated, with sizes in front or behind, large and empty', async () => {
    const large = Buffer.from(Array.from({ length: thorough ? 400_000 : 60_000 }, (_, at) => `${at}\n`).join(''))
    const entries: ZipEntry[] = [
      { name: 'stored', content: 'stored' },
      { name: 'deflated', content: 'deflated', deflate: true },
      { name: 'behind', content: 'sizes follow', deflate: true, descriptor: true },
      { name: 'stored behind', content: 'sizes follow', descriptor: true },
      { name: 'empty' },
      { name: 'empty deflated', deflate: true },
      { name: 'large', content: large, deflate: true },
      { name: 'large stored', content: large },
      { name: 'large behind', content: large, deflate: true, descriptor: true },
      { name: 'zip64', content: 'sizes elsewhere', zip64: true },
      { name: 'only a folder/' },
      { name: 'a/b/c.txt', content: 'deep' },
    ]
    expect(await unpackAll(entries, { budget: upTo(2 ** 30) })).toEqual({ files: 11, bytes: 3 * large.length + 57 })
    for (const { name, content = '' } of entries)
      if (!String(name).endsWith('/'))
        expect(readFileSync(join(folder.path, 'out', String(name))).equals(Buffer.from(content))).toBe(true)
    expect(tree()).toMatchObject({ 'only a folder': 'dir', 'a/b': 'dir' })
  })

  test('takes zip64, a comment, no entry at all, and more entries than 16 bits can count', async () => {
    const target = join(folder.path, 'out')
    const file = join(folder.path, 'a.zip')
    const comment = createZip([{ name: 'a', content: 'a', zip64: true }], { zip64: true, comment: 'made by hand' })
    expect(await unpackInto(comment, target, file)).toEqual({ files: 1, bytes: 1 })
    expect(await unpackInto(createZip([]), target, file)).toEqual({ files: 0, bytes: 0 })
    // Files take seconds; folders may be there several times.
    const files = thorough ? 70_000 : 100
    const entries = Array.from({ length: 70_000 }, (_, at) => `many/${at % 100}/${at < files ? at : ''}`)
    const many = createZip(
      [...entries].reverse().map(name => ({ name })),
      { zip64: true },
    )
    expect(await unpackInto(many, target, file)).toEqual({ files, bytes: 0 })
    expect(readdirSync(target, { recursive: true })).toHaveLength(1 + 1 + 100 + files)
  })

  test('names are UTF-8 where the archive says so, and of the old code page where not', async () => {
    await unpackAll([
      { name: 'grüße 你好.txt', content: 'new' },
      { name: Buffer.from([0x81, 0x2e, 0x74]), content: 'old', central: { flags: 0 }, local: { flags: 0 } },
    ])
    expect(tree()).toEqual({ 'grüße 你好.txt': 'new', 'ü.t': 'old' })
  })

  describe('the root folder', () => {
    const root = 'drop'

    test('is left out when every entry has it', async () => {
      await unpackAll([{ name: 'drop/' }, { name: 'drop/a', content: 'a' }, { name: 'drop/drop/b', content: 'b' }], {
        root,
      })
      expect(tree()).toEqual({ a: 'a', drop: 'dir', 'drop/b': 'b' })
    })

    test.each<[string, ZipEntry[]]>([
      ['a file is outside', [{ name: 'drop/a' }, { name: 'b' }]],
      ['it is the name of a file', [{ name: 'drop' }]],
      ['it is written otherwise', [{ name: 'Drop/a' }]],
      ['it is only how a name begins', [{ name: 'drop2/a' }]],
    ])('stays when %s', async (_, entries) => {
      await unpackAll(entries, { root })
      for (const { name } of entries) expect(tree()).toHaveProperty([String(name)])
    })

    test('of another name stays', async () => {
      await unpackAll([{ name: 'drop/a', content: 'a' }], { root: 'other' })
      expect(tree()).toEqual({ drop: 'dir', 'drop/a': 'a' })
    })
  })

  const mode = (name: string) => statSync(join(folder.path, 'out', name)).mode & 0o7777

  ;(windows ? test.skip : test)('only the executable bit is kept of the modes', async () => {
    const umask = process.umask(0o022)
    try {
      await unpackAll([
        { name: 'script', mode: 0o100755 },
        { name: 'owner only', mode: 0o100700 },
        { name: 'secret', mode: 0o100600 },
        { name: 'everybody', mode: 0o100666 },
        { name: 'set user id', mode: 0o104755 },
        { name: 'nothing', mode: 0o100000 },
        { name: 'from DOS', mode: 0, central: { system: 0 } },
        { name: 'closed/', mode: 0o040000 },
        { name: 'sticky/', mode: 0o041777 },
      ])
    } finally {
      process.umask(umask)
    }
    const names = ['script', 'owner only', 'secret', 'everybody', 'set user id', 'nothing', 'from DOS']
    expect(names.map(mode)).toEqual([0o755, 0o755, 0o644, 0o644, 0o755, 0o644, 0o644])
    expect(['closed', 'sticky'].map(mode)).toEqual([0o755, 0o755])
  })

  test.each([
    ['fewer', 9],
    ['more', 11],
  ])('an archive of %s bytes than Azure DevOps declares is damaged', async (_, bytes) => {
    const entries = [{ name: 'a', content: '0123456789' }]
    await expect(unpackAll(entries, { bytes })).rejects.toMatchObject({ reason: 'archive-damaged', damaged: true })
    expect(await unpackAll(entries, { bytes: 10 })).toEqual({ files: 1, bytes: 10 })
  })

  test('limits are inclusive', async () => {
    const entries = [
      { name: 'a', content: '12345' },
      { name: 'b', content: '12345' },
    ]
    expect(await unpackAll(entries, { budget: upTo(10), maxEntries: 2 })).toEqual({ files: 2, bytes: 10 })
    await expect(unpackAll(entries, { budget: upTo(9) })).rejects.toMatchObject({ reason: 'archive-too-large' })
    await expect(unpackAll(entries, { maxEntries: 1 })).rejects.toMatchObject({ reason: 'archive-too-large' })
  })

  test.each([
    ['before it begins', 0],
    ['within the first file', 300_000],
    ['between files', 1_000_000],
    ['within a later file', 2_500_000],
  ])('ends at once when it is canceled %s, and leaves nothing', async (_, after) => {
    const content = Buffer.alloc(1_000_000, 'x')
    const zip = createZip(Array.from({ length: 5 }, (_, at) => ({ name: `${at}`, content, deflate: at % 2 === 0 })))
    const zipFile = join(folder.path, 'a.zip')
    writeFileSync(zipFile, zip)
    const controller = new AbortController()
    const reason = new Error('canceled')
    let written = 0
    if (after === 0) controller.abort(reason)
    const onBytes = (count: number) => {
      written += count
      if (written >= after) controller.abort(reason)
    }
    const out = join(folder.path, 'out')
    await expect(unpack(zipFile, out, { budget: upTo(2 ** 30) }, controller.signal, onBytes)).rejects.toBe(reason)
    expect(written).toBeLessThan(after + 1_100_000)
    await expect(unpackInto(zip, out, zipFile, { budget: upTo(2 ** 30) }, controller.signal)).rejects.toBe(reason)
  })

  test('an archive with any bytes changed unpacks to what it was, or ends in an error and leaves nothing', async () => {
    const entries: ZipEntry[] = [
      { name: 'a/one', content: 'one'.repeat(50), deflate: true },
      { name: 'a/two', content: 'two', zip64: true },
      { name: 'three', content: 'three', descriptor: true, mode: 0o100755 },
    ]
    const zip = createZip(entries, { zip64: true, comment: 'comment' })
    const contents = new Set(entries.map(({ content = '' }) => String(content).slice(0, 100)))
    const change = fc.record({ at: fc.nat({ max: zip.length - 1 }), value: fc.nat({ max: 255 }) })
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 6 }), async changes => {
        const changed = Buffer.from(zip)
        for (const { at, value } of changes) changed[at] = value
        const place = mkdtempSync(join(folder.path, 'run-'))
        try {
          await unpackInto(changed, join(place, 'out'), join(place, 'a.zip'))
          for (const what of Object.values(treeOf(join(place, 'out')))) expect([...contents, 'dir']).toContain(what)
        } catch (error) {
          expect(error).toBeInstanceOf(ArchiveError)
          expect(treeOf(place)).toEqual({})
        }
      }),
      { numRuns: runs(500) },
    )
  })

  test('what zip makes, unpack takes', async () => {
    const source = join(folder.path, 'drop')
    mkdirSync(join(source, 'sub'), { recursive: true })
    writeFileSync(join(source, 'run.sh'), '#!/bin/sh\n', { mode: 0o755 })
    writeFileSync(join(source, 'sub', 'text'), 'text '.repeat(1000))
    const zip = join(folder.path, 'b.zip')
    if (spawnSync('zip', ['-qr', zip, 'drop'], { cwd: folder.path }).status !== 0)
      return console.log('skipped: no zip here')
    await unpackInto(readFileSync(zip), join(folder.path, 'out'), join(folder.path, 'a.zip'), { root: 'drop' })
    expect(tree()).toEqual({ 'run.sh': '#!/bin/sh\n', sub: 'dir', 'sub/text': 'text '.repeat(20) })
    if (!windows) expect(mode('run.sh') & 0o111).not.toBe(0)
  })
})
