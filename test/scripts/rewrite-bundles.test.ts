import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { setApart } from '../../scripts/apart.js'
import { eager } from '../../scripts/eager.js'
import { joinModules } from '../../scripts/join.js'
import { lazy } from '../../scripts/lazy.js'

/** Runs a bundle as ncc writes it. @returns what was loaded, in order, and what the bundle exports */
function run(code: string) {
  const loaded: unknown[] = []
  const require = (name: string) => {
    loaded.push(name)
    return { name, join: (...parts: string[]) => parts.join('/'), Agent: class {} }
  }
  const load = Object.assign(
    (id: number) => {
      loaded.push(id)
      return { id }
    },
    { t: (value: object) => ({ ...value }) },
  )
  const module = { exports: {} as Record<string, (...values: unknown[]) => unknown> }
  new Function('require', '__nccwpck_require__', 'module', code)(require, load, module)
  return { loaded, exports: module.exports }
}

const anyMayWait = () => true

test('A module that only functions use is loaded at its first use, once', () => {
  const { loaded, exports } = run(
    lazy("const path = require('path'); module.exports.join = (a, b) => path.join(a, b)", anyMayWait),
  )
  expect(loaded).toEqual([])
  expect([exports.join?.('a', 'b'), exports.join?.('c', 'd')]).toEqual(['a/b', 'c/d'])
  expect(loaded).toEqual(['path'])
})

test('A namespace of a module waits, and with it the module', () => {
  const code = lazy(
    'var a = __nccwpck_require__(1); var b = __nccwpck_require__.t(a, 2); module.exports.id = () => b.id',
    anyMayWait,
  )
  const { loaded, exports } = run(code)
  expect(loaded).toEqual([])
  expect([exports.id?.(), loaded]).toEqual([1, [1]])
})

test('A class of a module that waits is made from the module', () => {
  const { exports } = run(
    lazy("const http = require('http'); module.exports.agent = () => new http.Agent()", anyMayWait),
  )
  expect(exports.agent?.()).toBeInstanceOf(Object)
})

test.each([
  ['is used as the bundle is loaded', "const a = require('a'); module.exports.f = () => a.name; a.join()"],
  ['is the base of a class', "const a = require('a'); module.exports.f = () => a; class B extends a.Agent {}"],
  ['is in a field of a class', "const a = require('a'); class B { static c = a.name } module.exports.f = () => a"],
  ['has a name that means something else elsewhere', "const a = require('a'); module.exports.f = a => a"],
  ['is given a name of its own', "const a = require('a'); module.exports.f = () => ({ a })"],
])('A module waits for nothing if it %s', (_, code) => {
  expect(lazy(code, anyMayWait)).toBe(code)
})

test('Only modules that have no other effect wait', () => {
  const code = 'const a = __nccwpck_require__(1), b = 2; var c = __nccwpck_require__(3); module.exports.f = () => c.id'
  expect(lazy(code, id => id !== 3)).toBe(code)
  expect(run(lazy(code, id => id === 3)).loaded).toEqual([1])
})

test('What runs at once is marked for the compiler, and means the same', () => {
  const code =
    '(() => { var t = { 1: e => { e.a = 1 }, 2: e => { e.b = 2 } }; t[1](module.exports); n(1) })(); function n() {}'
  const marked = eager(code)
  expect(marked).toBe(
    '((function(){ var t = { 1: (function(e){ e.a = 1 }), 2: e => { e.b = 2 } }; t[1](module.exports); n(1) }))(); function n() {}',
  )
  expect(run(marked).exports).toEqual({ a: 1 })
})

test('Of a part that is loaded later every module runs', () => {
  expect(eager('exports.modules = { 1: e => { e.a = 1 } }')).toBe('exports.modules = { 1: (function(e){ e.a = 1 }) }')
})

test('A module that is set apart is read from its own file when it is loaded, and does the same', () => {
  const code =
    'const table = { 1: (module, _, load) => { module.exports = load(2) + 1 }, 2: module => { module.exports = 1 } }'
  const { bundle, part } = setApart(code, 1, 'texts.js') ?? { bundle: '', part: '' }
  const read: string[] = []
  const require = (name: string) => {
    read.push(name)
    const module = { exports: (..._: unknown[]): void => undefined }
    new Function('module', part)(module)
    return module.exports
  }
  const table = new Function('require', `${bundle}; return table`)(require)
  expect(read).toEqual([])
  const module = { exports: 0 }
  table[1](module, module.exports, (id: number) => id * 10)
  expect([module.exports, read]).toEqual([21, ['./texts.js']])
  expect(setApart(code, 3, 'texts.js')).toBeUndefined()
})

test('Modules are joined into one, but for packages, parts that are loaded later, and the texts of errors', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'join-'))
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text)
  try {
    mkdirSync(join(folder, 'errors'))
    write('errors/causes.js', "export const c = 'of errors'")
    write('package.json', '{ "type": "module" }')
    write(
      'main.js',
      "import os from 'node:os'; import yauzl from 'yauzl'; import { c } from './errors/causes.js'; import { a } from './a.js'; console.log(os, yauzl, a, c, () => import('./late.js'))",
    )
    write('a.js', "export const a = 'of a'; export const unused = 'of nobody'")
    write('late.js', "import { a } from './a.js'; export const late = a + 'late'")
    const joined = readFileSync(await joinModules(join(folder, 'main.js'), join(folder, 'joined')), 'utf8')
    expect(readdirSync(join(folder, 'joined'))).toHaveLength(2)
    expect(joined).toMatch(/from 'node:os'.*from 'yauzl'.*from '\.\/errors\/causes\.js'.*of a/s)
    for (const absent of ['of nobody', 'of errors']) expect(joined).not.toContain(absent)
    write('main.js', "import { a } from './missing.js'; console.log(a)")
    await expect(joinModules(join(folder, 'main.js'), join(folder, 'joined'))).rejects.toThrow('missing.js')
  } finally {
    rmSync(folder, { recursive: true })
  }
})
