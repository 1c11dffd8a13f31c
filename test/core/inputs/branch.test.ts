import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { parseBranch, shortRef } from '../../../src/core/inputs/branch.ts'
import { Problem } from '../../../src/core/inputs/problem.ts'
import { runs } from '../../support/thorough.ts'

test.each([
  ['main', 'refs/heads/main'],
  ['feature/x', 'refs/heads/feature/x'],
  ['release-1.0+(a)[b]{c}^$|\\', 'refs/heads/release-1.0+(a)[b]{c}^$|\\'],
  ['refs/heads/main', 'refs/heads/main'],
  ['refs/pull/7/merge', 'refs/pull/7/merge'],
  ['refs/tags/v1', 'refs/tags/v1'],
  ['$/Project/Main', '$/Project/Main'],
  ['pr:123', 'refs/pull/123/merge'],
  ['tag:v1', 'refs/tags/v1'],
  ['tag:a:b', 'refs/tags/a:b'],
  ['PR:123', 'refs/heads/PR:123'],
  ['🦊', 'refs/heads/🦊'],
])('The branch %s is the ref %s', (text, ref) => {
  expect(parseBranch(text)).toEqual({ kind: 'ref', ref })
})

test.each(['pr:', 'pr:abc', 'pr:12/merge', 'pr:-1', 'tag:'])('The branch %s is a problem', text => {
  expect(() => parseBranch(text)).toThrow(Problem)
})

describe('A glob', () => {
  test.each<[string, string, boolean]>([
    ['*', 'refs/heads/main', true],
    ['*', 'refs/tags/v1', false],
    ['*', 'refs/heads/', true],
    ['release/*', 'refs/heads/release/1/2', true],
    ['release/*', 'refs/heads/release', false],
    ['release-*', 'refs/heads/release-1', true],
    ['release-*', 'refs/heads/releasex1', false],
    ['?', 'refs/heads/a', true],
    ['?', 'refs/heads/', false],
    ['?', 'refs/heads/ab', false],
    ['a?c', 'refs/heads/a/c', true],
    ['fix-?', 'refs/heads/fix-🦊', true],
    ['fix-?', 'refs/heads/fix-\ud83e', true],
    ['fix-??', 'refs/heads/fix-🦊', false],
    ['*.x', 'refs/heads/1.x', true],
    ['*.x', 'refs/heads/1yx', false],
    ['*(a|b)+[c]{2}^$\\', 'refs/heads/1(a|b)+[c]{2}^$\\', true],
    ['*(a|b)', 'refs/heads/a', false],
    ['*constructor', 'refs/heads/the-constructor', true],
    ['*__proto__?', 'refs/heads/__proto__1', true],
    ['a**b', 'refs/heads/ab', true],
    ['a*b*c', 'refs/heads/a-b-b-c', true],
    ['a*b*c', 'refs/heads/a-c-b', false],
    ['a*ab', 'refs/heads/aab', true],
    ['*ab', 'refs/heads/aabab', true],
    ['Main*', 'refs/heads/main', false],
    ['pr:*', 'refs/pull/12/merge', true],
    ['pr:*', 'refs/pull/12/head', false],
    ['pr:1?', 'refs/pull/12/merge', true],
    ['tag:v1.*', 'refs/tags/v1.2', true],
    ['refs/*', 'refs/tags/v1', true],
    ['refs/*/main', 'refs/remotes/x/main', true],
    ['$/Project/*', '$/Project/Main', true],
    ['a*', 'refs/heads/a\nb', true],
  ])('%s on %j matches: %j', (pattern, ref, matches) => {
    const filter = parseBranch(pattern)
    expect(filter.kind === 'pattern' && filter.matches(ref)).toBe(matches)
  })

  const letters = fc.string({ unit: fc.constantFrom('a', 'b', '/', '-', '🦊'), maxLength: 8 })

  test('made of the characters of a branch, some of them replaced by * and ?, matches that branch', () => {
    const wild = fc.array(fc.constantFrom('same', 'one', 'any', 'any and none'), { minLength: 8, maxLength: 8 })
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 8 }), wild, (name, how) => {
        const pattern = [...name]
          .map((character, index) => {
            if (/[*?]/.test(character) || how[index] === 'one') return '?'
            return how[index] === 'any' ? '*' : how[index] === 'any and none' ? `*${character}*` : character
          })
          .join('')
        const filter = parseBranch(`refs/heads/${pattern}*`)
        expect(filter.kind === 'pattern' && filter.matches(`refs/heads/${name}`)).toBe(true)
      }),
    )
  })

  test('matches what a plain recursive definition matches', () => {
    const byRecursion = ([first, ...rest]: string[], text: string[]): boolean => {
      if (first === undefined) return text.length === 0
      if (first === '*')
        return byRecursion(rest, text) || (text.length > 0 && byRecursion([first, ...rest], text.slice(1)))
      return text.length > 0 && (first === '?' || first === text[0]) && byRecursion(rest, text.slice(1))
    }
    const globs = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?', '🦊'), maxLength: 8 })
    fc.assert(
      fc.property(globs, letters, (glob, text) => {
        const filter = parseBranch(`refs/${glob}*`)
        expect(filter.kind === 'pattern' && filter.matches(`refs/${text}`)).toBe(byRecursion([...glob, '*'], [...text]))
      }),
      { numRuns: runs(1000) },
    )
  })

  test('of many stars is done in no time with a long name that almost matches', () => {
    const filter = parseBranch(`${'*a'.repeat(50)}*b`)
    expect(filter.kind === 'pattern' && filter.matches(`refs/heads/${'a'.repeat(5000)}`)).toBe(false)
  })
})

test.each([
  ['refs/heads/main', 'main'],
  ['refs/heads/feature/x', 'feature/x'],
  ['refs/pull/12/merge', 'pr:12'],
  ['refs/pull/12/head', 'pr:12'],
  ['refs/pull/x/merge', 'refs/pull/x/merge'],
  ['refs/tags/v1', 'tag:v1'],
  ['$/Project/Main', '$/Project/Main'],
  ['', ''],
])('The ref %s is shown as %s', (ref, short) => {
  expect(shortRef(ref)).toBe(short)
})

test('What is shown of a ref is read as that ref again', () => {
  const names = fc.string({ unit: fc.constantFrom('a', '1', '-', '/', '.'), minLength: 1 })
  const refs = fc.oneof(
    names.map(name => `refs/heads/x${name}`),
    names.map(name => `refs/tags/${name}`),
    fc.nat().map(id => `refs/pull/${id}/merge`),
  )
  fc.assert(fc.property(refs, ref => expect(parseBranch(shortRef(ref))).toEqual({ kind: 'ref', ref })))
})
