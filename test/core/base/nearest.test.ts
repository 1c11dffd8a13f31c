import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { nearest } from '../../../src/core/base/nearest.ts'

test.each<[string, string[], string[]]>([
  ['sucess', ['succeeded', 'success', 'failed'], ['success']],
  ['fialed', ['succeeded', 'failed'], ['failed']],
  ['WEB CI', ['Web CI', 'Web CD'], ['Web CI', 'Web CD']],
  ['web', ['Contoso Web CI', 'Mobile'], ['Contoso Web CI']],
  ['x', ['y', 'zz'], ['y']],
  ['we', ['Contoso Web CI'], []],
  ['nothing', [], []],
  ['main', ['maim', 'mainn', 'man', 'moon', 'main'], ['main', 'maim', 'mainn']],
  ['abc', ['abd', 'abd'], ['abd']],
])('Names near %j among %j are %j', (word, candidates, found) => {
  expect(nearest(word, candidates)).toEqual(found)
})

test('A candidate that is the word itself comes first, and never more come than are wanted', () => {
  fc.assert(
    fc.property(
      fc.string({ minLength: 1 }),
      fc.array(fc.string()),
      fc.integer({ min: 1, max: 5 }),
      (word, others, limit) => {
        const found = nearest(word, [...others, word], limit)
        expect(found[0]?.toLowerCase()).toBe(word.toLowerCase())
        expect(found.length).toBeLessThanOrEqual(limit)
      },
    ),
  )
})
