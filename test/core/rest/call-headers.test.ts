import { describe, expect, test } from '@jest/globals'
import { readHeaders } from '../../../src/core/rest/call-headers.ts'

describe('the headers of a call', () => {
  test('get their usual spelling', () => {
    const pairs = [
      ['accept', 'text/plain'],
      ['IF-MATCH', '"abc"'],
      ['X-MS-ContinuationToken', 'a b'],
      ['prefer', ' VSTS.Analytics.MaxSize=5 '],
    ] as const
    expect(readHeaders(pairs)).toEqual({
      Accept: 'text/plain',
      'If-Match': '"abc"',
      'x-ms-continuationtoken': 'a b',
      Prefer: 'VSTS.Analytics.MaxSize=5',
    })
  })

  test.each([
    ['Authorization', 'Basic x', 'not allowed'],
    ['Cookie', 'a=b', 'not allowed'],
    ['Host', 'evil.example', 'not allowed'],
    ['X-HTTP-Method-Override', 'DELETE', 'not allowed'],
    ['X-TFS-FedAuthRedirect', 'x', 'not allowed'],
    ['Transfer-Encoding', 'chunked', 'not allowed'],
    ['Content-Length', '5', 'not allowed'],
    ['Content-Type', 'text/plain', 'Set {content-type}'],
    ['If-Mach', '*', 'Did you mean If-Match'],
    ['Accept\r\nHost', 'x', 'not allowed'],
    ['Accept', 'text/plain\r\nHost: evil.example', 'line break'],
    ['Accept', 'text/plain\u0000', 'line break'],
    ['If-Match', '“abc”', 'beyond ASCII'],
    ['If-Match', ' ', 'no value'],
  ])('are refused: %j %j, %s', (name, value, problem) => {
    expect(() => readHeaders([[name, value]])).toThrow(problem)
  })

  test('are refused when one is there twice', () => {
    expect(() =>
      readHeaders([
        ['Accept', 'a'],
        ['accept', 'b'],
      ]),
    ).toThrow('Accept twice')
  })
})
