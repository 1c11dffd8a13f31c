import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { parseCommit } from '../../../src/core/inputs/commit.ts'
import { Problem } from '../../../src/core/inputs/problem.ts'

const sha = '4f0c9d1e00112233445566778899aabbccddeeff'

describe('A commit', () => {
  test.each<[string, string, boolean]>([
    [sha, sha, true],
    [sha.toUpperCase(), sha, true],
    [sha, sha.toUpperCase(), true],
    ['4f0c9d1', sha, true],
    ['4f0c9d1e', sha, true],
    ['0c9d1e00', sha, false],
    [sha, '4f0c9d1', false],
    ['a'.repeat(64), 'a'.repeat(64), true],
    [sha, '', false],
    ['943', '943', true],
    ['C943', '943', true],
    ['c943', 'C943', true],
    ['943', 'C943', true],
    ['943', '9430', false],
    ['943', '1943', false],
    ['943', 'C9430', false],
    ['943', `943${'a'.repeat(37)}`, false],
    // Seven digits may be both.
    ['1234567', '1234567', true],
    ['1234567', `1234567${'a'.repeat(33)}`, true],
    // `c` and hexadecimal digits may be both as well.
    ['c123456', 'C123456', true],
    ['c123456', `c123456${'0'.repeat(33)}`, true],
    ['c123456', '123456', true],
    ['943', '', false],
    ['943', 'C', false],
  ])('%s on the version %j matches: %j', (text, version, matches) => {
    expect(parseCommit(text).matches(version)).toBe(matches)
  })

  test.each([
    '',
    'abc',
    'abcdef',
    'main',
    'C',
    'g'.repeat(40),
    'a'.repeat(65),
    '12345678901x',
    ' 943',
    '94 3',
    'cc943',
  ])('written as %j is a problem', text => {
    expect(() => parseCommit(text)).toThrow(Problem)
  })

  test('of any length from 7 digits on matches the SHA that it begins, and no other', () => {
    const hex = fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 40, maxLength: 40 })
    fc.assert(
      fc.property(hex, hex, fc.integer({ min: 7, max: 40 }), (one, other, length) => {
        const { matches } = parseCommit(one.slice(0, length))
        expect(matches(one)).toBe(true)
        expect(matches(other)).toBe(other.startsWith(one.slice(0, length)))
      }),
    )
  })

  test('is kept as text in lower case', () => {
    expect(parseCommit('4F0C9D1').text).toBe('4f0c9d1')
  })
})
