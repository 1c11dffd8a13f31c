import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { type InputType, parseDuration, parseList, readers } from '../../../src/core/inputs/input-types.ts'
import { Problem } from '../../../src/core/inputs/problem.ts'
import { noon } from '../../support/samples.ts'

const bounds = { now: noon }

describe('A value of its type:', () => {
  test.each<[InputType, string, unknown]>([
    ['duration', '90s', 90_000],
    ['duration', '15m', 900_000],
    ['duration', '2h', 7_200_000],
    ['duration', '7d', 604_800_000],
    ['duration', '0s', 0],
    ['number', '0', 0],
    ['number', '2147483647', 2_147_483_647],
    ['boolean', 'true', true],
    ['boolean', 'FALSE', false],
    ['boolean', 'True', true],
    ['time', '2026-11-23', '2026-11-23T00:00:00.0000000Z'],
    ['time', '2026-11-23T08:00:00+02:00', '2026-11-23T06:00:00.0000000Z'],
    ['time', '2026-04-01T10:48:33.3063796Z', '2026-04-01T10:48:33.3063796Z'],
    ['time', '90s', '2026-11-23T11:58:30.0000000Z'],
    ['time', '7d', '2026-11-16T12:00:00.0000000Z'],
    ['date', '2027-01-31', '2027-01-31T00:00:00.0000000Z'],
    ['date', '2028-02-29', '2028-02-29T00:00:00.0000000Z'],
    ['numbers', '1, 2\n3', [1, 2, 3]],
    [
      'map',
      'a: 1\nb=2',
      new Map([
        ['a', '1'],
        ['b', '2'],
      ]),
    ],
    ['size', '1.5KiB', 1536],
    ['path', ' a, b ', ' a, b '],
  ])('the %s %j is read as %j', (type, text, value) => {
    expect(readers[type](text, bounds)).toEqual(value)
  })

  test('a choice of any case gets the case of the service', () => {
    const values = ['succeeded', 'partiallySucceeded']
    expect(readers.choice('PARTIALLYsucceeded', { ...bounds, values })).toBe('partiallySucceeded')
    expect(readers.choices('Succeeded\nPARTIALLYSUCCEEDED', { ...bounds, values })).toEqual(values)
  })
})

describe('A value that is not of its type:', () => {
  test.each<[InputType, string]>([
    ['duration', ''],
    ['duration', '90'],
    ['duration', '1.5h'],
    ['duration', '-5m'],
    ['duration', '5 m'],
    ['duration', '5M'],
    ['duration', '1h30m'],
    ['duration', '١٥m'],
    ['duration', '9999999999s'],
    ['number', ''],
    ['number', '-1'],
    ['number', '1.0'],
    ['number', '1e3'],
    ['number', '0x10'],
    ['number', ' 1'],
    ['number', '2147483648'],
    ['number', '٣'],
    ['boolean', 'yes'],
    ['boolean', '1'],
    ['boolean', ''],
    ['boolean', 'constructor'],
    ['boolean', '__proto__'],
    ['time', 'yesterday'],
    ['time', '2026-13-01'],
    ['time', '2026-06-31'],
    ['time', '2026-02-29'],
    ['time', '2026-11-23T25:00:00Z'],
    ['time', '2026-11-23T08:60:00Z'],
    ['time', '23.11.2026'],
    ['time', '1764000000'],
    // Before the year 0, and before what a Date can hold: neither may become no filter at all.
    ['time', '1000000d'],
    ['time', '999999999d'],
    ['date', '2027-1-31'],
    ['date', '2027-02-30'],
    ['date', '2027-01-31T00:00:00Z'],
    ['date', '7d'],
    ['list', ','],
    ['list', ' ,\n"" '],
    ['list', '"a, b'],
    ['list', 'x, "a, b'],
    ['list', 'x,  "a" b'],
    ['list', '"a" "b"'],
    ['numbers', '1, two'],
    ['numbers', ','],
    ['choices', ','],
    ['map', 'a'],
    ['size', '5 apples'],
  ])('the %s %j is a problem', (type, text) => {
    expect(() => readers[type](text, { ...bounds, values: ['all'] })).toThrow(Problem)
  })

  test('a choice names what is allowed, and the nearest of it', () => {
    const values = ['succeeded', 'failed']
    expect(() => readers.choice('succeded', { ...bounds, values })).toThrow(
      'is not one of succeeded, failed. Did you mean succeeded?',
    )
    expect(() => readers.choice('zzz', { ...bounds, values })).toThrow(/^is not one of succeeded, failed$/)
    expect(() => readers.choices('failed, fialed', { ...bounds, values })).toThrow(
      'has the item "fialed", which is not one of succeeded, failed. Did you mean failed?',
    )
  })

  test.each([
    ['success', ['succeeded', 'partiallySucceeded', 'failed'], 'succeeded'],
    ['Failure', ['succeeded', 'partiallySucceeded', 'failed'], 'failed'],
    ['partial', ['succeeded', 'partiallySucceeded', 'failed'], 'partiallySucceeded'],
    ['finishTime', ['startTimeDescending', 'finishTimeDescending', 'finishTimeAscending'], 'finishTimeDescending'],
    ['descending', ['startTimeDescending', 'finishTimeDescending'], 'startTimeDescending'],
    ['su', ['succeeded'], undefined],
    ['passed', ['succeeded', 'failed'], undefined],
  ])('the choice %j of %j means %s', (text, values, guess) => {
    const message = `is not one of ${values.join(', ')}${guess === undefined ? '' : `. Did you mean ${guess}?`}`
    expect(() => readers.choice(text, { ...bounds, values })).toThrow(new Problem(message))
  })

  test('a number and a duration outside their bounds are problems', () => {
    expect(() => readers.number('0', { ...bounds, least: 1, most: 64 })).toThrow('is not a whole number from 1 to 64')
    expect(() => readers.number('65', { ...bounds, least: 1, most: 64 })).toThrow(Problem)
    expect(readers.number('64', { ...bounds, least: 1, most: 64 })).toBe(64)
    expect(() => readers.duration('0m', { ...bounds, least: 1 })).toThrow('must be longer than zero')
  })
})

describe('A list', () => {
  test.each<[string, string[]]>([
    ['', []],
    ['a', ['a']],
    ['a,b', ['a', 'b']],
    ['a, b\r\nc\rd\n', ['a', 'b', 'c', 'd']],
    [',a,,b,', ['a', 'b']],
    ['  \n\t\n a \t', ['a']],
    ['"a, b",c', ['a, b', 'c']],
    ['c , "a, b" , d', ['c', 'a, b', 'd']],
    ['" a "', ['a']],
    ['""', []],
    ['say "hi"', ['say "hi"']],
    ['don’t, it’s', ['don’t', 'it’s']],
    ['\\folder\\a b', ['\\folder\\a b']],
    ['🦊, ａ', ['🦊', 'ａ']],
  ])('written as %j has the items %j', (text, items) => {
    expect(parseList(text)).toEqual(items)
  })

  const item = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
    .filter(text => !/["\r\n]/.test(text) && text.trim() === text && text !== '')

  test('gives back any items, written in quotes or without', () => {
    const written = fc.array(
      fc.record({
        item,
        quoted: fc.boolean(),
        before: fc.constantFrom('', ' ', '\t', '  '),
        end: fc.constantFrom(',', '\n', '\r\n', ' ,', ',,', '\n\n'),
      }),
    )
    fc.assert(
      fc.property(written, parts => {
        const text = parts.map(
          ({ item, quoted, before, end }) => before + (quoted || item.includes(',') ? `"${item}"` : item) + end,
        )
        expect(parseList(text.join(''))).toEqual(parts.map(({ item }) => item))
      }),
    )
  })

  test('of any text has only trimmed items that are not empty, or is a problem', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', '"', ',', ' ', '\n', '\r', '\t', '\\') }), text => {
        try {
          for (const found of parseList(text)) expect(found).toBe(found.trim() || 'not empty')
        } catch (error) {
          expect(error).toBeInstanceOf(Problem)
        }
      }),
    )
  })

  test.each([
    ['blanks', ' '],
    ['quotes', '"'],
    ['commas', ','],
    ['pairs of quotes', '""'],
    ['quotes and blanks', '" '],
    ['blanks and quotes', ' "'],
  ])('of 50,000 %s is refused in no time', (_, piece) => {
    const text = piece.repeat(50_000)
    expect(() => [parseList(text), parseList(`${text}x`), parseList(`"${text}`)]).toThrow(Problem)
  })
})

test('A duration of any amount and unit is read as that many milliseconds', () => {
  const units = { s: 1000n, m: 60_000n, h: 3_600_000n, d: 86_400_000n }
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 999_999_999 }),
      fc.constantFrom(...(Object.keys(units) as (keyof typeof units)[])),
      (amount, unit) => {
        expect(BigInt(parseDuration(`${amount}${unit}`))).toBe(BigInt(amount) * units[unit])
      },
    ),
  )
})
