import { describe, expect, test } from '@jest/globals'
import { takeVersion } from '../../../src/core/rest/call-version.ts'

describe('the API version of a call', () => {
  test.each([
    [[], undefined, '', ''],
    [[['api-version', '7.1']], undefined, '', '7.1'],
    [[['API-Version', '7.1-preview.1']], undefined, '', '7.1-preview.1'],
    [[], 'application/json; api-version=6.0', '', '6.0'],
    [[], 'application/json', '5.1', '5.1'],
    [
      [
        ['api-version', '7.1'],
        ['api-version', '7.1'],
      ],
      'application/json;api-version="7.1"',
      '7.1',
      '7.1',
    ],
    [[['api-version', '7.1.1']], undefined, '', '7.1.1'],
    [[['api-version', '']], undefined, '7.0', '7.0'],
  ] as [[string, string][], string | undefined, string, string][])(
    'of %j, %s and %j is %j',
    (query, accept, set, version) => {
      expect(takeVersion([['a', '1'], ...query], accept, set)).toEqual({ version, query: [['a', '1']] })
    },
  )

  test.each([
    [
      [
        ['api-version', '7.1'],
        ['api-version', '7.0'],
      ],
      undefined,
      '',
    ],
    [[['api-version', '7.1']], 'application/json;api-version=7.0', ''],
    [[['api-version', '7.1']], undefined, '7.1-preview'],
    [[], 'a/b;api-version=7.0', '7.1'],
  ] as [[string, string][], string | undefined, string][])(
    'is refused where places differ: %j, %s, %j',
    (query, accept, set) => {
      expect(() => takeVersion(query, accept, set)).toThrow('two API versions')
    },
  )

  test('is refused where it is none', () => {
    expect(() => takeVersion([['api-version', 'newest']], undefined, '')).toThrow('Write it as 7.1')
  })
})
