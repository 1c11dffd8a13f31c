import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { BuildsFile } from '../../../src/core/result/builds-file.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'builds-file-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function write(place: string, builds: string[]) {
  const file = new BuildsFile(place)
  for (const build of builds) file.add(Buffer.from(build))
  file.keep()
  return file.path
}

/** Sizes about one, and small ones before and after them. */
function around(size: number): string[] {
  const padded = (length: number) => `{"id":1,"a":"${'x'.repeat(length - 14)}"}`
  return [-3, -2, -1, 0, 1, 2].flatMap(more => [
    '{"id":2}',
    padded(size + more),
    padded(size / 2 + more),
    padded(size / 2),
  ])
}

describe('the file of builds', () => {
  test.each<[string, string[]]>([
    ['none', []],
    ['one', ['{"id":1}']],
    ['several', ['{"id":1,"a":"ä🦊\\ud800"}', '{ "id" : 2 }', '{"id":3}']],
    ['many large ones', [...Array(300).keys()].map(id => `{"id":${id},"a":"${'x'.repeat(10_000)}"}`)],
    ['some about as large as what is written at once', around(256 * 1024)],
  ])('of %s is a JSON array of their very bytes', (_, builds) => {
    const path = write(join(folder, 'builds.json'), builds)
    const text = readFileSync(path, 'utf8')
    expect(JSON.parse(text)).toEqual(builds.map(build => JSON.parse(build)))
    for (const build of builds) expect(text.includes(build)).toBe(true)
    expect(readdirSync(folder)).toEqual(['builds.json'])
  })

  test('is named by its absolute path, in folders that are made', () => {
    const place = relative(process.cwd(), join(folder, 'a', 'b', 'ä c.json'))
    expect(write(place, [])).toBe(resolve(place))
    expect(readdirSync(join(folder, 'a', 'b'))).toEqual(['ä c.json'])
  })

  test('has its name only when it is whole, and replaces one that was there', () => {
    const place = join(folder, 'builds.json')
    writeFileSync(place, 'old')
    const file = new BuildsFile(place)
    file.add(Buffer.from('{"id":1}'))
    expect(readFileSync(place, 'utf8')).toBe('old')
    expect(file.keep()).toBe(true)
    expect(JSON.parse(readFileSync(place, 'utf8'))).toEqual([{ id: 1 }])
  })

  test('that is discarded leaves nothing behind, and what was there stays', () => {
    const place = join(folder, 'builds.json')
    writeFileSync(place, 'old')
    const file = new BuildsFile(place)
    file.add(Buffer.alloc(600_000, 'x'))
    file.discard()
    expect(readdirSync(folder)).toEqual(['builds.json'])
    expect(readFileSync(place, 'utf8')).toBe('old')
  })

  test('whose folder is a file cannot be opened', () => {
    writeFileSync(join(folder, 'file'), '')
    expect(() => new BuildsFile(join(folder, 'file', 'builds.json'))).toThrow(
      expect.objectContaining({
        reason: 'output-file-unwritable',
        message: expect.stringContaining(join(folder, 'file', 'builds.json')),
      }),
    )
  })

  test('whose place becomes a folder meanwhile cannot be kept, and leaves nothing behind', () => {
    const file = new BuildsFile(join(folder, 'place'))
    mkdirSync(join(folder, 'place'))
    expect(() => file.keep()).toThrow(
      expect.objectContaining({
        reason: 'output-file-unwritable',
        message: expect.stringContaining(`${join(folder, 'place')}: it is a folder`),
      }),
    )
    file.discard()
    expect(readdirSync(folder)).toEqual(['place'])
  })

  test('that the host itself uses is refused', () => {
    const place = join(folder, 'output')
    expect(() => new BuildsFile(place, [place])).toThrow(expect.objectContaining({ reason: 'output-file-unwritable' }))
  })
})
