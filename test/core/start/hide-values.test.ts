import { describe, expect, test } from '@jest/globals'
import { assert, constantFrom, property, string } from 'fast-check'
import { hidingValues } from '../../../src/core/start/hide-values.ts'

describe('values are hidden in texts of the service', () => {
  test.each<[string, string[], string, string]>([
    ['as they are', ['s3cret'], 'Deploy s3cret, not s3cret2', 'Deploy ***, not ***2'],
    ['the longest first', ['abcd', 'abcdefgh'], 'abcdefgh abcd', '*** ***'],
    ['inside JSON', ['a"b\\c'], '{"x":"a\\"b\\\\c"}', '{"x":"***"}'],
    ['percent-encoded', ['a b/c'], 'https://x/?q=a%20b%2Fc', 'https://x/?q=***'],
    ['in Base64', ['s3cret'], `x ${Buffer.from('s3cret').toString('base64')}`, 'x ***'],
    ['line by line', ['first line\nsecond line'], 'on second line', 'on ***'],
    ['short ones where they are quoted', ['8'], "parameter 'n' is '8' in 2018", "parameter 'n' is '***' in 2018"],
    ['booleans, too', ['true'], "It is true that 'true' is true", "It is true that '***' is true"],
    [
      'wherever the service says that it quotes a value',
      [],
      "The 'p' parameter value 'Gamma' is not a valid value.",
      "The 'p' parameter value '***' is not a valid value.",
    ],
    [
      'with quotes in it',
      [],
      "The 'p' parameter value 'it's 'so' here' is not a valid Number.",
      "The 'p' parameter value '***' is not a valid Number.",
    ],
    ['the texts in objects and lists', ['{"a": ["west-1", {"b": "north"}], "c": 17}'], 'west-1 north c', '*** *** c'],
    ['text that only begins like JSON', ['[west'], 'on [west', 'on ***'],
    ['short words, but not in longer ones', ['test'], 'test latest tests a_test.test2', '*** latest tests a_***.***2'],
    ['long words in longer ones', ['longword'], 'alongwords', 'a***s'],
    ['characters that patterns use', ['a.b*'], 'a.b* axb', '*** axb'],
    ['numbers, but not in longer ones', ['2026'], '20261124.1-2026 v2026', '20261124.1-*** v***'],
    ['empty ones not at all', ['', ' '], 'a b', 'a b'],
  ])('%s', (_, values, text, expected) => expect(hidingValues(values)(text)).toBe(expected))

  test('but not what the step shows anyhow', () => {
    const hide = hidingValues(['refs/heads/main', 'prod'], ['refs/heads/main'])
    expect(hide('using ref refs/heads/main for prod')).toBe('using ref refs/heads/main for ***')
  })
})

const unit = constantFrom('grapheme' as const, 'binary-ascii' as const)
const values = (minLength: number, maxLength: number) =>
  unit
    .chain(each => string({ minLength, maxLength, unit: each }))
    .filter(text => text.trim().length >= minLength && !text.includes('*') && !/^(true|false|\d+)$/i.test(text.trim()))

test.each([
  ['four characters or more is left in any text', values(4, 12), ' '],
  ['eight characters or more is left inside of any word', values(8, 16), ''],
])('no value of %s', (_, value, separator) => {
  assert(
    property(value, string(), string(), (secret, before, after) => {
      const shown = hidingValues([secret])([before, secret, after].join(separator))
      // What stands around it may be equal to a part of it.
      if (!before.includes(secret) && !after.includes(secret)) expect(shown).not.toContain(secret)
    }),
  )
})
