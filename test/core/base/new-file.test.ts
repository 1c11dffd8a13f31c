import { execFileSync } from 'node:child_process'
import {
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { checkPlace, NewFile } from '../../../src/core/base/new-file.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'new-file-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const at = (...names: string[]) => join(folder, ...names)
const bytes = Buffer.from('new')

function write(place: string, reserved: string[] = []) {
  const file = new NewFile(place, reserved)
  file.write(bytes)
  return { replaced: file.keep(), path: file.path }
}

describe('A new file', () => {
  test('is a regular file that only its owner can read, whatever the umask', () => {
    const before = process.umask(0)
    const { path, replaced } = write(at('a', 'b', 'ä c.json'))
    process.umask(before)
    expect(replaced).toBe(false)
    expect(lstatSync(path).isFile()).toBe(true)
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(readFileSync(path, 'utf8')).toBe('new')
  })

  test('is in a folder until it is complete, whose name nobody can guess and which only its owner can enter', () => {
    const names = [1, 2, 3].map(() => {
      const file = new NewFile(at('file'))
      const [name = ''] = readdirSync(folder)
      expect(statSync(at(name)).mode & 0o777).toBe(0o700)
      expect(readdirSync(at(name)).map(one => statSync(at(name, one)).mode & 0o777)).toEqual([0o600])
      file.discard()
      return name
    })
    expect(new Set(names).size).toBe(3)
    for (const name of names) expect(name).toMatch(/^\.azure-devops-[\dA-Za-z]{6}$/)
    expect(readdirSync(folder)).toEqual([])
  })

  test('takes the place of a regular file, and says so', () => {
    writeFileSync(at('file'), 'old', { mode: 0o644 })
    expect(write(at('file')).replaced).toBe(true)
    expect([readFileSync(at('file'), 'utf8'), statSync(at('file')).mode & 0o777]).toEqual(['new', 0o600])
    expect(readdirSync(folder)).toEqual(['file'])
  })

  test('leaves the other names of a file that it replaces alone', () => {
    writeFileSync(at('file'), 'old')
    linkSync(at('file'), at('other'))
    write(at('file'))
    expect(readFileSync(at('other'), 'utf8')).toBe('old')
  })

  test('is named by its absolute path', () => {
    expect(write(relative(process.cwd(), at('file'))).path).toBe(resolve(folder, 'file'))
  })

  test('may be in a folder that a link leads to', () => {
    mkdirSync(at('real'))
    symlinkSync(at('real'), at('link'))
    write(at('link', 'file'))
    expect(readFileSync(at('real', 'file'), 'utf8')).toBe('new')
  })

  test('that is not complete leaves what was there', () => {
    writeFileSync(at('file'), 'old')
    const file = new NewFile(at('file'))
    file.write(bytes)
    file.discard()
    file.discard()
    expect([readFileSync(at('file'), 'utf8'), readdirSync(folder)]).toEqual(['old', ['file']])
  })

  test('is not put into a place that something else took meanwhile', () => {
    const file = new NewFile(at('file'))
    writeFileSync(at('target'), 'old')
    symlinkSync(at('target'), at('file'))
    expect(() => file.keep()).toThrow('it is a symbolic link')
    file.discard()
    expect([readFileSync(at('target'), 'utf8'), readdirSync(folder).toSorted()]).toEqual(['old', ['file', 'target']])
  })
})

/** Places that are refused, with what is said of them; each is made in the folder. */
const refused: [string, () => string, string][] = [
  ['a folder', () => folder, 'it is a folder'],
  ['a name that ends in a slash', () => `${at('new')}/`, 'it is a folder'],
  [
    'a link to a file',
    () => {
      writeFileSync(at('target'), 'old')
      symlinkSync(at('target'), at('link'))
      return at('link')
    },
    'it is a symbolic link',
  ],
  [
    'a link to nothing',
    () => {
      symlinkSync(at('nothing'), at('link'))
      return at('link')
    },
    'it is a symbolic link',
  ],
  [
    'a pipe',
    () => {
      execFileSync('mkfifo', [at('pipe')])
      return at('pipe')
    },
    'it is not a regular file',
  ],
  ['a device', () => '/dev/null', 'it is not a regular file'],
  ['another device', () => '/dev/full', 'it is not a regular file'],
  ['standard output', () => '/dev/stdout', 'it is a symbolic link'],
  ['an open file', () => '/proc/self/fd/1', 'it is a symbolic link'],
]
const onUnix = process.platform === 'win32' ? test.skip : test

describe('A place is refused, before anything is written, that is', () => {
  onUnix.each(refused)('%s', (_, make, why) => {
    const place = make()
    const before = readdirSync(folder)
    expect(() => checkPlace(place)).toThrow(why)
    expect(() => new NewFile(place)).toThrow(why)
    expect(readdirSync(folder)).toEqual(before)
  })

  onUnix.each(['/proc/nope/x', '/proc/self/nope/a/b/c', '/sys/nope/x', '/dev/null/x'])('%s, without a hang', place => {
    const start = performance.now()
    expect(() => new NewFile(place)).toThrow()
    expect(performance.now() - start).toBeLessThan(1000)
  })

  test('below a file', () => {
    writeFileSync(at('file'), '')
    expect(() => new NewFile(at('file', 'a', 'b'))).toThrow(/ENOTDIR|EEXIST/)
  })

  const own: [string, () => [place: string, reserved: string]][] = [
    ['the host’s', () => [at('output'), at('output')]],
    ['the host’s, which is not there', () => [at('nothing'), at('nothing')]],
    ['the host’s by a relative path', () => [relative(process.cwd(), at('output')), at('output')]],
    ['the host’s by a path with dots', () => [`${folder}/a/../output`, at('output')]],
    [
      'the host’s in a folder that a link leads to',
      () => {
        symlinkSync(folder, at('link'))
        return [at('link', 'nothing'), at('nothing')]
      },
    ],
    [
      'another name of the host’s file',
      () => {
        linkSync(at('output'), at('other'))
        return [at('other'), at('output')]
      },
    ],
    [
      'what the host’s path leads to',
      () => {
        symlinkSync(at('output'), at('link'))
        return [at('output'), at('link')]
      },
    ],
  ]
  test.each(own)('%s', (_, make) => {
    writeFileSync(at('output'), 'old')
    mkdirSync(at('a'))
    const [place, reserved] = make()
    expect(() => new NewFile(place, ['/elsewhere', reserved])).toThrow('the host itself uses it')
    expect(readFileSync(at('output'), 'utf8')).toBe('old')
    expect(existsSync(at('nothing'))).toBe(false)
  })
})
