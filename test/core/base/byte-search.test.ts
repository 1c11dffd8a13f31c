import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { ByteSearch } from '../../../src/core/base/byte-search.ts'
import { runs } from '../../support/thorough.ts'

const bytes = (text: string) => Buffer.from(text, 'latin1')

/** Every place of every text, by looking at each. */
function naive(text: string, texts: readonly string[]): (readonly [number, number])[] {
  const low = text.toLowerCase()
  const found: (readonly [number, number])[] = []
  for (let start = 0; start < text.length; start++)
    for (const one of texts) if (low.startsWith(one.toLowerCase(), start)) found.push([start, start + one.length])
  return found
}

const sorted = (spans: Iterable<readonly [number, number]>) =>
  [...spans].map(([start, end]) => start * 100_000 + end).sort((a, b) => a - b)

describe('A search for texts in bytes', () => {
  test.each([
    ['abc', ['bc'], [[1, 3]]],
    ['ABCABC', ['abc'], [[0, 3], [3, 6]]],
    ['aaaa', ['aa', 'aaa'], [[0, 2], [0, 3], [1, 3], [1, 4], [2, 4]]],
    ['\u00c4\u00e4', ['\u00e4\u00c4'], [[0, 2]]],
    ['ab', ['abc'], []],
    ['', ['abc'], []],
    ['abc', [], []],
  ])('of %j for %j gives %j', (text, texts, expected) => {
    expect(sorted(new ByteSearch(texts).find(bytes(text)))).toEqual(
      sorted(expected as [number, number][]),
    )
  }) // biome-ignore format: a table

  test('finds what looking everywhere finds, and only that', () => {
    const character = fc.constantFrom('a', 'A', 'b', 'B', '0', '\u00e4', '\u00c4', '\u0000', '\u00ff', '"')
    const text = fc.string({ unit: character, maxLength: 60 })
    const few = fc.array(fc.string({ unit: character, minLength: 2, maxLength: 6 }), { maxLength: 5 })
    fc.assert(
      fc.property(text, few, (text, texts) => {
        const search = new ByteSearch(texts)
        const expected = naive(text, texts)
        expect(sorted(search.find(bytes(text)))).toEqual(sorted(expected))
        if (expected.length > 0) expect(search.mayFind(bytes(text))).toBe(true)
      }),
      { numRuns: runs(2000) },
    )
  })

  test('finds texts of more kinds of bytes than it tells apart, and longer ones than it skips', () => {
    const all = Array.from({ length: 256 }, (_, byte) => String.fromCharCode(byte)).join('')
    const long = 'x'.repeat(400)
    const search = new ByteSearch([all, long])
    expect([...search.find(bytes(`..${all}..${long}`))]).toEqual([
      [2, 258],
      [260, 660],
    ])
    expect([...search.find(bytes(all.slice(1) + long.slice(1)))]).toEqual([])
  })

  test('gives up telling in bytes that are made to take long, and says that there may be one', () => {
    const search = new ByteSearch([`${'a'.repeat(200)}b`.repeat(2)])
    expect(search.mayFind(bytes('a'.repeat(100)))).toBe(false)
    const text = bytes(`${'a'.repeat(200)}b${'a'.repeat(199)}cb`.repeat(3000))
    const start = performance.now()
    search.mayFind(text)
    expect(performance.now() - start).toBeLessThan(1000)
  })
})
