import { linkSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { moveAll, planMoves } from '../../../src/core/artifacts/moves.ts'
import { Staging } from '../../../src/core/artifacts/staging.ts'
import { temporaryFolder, treeOf } from './folders.ts'

describe('Staging', () => {
  const folder = temporaryFolder()
  const target = () => join(folder.path, 'out')

  /** Makes these files ready, places them, and removes what is left. */
  async function place(files: Record<string, string>, path = target()): Promise<void> {
    const staging = await Staging.open(path)
    try {
      mkdirSync(staging.content)
      write(staging.content, files)
      await staging.place()
    } finally {
      await staging.close()
    }
  }

  const listed = () => Object.entries(treeOf(folder.path)).filter(([path]) => !path.startsWith('aside'))

  function write(base: string, files: Record<string, string>): void {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(join(base, name, '..'), { recursive: true })
      writeFileSync(join(base, name), content)
    }
  }

  test('moves all into a folder that is not there yet, with those above it', async () => {
    await place({ 'a/b.txt': 'b', 'c.txt': 'c' }, join(target(), 'deep', 'er'))
    expect(treeOf(join(target(), 'deep'))).toEqual({ er: 'dir', 'er/a': 'dir', 'er/a/b.txt': 'b', 'er/c.txt': 'c' })
    expect(treeOf(folder.path)).not.toHaveProperty(['out/deep/.azure-devops-artifacts'])
  })

  test('replaces files by name and keeps all others', async () => {
    write(target(), { 'a/b.txt': 'old', 'a/kept.txt': 'kept', 'kept.txt': 'kept' })
    await place({ 'a/b.txt': 'new', 'a/c.txt': 'new', 'd/e.txt': 'new' })
    expect(treeOf(target())).toEqual({
      a: 'dir',
      'a/b.txt': 'new',
      'a/c.txt': 'new',
      'a/kept.txt': 'kept',
      d: 'dir',
      'd/e.txt': 'new',
      'kept.txt': 'kept',
    })
  })

  test.each([
    ['.git', 'its hooks'],
    ['alias', 'another name of the same file'],
  ])('puts nothing into the folder of Git of a checkout, as %s (%s)', async name => {
    const isFile = name === 'alias'
    write(target(), isFile ? { '.git': 'gitdir: x' } : { '.git/config': 'old', 'sub/a.txt': 'old' })
    if (isFile) linkSync(join(target(), '.git'), join(target(), name))
    const before = treeOf(target())
    await expect(
      place({ 'a.txt': 'new', [isFile ? name : `${name}/hooks/post-checkout`]: 'new' }),
    ).rejects.toMatchObject({
      reason: 'artifacts-path-refused',
      details: [expect.stringContaining('belongs to Git')],
    })
    expect(treeOf(target())).toEqual(before)
  })

  test('moves a whole repository to where none is', async () => {
    write(target(), { 'a.txt': 'old' })
    await place({ '.git/config': 'new', 'sub/.git/config': 'new' })
    expect(treeOf(target())).toMatchObject({ '.git/config': 'new', 'sub/.git/config': 'new', 'a.txt': 'old' })
  })

  test('a file that has another name too keeps its content under that', async () => {
    write(folder.path, { 'other.txt': 'old' })
    mkdirSync(target())
    linkSync(join(folder.path, 'other.txt'), join(target(), 'a.txt'))
    await place({ 'a.txt': 'new' })
    expect(treeOf(folder.path)).toMatchObject({ 'other.txt': 'old', 'out/a.txt': 'new' })
  })

  test.each<[string, (target: string) => void, Record<string, string>]>([
    ['a link to a file', path => symlinkSync('../victim', join(path, 'z.txt')), { 'z.txt': 'new' }],
    ['a link to nothing', path => symlinkSync('../new-victim', join(path, 'z.txt')), { 'z.txt': 'new' }],
    ['a link to a folder', path => symlinkSync('..', join(path, 'z')), { 'z/victim': 'new' }],
    ['a link to a folder, deeper', path => symlinkSync('../..', join(path, 'sub', 'z')), { 'sub/z/victim': 'new' }],
    ['a folder where a file goes', path => mkdirSync(join(path, 'z.txt')), { 'z.txt': 'new' }],
    ['a file where a folder goes', path => writeFileSync(join(path, 'z'), 'old'), { 'z/a.txt': 'new' }],
  ])('%s is not written through, and nothing else is placed either', async (_, prepare, files) => {
    write(folder.path, { victim: 'victim', 'out/sub/b.txt': 'old', 'out/a.txt': 'old' })
    prepare(target())
    const before = treeOf(folder.path)
    await expect(place({ 'a.txt': 'new', 'n/n.txt': 'new', 'sub/b.txt': 'new', ...files })).rejects.toMatchObject({
      reason: 'artifacts-path-refused',
    })
    expect(treeOf(folder.path)).toEqual(before)
  })

  test.each<[string, (path: string) => void]>([
    ['a file', path => writeFileSync(path, 'old')],
    ['a link to nothing', path => symlinkSync('nowhere', path)],
  ])('the target cannot be %s', async (_, prepare) => {
    prepare(target())
    await expect(Staging.open(target())).rejects.toMatchObject({ reason: 'artifacts-path-refused' })
  })

  test('the target may be a link to a folder, for that is what the user wrote', async () => {
    mkdirSync(join(folder.path, 'real'))
    symlinkSync('real', target())
    await place({ 'a.txt': 'new' })
    expect(treeOf(folder.path)).toEqual({ real: 'dir', 'real/a.txt': 'new', out: '-> real' })
  })

  test('a file that the host reads is not replaced, by any path', async () => {
    write(target(), { 'env/set_env': 'old' })
    symlinkSync('out', join(folder.path, 'link'))
    const staging = await Staging.open(target())
    mkdirSync(staging.content)
    write(staging.content, { 'a.txt': 'new', 'env/set_env': 'new' })
    const reserved = [join(folder.path, 'link', 'env', 'set_env'), join(folder.path, 'not there')]
    await expect(staging.place(reserved)).rejects.toMatchObject({ reason: 'artifacts-path-refused' })
    await staging.close()
    expect(treeOf(target())).toEqual({ env: 'dir', 'env/set_env': 'old' })
  })

  test('ends where a folder cannot be made at all', async () => {
    if (process.platform !== 'linux') return
    await expect(Staging.open('/proc/nowhere/deep')).rejects.toMatchObject({ code: expect.stringMatching(/^E/) })
  })

  test('what is not placed is removed, with the folders that were made for it', async () => {
    const staging = await Staging.open(join(target(), 'deep', 'er'))
    mkdirSync(staging.content)
    write(staging.content, { 'a/b.txt': 'b' })
    await staging.close()
    expect(treeOf(folder.path)).toEqual({})
  })

  test('when a file cannot be moved, those that were go back', async () => {
    write(target(), { 'a.txt': 'old', 'b/b.txt': 'old' })
    write(join(folder.path, 'from'), { 'a.txt': 'new', 'b/b.txt': 'new', 'n/n.txt': 'new', 'z.txt': 'new' })
    const moves = await planMoves(join(folder.path, 'from'), target())
    expect(moves).toHaveLength(4)
    rmSync(join(folder.path, 'from', 'z.txt'))
    const before = listed()
    await expect(moveAll(moves, join(folder.path, 'aside'))).rejects.toMatchObject({ code: 'ENOENT' })
    expect(listed()).toEqual(before)
    await moveAll(moves.slice(0, 3), join(folder.path, 'aside2'))
    expect(treeOf(target())).toMatchObject({ 'a.txt': 'new', 'b/b.txt': 'new', 'n/n.txt': 'new' })
  })
})
