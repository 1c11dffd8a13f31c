import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { temporaryFolder, treeOf, unpackInto } from './folders.ts'
import { untrustedArchives } from './untrusted-archives.ts'

describe('An untrusted or damaged archive', () => {
  const folder = temporaryFolder()

  test('comes in at least 60 forms', () => {
    expect(untrustedArchives.length).toBeGreaterThanOrEqual(60)
    expect(new Set(untrustedArchives.map(([title]) => title)).size).toBe(untrustedArchives.length)
  })

  test.each(untrustedArchives)('with %s changes nothing and has its own error', async (_, zip, reason) => {
    const outside = join(folder.path, 'outside')
    const target = join(outside, 'target')
    mkdirSync(target, { recursive: true })
    for (const name of ['good.txt', 'fox.txt', '../bad.txt']) writeFileSync(join(target, name), 'before')
    const before = treeOf(folder.path)

    const zipFile = join(folder.path, 'archive.zip')
    await expect(unpackInto(zip, target, zipFile)).rejects.toMatchObject({ reason })
    expect(treeOf(folder.path)).toEqual(before)

    // Nor does it leave a folder behind that was not there.
    await expect(unpackInto(zip, join(outside, 'new/deep/target'), zipFile)).rejects.toMatchObject({ reason })
    expect(treeOf(folder.path)).toEqual(before)
  })
})
