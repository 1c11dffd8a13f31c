import { gunzipSync, gzipSync } from 'node:zlib'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { parse, readList, splitPage } from '../../../src/core/service/json-list.ts'
import { PageError } from '../../../src/core/service/page-error.ts'
import { anyCharacter } from '../../support/any-character.ts'
import { runs } from '../../support/thorough.ts'

const bytesOf = (text: string) => Buffer.from(text, 'utf8')
const read = (text: string | Buffer) => splitPage(typeof text === 'string' ? bytesOf(text) : text).map(parse)

/** What a text must not be taken for: keys, lists and quotes inside of strings. */
const tricky = fc.constantFrom(
  '"',
  '\\',
  '\\"',
  '"value":[1]',
  '],[',
  '}{',
  '\\\\"',
  'value',
  '\n',
  '\u2028',
  '🦊',
  '\ud800',
  '',
)
const anyText = fc.oneof(tricky, fc.string({ unit: anyCharacter }))
const anyValue = fc.letrec(tie => ({
  value: fc.oneof(
    { maxDepth: 3 },
    anyText,
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(anyText, tie('value'), { maxKeys: 4 }),
  ),
})).value

/** A writer of JSON that spends white space and escapes at random. */
function write(value: unknown, choose: () => number): string {
  const space = () => ['', '', ' ', '\n\t', '\r\n  '][choose() % 5] as string
  const text = (string: string) =>
    choose() % 2 === 0
      ? JSON.stringify(string)
      : `"${[...Array(string.length).keys()].map(at => `\\u${string.charCodeAt(at).toString(16).padStart(4, '0')}`).join('')}"`
  const join = (open: string, parts: string[], close: string) =>
    `${open}${space()}${parts.map(part => `${space()}${part}${space()}`).join(',')}${close}`
  if (typeof value === 'string') return text(value)
  if (Array.isArray(value))
    return join(
      '[',
      value.map(item => write(item, choose)),
      ']',
    )
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  // The key of the list itself is always written plainly, as every writer does.
  const key = (name: string) => (name === 'value' || name === 'count' ? JSON.stringify(name) : text(name))
  const pairs = Object.entries(value).map(([name, item]) => `${key(name)}${space()}:${space()}${write(item, choose)}`)
  return join('{', pairs, '}')
}

const pages = fc
  .record({
    list: fc.array(anyValue as fc.Arbitrary<unknown>, { maxLength: 6 }),
    others: fc.dictionary(anyText, anyValue as fc.Arbitrary<unknown>, { maxKeys: 3 }),
    after: fc.boolean(),
    choices: fc.array(fc.nat(100), { minLength: 1, maxLength: 40 }),
  })
  .map(({ list, others, after, choices }) => {
    let at = 0
    const choose = () => choices[at++ % choices.length] as number
    const { value: _, ...rest } = others
    return write(after ? { ...rest, value: list } : { count: list.length, value: list, ...rest }, choose)
  })

describe('a page', () => {
  test('has the elements that JSON.parse finds, however it is written', () => {
    fc.assert(
      fc.property(pages, page => {
        expect(read(page)).toEqual((JSON.parse(page) as { value: unknown[] }).value)
      }),
      { numRuns: runs(500) },
    )
  })

  test('gives each element as the very bytes that came, without the white space around', () => {
    expect(splitPage(bytesOf('{ "value" : [ {"id": 1 ,"a":"\\u0041"} , 2,"x" ] }')).map(String)).toEqual([
      '{"id": 1 ,"a":"\\u0041"}',
      '2',
      '"x"',
    ])
  })

  test('that is cut off anywhere is refused', () => {
    fc.assert(
      fc.property(pages, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (page, share) => {
        const bytes = bytesOf(page)
        expect(() => read(bytes.subarray(0, Math.floor(share * bytes.length)))).toThrow(PageError)
      }),
      { numRuns: runs(500) },
    )
    const page = bytesOf('{"count":2,"value":[{"id":1,"a":"ä\\"]}"},{"id":[2]}],"more":[]}')
    for (let length = 0; length < page.length; length++) expect(() => read(page.subarray(0, length))).toThrow(PageError)
    expect(read(page)).toHaveLength(2)
  })

  test('with any one byte replaced is refused, or is what JSON.parse makes of it', () => {
    const page = bytesOf('{"count":2,"value":[{"id":1,"b":"x\\"y"},{"id":2,"c":[{},[]]}]}')
    fc.assert(
      fc.property(fc.nat(page.length - 1), fc.nat(255), (at, byte) => {
        const damaged = Buffer.from(page)
        damaged[at] = byte
        let found: unknown
        try {
          found = read(damaged)
        } catch (error) {
          expect(error).toBeInstanceOf(PageError)
          return
        }
        expect(found).toEqual((JSON.parse(damaged.toString('utf8')) as { value: unknown }).value)
      }),
      { numRuns: runs(3000) },
    )
  })

  test.each<[string, string, unknown[]]>([
    ['a byte order mark', '\ufeff{"value":[1]}', [1]],
    ['no elements', '{"count":0,"value":[]}', []],
    ['no elements but white space', '{"value":[ \n ]}', []],
    ['a value further inside', '{"a":{"value":[1]},"b":[{"value":[2]}],"value":[3]}', [3]],
    ['value as a text', '{"a":"value","b":["value"],"value":[3]}', [3]],
    ['elements of every kind', '{"value":[null,true,-1.5e3,"]",[],{}]}', [null, true, -1500, ']', [], {}]],
  ])('may have %s', (_, page, elements) => {
    expect(read(page)).toEqual(elements)
  })

  test.each<[string, string | Buffer, boolean]>([
    ['nothing', '', true],
    ['only a byte order mark', '\ufeff', true],
    ['white space', ' \n', true],
    ['no JSON', '<html></html>', true],
    ['bytes that are not UTF-8', Buffer.from([0x7b, 0xff, 0x7d]), true],
    ['a list that is not in an object', '[1,2]', false],
    ['null', 'null', false],
    ['a text', '"value"', false],
    ['no value', '{"count":1}', false],
    ['a value that is no list', '{"count":1,"value":{"Message":"x"}}', false],
    ['a value of null', '{"value":null}', false],
    ['two values', '{"value":[1],"value":[2]}', false],
    ['two values, the last one empty', '{"value":[1],"value":[]}', false],
    ['two values, the last one no list', '{"value":[1],"value":7}', false],
    ['a second value in escapes', '{"value":[1],"\\u0076alue":[]}', false],
    ['more after its end', '{"value":[1]}x', true],
    ['two pages', '{"value":[1]}{"value":[2]}', true],
    ['a comma too many', '{"value":[1,]}', true],
    ['only a comma', '{"value":[,]}', true],
    ['a comma too few', '{"value":[1 2]}', true],
    ['brackets that do not match', '{"value":[{]}]}', true],
    ['no brace', '{"value":[1]', true],
  ])('is not %s', (_, body, passing) => {
    expect(() => read(body)).toThrow(expect.objectContaining({ name: 'PageError', transient: passing }))
  })

  test('of very many backslashes and brackets ends', () => {
    const backslashes = JSON.stringify({ value: ['\\'.repeat(200_000), '\\"'.repeat(100_000)] })
    expect(read(backslashes)).toHaveLength(2)
    expect(() => read(`{"value":${'['.repeat(200_000)}`)).toThrow(PageError)
  })

  const listOf = (element: string, count: number) => `{"value":[${Array(count).fill(element).join(',')}]}`

  test.each<[string, string, string]>([
    ['50,001 elements', listOf('1', 50_001), 'the list has more than 50000 elements'],
    ['300,000 elements', listOf('{"id":1}', 300_000), 'the list has more than 50000 elements'],
    ['101 levels', listOf(`${'['.repeat(101)}${']'.repeat(101)}`, 1), 'the body is nested deeper than 100 levels'],
    ['a million levels', listOf(`${'{"a":'.repeat(1e6)}1${'}'.repeat(1e6)}`, 1), 'nested deeper than 100 levels'],
    ['a million levels elsewhere', `{"a":${'['.repeat(1e6)}${']'.repeat(1e6)},"value":[]}`, 'nested deeper than 100'],
    ['an element over 16 MiB', listOf(JSON.stringify('x'.repeat(16 * 1024 * 1024)), 1), 'more than 16777216 bytes'],
  ])('of %s is refused for good', async (_, body, message) => {
    const expected = expect.objectContaining({
      name: 'PageError',
      transient: false,
      message: expect.stringContaining(message),
    })
    expect(() => splitPage(bytesOf(body))).toThrow(expected)
    await expect(readList(bytesOf(body), value => value)).rejects.toEqual(expected)
  })

  test.each([
    ['50,000 elements', listOf('{"id":1}', 50_000), 50_000],
    ['100 levels', listOf(`${'['.repeat(100)}${']'.repeat(100)}`, 2), 2],
  ])('of %s is read', async (_, body, count) => {
    expect(await readList(bytesOf(body), value => value)).toHaveLength(count)
  })

  test('is read in turns, each element with its bytes, and no further than it is wanted', async () => {
    const body = bytesOf(listOf(JSON.stringify({ id: 1, text: 'x'.repeat(1000) }), 40_000))
    let turns = 0
    const timer = setInterval(() => turns++, 1)
    const read = await readList(body, (value, bytes) => [value, JSON.parse(bytes.toString())])
    expect(turns).toBeGreaterThan(1)
    expect(read[39_999]?.[0]).toEqual(read[39_999]?.[1])
    const controller = new AbortController()
    setTimeout(() => controller.abort(new Error('enough')), 1)
    await expect(readList(body, value => value, controller.signal)).rejects.toThrow('enough')
    clearInterval(timer)
  })

  describe('that is long', () => {
    const padding = { a: 'x'.repeat(70_000) }
    const readLong = (page: string | Buffer) =>
      readList(typeof page === 'string' ? bytesOf(page) : page, (value, bytes) => ({ value, text: String(bytes) }))
    /** How an element begins, anywhere in another. */
    const alike = fc.oneof(
      fc.record({ a: fc.oneof(anyText, fc.constant('},{"a":1'), fc.constant('"},{"a":"')) }),
      fc.record({ a: fc.array(fc.record({ a: fc.integer() }), { maxLength: 3 }), b: anyText }),
      fc.record({ a: anyValue as fc.Arbitrary<unknown> }),
      fc.record({ ab: anyText }),
      anyValue as fc.Arbitrary<unknown>,
    )
    const longPages = fc
      .record({
        list: fc.array(alike, { maxLength: 8 }),
        at: fc.nat(8),
        plain: fc.boolean(),
        choices: fc.array(fc.nat(100), { minLength: 1, maxLength: 40 }),
      })
      .map(({ list, at, plain, choices }) => {
        let next = 0
        const choose = () => choices[next++ % choices.length] as number
        const page = { count: 0, value: list.toSpliced(at, 0, padding) }
        return plain ? JSON.stringify(page) : write(page, choose)
      })

    test('has the elements that JSON.parse finds, each with the bytes that came', async () => {
      await fc.assert(
        fc.asyncProperty(longPages, async page => {
          const found = await readLong(page)
          expect(found.map(({ value }) => value)).toEqual((JSON.parse(page) as { value: unknown[] }).value)
          expect(found.map(({ text }) => text)).toEqual(splitPage(bytesOf(page)).map(String))
        }),
        { numRuns: runs(300) },
      )
    })

    test('with any one byte replaced, or cut off anywhere, is refused, or is what JSON.parse makes of it', async () => {
      const page = bytesOf(
        `{"count":5,"value":[${JSON.stringify(padding)},{"a":1},{"a":[{"a":"}"},{"a":2}]},{"a":3},{"a":{"a":"\\"}}]}`,
      )
      const start = 70_000
      await fc.assert(
        fc.asyncProperty(fc.integer({ min: start, max: page.length - 1 }), fc.nat(255), async (at, byte) => {
          const damaged = Buffer.from(page)
          damaged[at] = byte
          await expect(readLong(page.subarray(0, at))).rejects.toThrow(PageError)
          const found = await readLong(damaged).catch((error: unknown) => error)
          if (found instanceof PageError) return
          expect((found as { value: unknown }[]).map(({ value }) => value)).toEqual(
            (JSON.parse(damaged.toString('utf8')) as { value: unknown }).value,
          )
        }),
        { numRuns: runs(1000) },
      )
    })

    test.each([
      ['50,001 elements', listOf('{"id":12345}', 50_001), false, 'the list has more than 50000 elements'],
      ['a comma too many', `${listOf('{"id":12345}', 9000).slice(0, -2)},]}`, true, 'the body is not JSON'],
      ['a comma too few', listOf('{"id":1} {"id":2}', 9000), true, 'the body is not JSON'],
      ['no end', listOf('{"id":12345}', 9000).slice(0, -2), true, 'the list does not end'],
      ['a second list', `${listOf('{"id":12345}', 9000).slice(0, -1)},"value":7}`, false, 'its value is no list'],
    ])('of %s is refused', async (_, page, transient, message) => {
      const expected = expect.objectContaining({ name: 'PageError', transient, message })
      await expect(readLong(page)).rejects.toEqual(expected)
    })
  })

  test('of which an element is not what it should be fails as a whole', async () => {
    const picky = (value: unknown) => {
      if (value === 3) throw new PageError(false, 'three')
      return value
    }
    await expect(readList(bytesOf('{"value":[1,2,3,4]}'), picky)).rejects.toThrow('three')
  })

  test('survives gzip as it is', () => {
    fc.assert(
      fc.property(pages, page => {
        expect(splitPage(gunzipSync(gzipSync(page))).map(String)).toEqual(splitPage(bytesOf(page)).map(String))
      }),
      { numRuns: 20 },
    )
  })
})
