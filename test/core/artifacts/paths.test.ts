import { describe, expect, test } from '@jest/globals'
import { PathSet, segmentsOf } from '../../../src/core/artifacts/paths.ts'

describe('segmentsOf', () => {
  test('takes the path of an entry apart', () => {
    expect(segmentsOf('bin/tool.exe')).toEqual(['bin', 'tool.exe'])
    expect(segmentsOf('bin/')).toEqual(['bin'])
  })

  test.each([
    '.dotfile',
    '..two dots',
    'a..b/c...d',
    'CONFIG',
    'console.log',
    'com10',
    'COM',
    'nul-terminated.c',
    'with space/in name',
    "it's & (fine) [really] {so} +1 ~tilde $dollar %41 #hash ;semi ,comma =equals @at !bang ^caret `tick`",
    '你好/мир/🎉.txt',
    'a'.repeat(255),
    Array.from({ length: 255 }, () => 'd').join('/'),
  ])('%j is a path that every system can have', path => {
    expect(segmentsOf(path).join('/')).toBe(path)
  })

  test('an error shows an untrusted path as one short visible line', () => {
    const path = `\x1b[2J\n##vso[task.complete]\u202e${'a'.repeat(1000)}`
    const message = messageOf(() => segmentsOf(path))
    expect(message).toContain('"␛[2J␊##vso[task.complete]<U+202E>aaa')
    expect(message.length).toBeLessThan(700)
  })
})

describe('PathSet', () => {
  const add = (...paths: string[]) => {
    const set = new PathSet()
    for (const path of paths) set.add(path, segmentsOf(path))
  }

  test('takes different files, and folders as often as they come', () => {
    add('a/', 'a/b', 'a/c', 'a/d/', 'a/d/e', 'a/', 'b', 'ab')
  })

  test.each([
    [['a/b/c', 'A/b/d']],
    [['a/B/c', 'a/b/d']],
    [['a', 'a']],
    [['a/b', 'a']],
    [['a', 'a/b']],
    [['a', 'a/']],
    [['ΣΑΣ', 'σας']],
    [['ﬁle', 'FILE']],
    [['e\u0301/x', '\u00e9/y']],
  ])('refuses %j', paths => {
    expect(() => add(...paths)).toThrow(expect.objectContaining({ reason: 'archive-duplicate' }))
  })
})

function messageOf(action: () => unknown): string {
  try {
    action()
  } catch (error) {
    return (error as Error).message
  }
  return ''
}
