import { randomBytes } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { asBytes, originsOf, unescaped } from '../../../src/core/credential/escapes.ts'
import { Needles } from '../../../src/core/credential/needles.ts'
import { runs } from '../../support/thorough.ts'

/** What `Needles` looks for, in every level of the whole text and without a shortcut. */
function slowly(text: string, needles: readonly string[]): string[] {
  const levelsOf = (bytes: string) => {
    const levels = [bytes]
    while (levels.length <= 4 && unescaped(levels.at(-1) ?? '') !== levels.at(-1))
      levels.push(unescaped(levels.at(-1) ?? ''))
    return levels
  }
  const wanted = needles
    .flatMap(needle => [levelsOf(asBytes(needle))[0] ?? '', levelsOf(asBytes(needle)).at(-1) ?? ''])
    .filter(({ length }) => length >= 8)
  const levels = levelsOf(asBytes(text))
  return levels.flatMap((level, depth) =>
    [...new Set(wanted.map(needle => needle.toLowerCase()))].flatMap(needle => {
      const found: string[] = []
      const low = level.toLowerCase()
      for (let at = low.indexOf(needle); at >= 0; at = low.indexOf(needle, at + 1)) {
        const ends = levels
          .slice(0, depth)
          .reduceRight(
            ([start, end], before) => [originsOf(before)[start] ?? 0, originsOf(before)[end] ?? 0] as const,
            [at, at + needle.length] as const,
          )
        found.push(ends.join('-'))
      }
      return found
    }),
  )
}

function quickly(text: string, needles: readonly string[]): string[] {
  const all = new Needles()
  for (const needle of needles) all.add(needle)
  return all.spansIn(Buffer.from(text)).map(span => span.join('-'))
}

const hex = (character: string, digits: number) => character.charCodeAt(0).toString(16).padStart(digits, '0')
const twin = (character: string) =>
  /[!-~]/.test(character) ? String.fromCharCode(character.charCodeAt(0) + 0xfee0) : character

/** Ways to write one character. */
const ways: readonly ((character: string) => string)[] = [
  one => one,
  one => one,
  one => one.toUpperCase(),
  one => `\\u${hex(one, 4)}`,
  one => `%u${hex(one, 4)}`,
  one => `\\x${hex(one, 2)}`,
  one => `%${hex(one, 2)}`,
  one => `%${hex(one, 2).toUpperCase()}`,
  one => `&#${one.charCodeAt(0)};`,
  one => `&#x${hex(one, 1)};`,
  one => JSON.stringify(one).slice(1, -1),
  one => one.replace('/', '\\/').replace("'", "\\'"),
  one => one.replace('&', '&amp;').replace('"', '&quot;').replace('<', '&lt;').replace("'", '&apos;'),
  twin,
]

/** Writes each character of a text in one of these ways, again and again. */
const writings = fc.array(fc.array(fc.nat(ways.length - 1), { minLength: 1, maxLength: 9 }), { maxLength: 4 })
const written = (text: string, writings: readonly (readonly number[])[]) =>
  writings.reduce(
    (text, choices) => Array.from(text, (one, at) => ways[choices[at % choices.length] ?? 0]?.(one) ?? '').join(''),
    text,
  )

const tricky = fc.constantFrom(
  '\\',
  '%',
  '&',
  '#',
  ';',
  'u',
  'x',
  '0',
  '4',
  '1',
  'n',
  '"',
  '/',
  ' ',
  '<',
  '\uff05',
  '\uff0c',
  'amp;',
  '%20',
  '\\"',
  '\\\\',
  '\\n',
  '&lt;',
  'ud83d',
)
const noise = fc.array(tricky, { maxLength: 12 }).map(pieces => pieces.join(''))
const needle = fc.oneof(
  fc.string({
    unit: fc.constantFrom('a', 'N', 'u', '0', '4', '1', 'x', '/', '+', '"', '\\', '%', ' ', '&', ';', 'ä'),
    minLength: 8,
    maxLength: 14,
  }),
  fc.constant(`made-up-${randomBytes(8).toString('hex')}`),
)

describe('The quick look for needles', () => {
  test('leaves out none that reading every level of the whole finds', () => {
    fc.assert(
      fc.property(
        fc.array(needle, { minLength: 1, maxLength: 3 }),
        fc.array(fc.tuple(noise, fc.nat(2), writings, fc.nat(3)), { minLength: 1, maxLength: 3 }),
        (needles, pieces) => {
          const text = pieces
            .map(([noise, which, writings, cut]) => {
              const form = written(needles[which % needles.length] ?? '', writings)
              return `${noise}${cut === 3 ? form.slice(1) : form}${noise}`
            })
            .join(' '.repeat(pieces.length * 150))
          // Longer than any form that a service writes; the levels of such a text take long.
          if (text.length > 20_000) return
          expect(new Set(quickly(text, needles))).toEqual(new Set(slowly(text, needles)))
        },
      ),
      { numRuns: runs(1000) },
    )
  })

  test.each<[string, (needle: string) => string, string, string]>([
    ['between letters that are escaped twice', needle => `%2541${needle}\\\\u0041`, 'a', 'a'],
    ['that begins with what a run of backslashes brings out', needle => `${'\\'.repeat(8)}u0041${needle}`, 'a', ''],
    ['with an escape that an escape brings out', needle => `${needle}&#x0000%341;`, '', 'a'],
    ['with a long reference', needle => `&#0000097;${needle}`, 'a', ''],
    ['with a backslash that is escaped', needle => `${needle}\\\\q`, '', '\\q'],
    ['with a slash that is escaped', needle => `${needle}\\/q`, '', '/q'],
    ['with a slash that is percent-encoded', needle => `${needle}%2fq`, '', '/q'],
    ['with a full-width letter', needle => `\uff41${needle}`, 'a', ''],
    ['with a full-width slash', needle => `${needle}\uff0fq`, '', '/q'],
  ])('finds a needle %s', (_, write, before, after) => {
    const middle = randomBytes(20).toString('hex')
    const text = write(middle)
    expect(quickly(text, [before + middle + after])).toContain(`0-${Buffer.from(text).length}`)
  })
})
