import { describe, expect, test } from '@jest/globals'
import { globMatcher, isGlob } from '../../../src/core/base/glob.ts'

describe('A glob', () => {
  test.each([
    ['drop-*', 'drop-linux', true],
    ['drop-*', 'drop-', true],
    ['drop-*', 'a drop-linux', false],
    ['*', '', true],
    ['*', 'a/b', true],
    ['a?c', 'abc', true],
    ['a?c', 'a🎉c', true],
    ['a?c', 'ac', false],
    ['*a*b*', 'xxaxxbxx', true],
    ['*a*b', 'xxaxxbxx', false],
    ['a.c', 'abc', false],
    ['[ab]', 'a', false],
    ['[ab]', '[ab]', true],
  ])('%j matches %j: %j', (glob, text, matches) => {
    expect(globMatcher(glob)(text)).toBe(matches)
  })

  test('is done in no time with an untrusted text', () => {
    const began = performance.now()
    expect(globMatcher(`${'*a'.repeat(50)}b`)('a'.repeat(5000))).toBe(false)
    expect(performance.now() - began).toBeLessThan(1000)
  })
})

test('A glob is told from a name', () => {
  expect(['*', 'a?', 'a[b]', 'a'].map(isGlob)).toEqual([true, true, false, false])
})
