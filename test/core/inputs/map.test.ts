import { describe, expect, test } from '@jest/globals'
import { assert, property, record, stringMatching, uniqueArray } from 'fast-check'
import { parseMap } from '../../../src/core/inputs/map.ts'

const read = (text: string) => Object.fromEntries(parseMap(text))

function problemOf(text: string): string {
  try {
    parseMap(text)
  } catch (error) {
    return (error as Error).message
  }
  throw new Error('it was read')
}

test('The examples of its documentation are read as they say', () => {
  expect(read('env: prod\nurl=https://example.com')).toEqual({ env: 'prod', url: 'https://example.com' })
  expect(read('{"env": "prod", "stages": ["a", "b"]}')).toEqual({ env: 'prod', stages: '["a","b"]' })
})

describe('A map of lines', () => {
  test.each([
    ['the first separator counts', 'a = b=c\nd: e:f\ng=h: i', { a: 'b=c', d: 'e:f', g: 'h: i' }],
    ['white space around names and values is dropped', '  a \t:   b c  ', { a: 'b c' }],
    ['empty lines are skipped, with any line ends', '\n a: 1\r\n\r\n b: 2\r c: 3\n', { a: '1', b: '2', c: '3' }],
    ['a value may be empty', 'a:\nb=', { a: '', b: '' }],
    ['quotes are part of the value', 'a: "b"', { a: '"b"' }],
    ['an object is a value like any other', 'a: {"b": 1}', { a: '{"b": 1}' }],
    ['a name may have any other character', '$top: 1\nsystem.debug=true\n__proto__: x', undefined],
  ])('%s', (_, text, expected) => {
    if (expected !== undefined) expect(read(text)).toEqual(expected)
    else expect([...parseMap(text).keys()]).toEqual(['$top', 'system.debug', '__proto__'])
  })

  test.each([
    ['a: 1\nnothing to see', 'line 2'],
    ['\n\n: value', 'line 3'],
    ['=', 'line 1'],
    ['a: 1\nb: 2\nA: 3', 'line 1 and in line 3'],
  ])('names what is wrong in %j by the number of its line', (text, words) => {
    expect(problemOf(text)).toContain(words)
  })
})

describe('A map that is a JSON object', () => {
  test.each([
    ['strings are their text', '{"a": "x\\n\\"y\\" \\u00e9"}', { a: 'x\n"y" é' }],
    [
      'numbers stay as they are written',
      '{"a": 1.00, "b": 12345678901234567890}',
      { a: '1.00', b: '12345678901234567890' },
    ],
    ['so do booleans', ' { "a" : true , "b" : false } ', { a: 'true', b: 'false' }],
    [
      'objects and lists are JSON without white space',
      '{"a": {"b": [1, 2, {"c": ": , {"}], "d": {}}, "e": []}',
      { a: '{"b":[1,2,{"c":": , {"}],"d":{}}', e: '[]' },
    ],
    ['it may be empty', '{}', {}],
    ['a value may be empty', '{"a":""}', { a: '' }],
    ['it may have several lines', '{\n  "a": "b",\n  "c": "d"\n}', { a: 'b', c: 'd' }],
  ])('%s', (_, text, expected) => expect(read(text)).toEqual(expected))

  test.each([
    ['{"a": "b"', 'is not a JSON object'],
    ['{"a": 1} x', 'is not a JSON object'],
    ['{"a": 1, "A": 2}', 'the name "A" more than once'],
    ['{"a": 1, "a": 1}', 'the name "a" more than once'],
    ['{"a": null}', 'null for "a"'],
    ['{" ": 1}', 'an empty name'],
    ['{a: 1}', 'is not a JSON object'],
  ])('refuses %j', (text, words) => expect(problemOf(text)).toContain(words))
})

test('No problem quotes what it is about', () => {
  const secret = 'hunter2-correct-horse'
  for (const text of [
    secret,
    `a: 1\n${secret}`,
    `{"a": "${secret}"`,
    `{"a": ${secret}}`,
    `{"a": "${secret}", }`,
    `: ${secret}`,
  ])
    expect(problemOf(text)).not.toContain(secret)
})

test('What JSON.stringify writes of any text is read back', () => {
  const entry = record({ name: stringMatching(/^[a-z][a-z0-9_.-]{0,8}$/), value: stringMatching(/^[^\0]{0,20}$/) })
  assert(
    property(uniqueArray(entry, { selector: ({ name }) => name }), entries => {
      const object = Object.fromEntries(entries.map(({ name, value }) => [name, value]))
      expect(read(JSON.stringify(object))).toEqual(object)
      expect(read(JSON.stringify(object, null, 2))).toEqual(object)
    }),
  )
})
