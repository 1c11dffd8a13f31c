import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import MarkdownIt from 'markdown-it'
import { parseCommand as parseAzure } from '../../../hosts/azure/command-parser.js'
import { isIgnorable } from '../../../hosts/culture.js'
import { parseCommand as parseGitHub } from '../../../hosts/github/command-parser.js'
import { LineReader } from '../../../hosts/line-reader.js'
import { code, counted, listed, markdown, safeLine, shorten, visible } from '../../../src/core/base/text.ts'
import { anyCharacter } from '../../support/any-character.ts'
import { codePoints, runs } from '../../support/thorough.ts'

/** What a command is made of, what hides in it, and what ends a line. */
const pieces = [
  '::', ':', '#', '##', '##[', '[', ']', '##vso[', 'vso[', 'task.setvariable', 'add-mask', 'error', ' ', '\t', '=', ';', '%0A',
  '\n', '\r', '\u2028', '\u2029', '\u0085', '\v', '\f', '\0', '\u001b[31m', '\u200b', '\u00ad', '\ufeff', '\u202e', '\u3000',
  '\u{e0001}', '\ud800', '\udc00', 'İ', 'x', '🦊',
] // biome-ignore format: a table of pieces
const crafted = fc.array(fc.constantFrom(...pieces), { maxLength: 12 }).map(parts => parts.join(''))
const anything = fc.oneof(crafted, fc.string({ unit: anyCharacter }), fc.string({ unit: 'grapheme' }), loneSurrogates())

function loneSurrogates() {
  return fc.array(fc.integer({ min: 0, max: 0xffff })).map(units => String.fromCharCode(...units))
}

function linesOf(text: string): string[] {
  const reader = new LineReader()
  return [...reader.push(text), ...reader.end()]
}

describe('a safe line', () => {
  test('is one line, without a character that cannot be seen, and no command of either host, for any text', () => {
    fc.assert(
      fc.property(anything, text => {
        const line = safeLine(text)
        expect(linesOf(`${line}\n`)).toEqual([line])
        expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u)
        expect(parseGitHub(line, () => true)).toBeUndefined()
        expect(parseAzure(line)).toBeUndefined()
        expect(line.toLowerCase()).not.toMatch(/##\[|##vso/)
      }),
      { numRuns: runs(2000) },
    )
  })

  test('is no command with any code point in it, for hosts that may ignore whatever is not ASCII', () => {
    const wrong: string[] = []
    for (const code of codePoints()) {
      const c = String.fromCodePoint(code)
      const marks = `${c}::x#${c}#vso ##${c}vso ##v${c}so ##vs${c}o #${c}#[ ##${c}[`
      for (const line of [safeLine(marks), safeLine(` ${c} :${c}:x`)]) {
        const ascii = line.replace(/[\x80-\uffff]+/g, '')
        if (/##(?:\[|vso)|^\s*::/i.test(ascii)) wrong.push(`${code.toString(16)}: ${line}`)
      }
    }
    expect(wrong).toEqual([])
  })

  test('is no command for the hosts, with any code point that their search ignores in it', () => {
    const wrong: string[] = []
    for (const code of codePoints(0x80)) {
      const c = String.fromCodePoint(code)
      if (/[\p{Cn}\p{Co}\p{Cs}]/u.test(c) || !(/\p{M}/u.test(c) || isIgnorable(c))) continue
      for (const text of [
        `a ##${c}vso[task.debug]x`,
        `#${c}#vso[task.debug]x`,
        `##vs${c}o[task.debug]x`,
        `##vso${c}[task.debug]x`,
      ])
        if (parseAzure(safeLine(text)) !== undefined) wrong.push(`${code.toString(16)} ${text}`)
      for (const text of [`#${c}#[debug]x`, `##${c}[debug]x`, `${c}::debug::x`, `:${c}:debug::x`, `::${c}debug::x`])
        if (parseGitHub(safeLine(text), () => true) !== undefined) wrong.push(`${code.toString(16)} ${text}`)
      const message = parseGitHub(`::error::${safeLine(`${c}##[set-output name=x]y`)}`, () => true)
      if (message?.name !== 'error') wrong.push(`${code.toString(16)} message`)
    }
    expect(wrong).toEqual([])
  })

  test('does not begin with a mark that would combine with the command before it', () => {
    const wrong: string[] = []
    for (const code of codePoints(0x80)) {
      const c = String.fromCodePoint(code)
      // Those that are not assigned yet may become marks; there are 800,000.
      if (!/\p{M}/u.test(c) && !(code % 64 === 0 && /\p{Cn}/u.test(c))) continue
      for (const text of [c, `${c}##[set-output name=x]y`, `\u0640${c}x`, `\u02b0\u180a${c}`])
        if (/^[\p{Lm}\u180a]*[\p{M}\p{Cn}]/u.test(safeLine(text))) wrong.push(code.toString(16))
    }
    expect(wrong).toEqual([])
    expect(safeLine('\u0301x')).toBe('\u25cc\u0301x')
    expect(safeLine('\u0939\u093f\u0928')).toBe('\u0939\u093f\u0928')
  })

  test('stays as it is when it is made safe again', () => {
    fc.assert(
      fc.property(anything, text => {
        expect(safeLine(safeLine(text))).toBe(safeLine(text))
      }),
    )
  })

  test.each<[string, string]>([
    ['plain text, 100 %, #12, a::b', 'plain text, 100 %, #12, a::b'],
    ['::error::x', ': :error::x'],
    ['\t ::error::x', '  : :error::x'],
    ['##vso[task.complete]', '**vso[task.complete]'],
    ['##VSO[task.complete]', '**VSO[task.complete]'],
    ['a ##[error] b', 'a **[error] b'],
    ['####[error]', '##**[error]'],
    ['#\u0488#vso[a.b]', '*\u0488*vso[a.b]'],
    ['##v\u0640so[a.b]', '**v\u0640so[a.b]'],
    ['größe::x #1 ## 2', 'größe::x #1 ## 2'],
    ['## vso[x]', '** vso[x]'],
    ['##\u200b[error]', '##<U+200B>[error]'],
    ['a\r\nb', 'a␍␊b'],
    ['\u001b[31mred', '␛[31mred'],
    ['a\u2028b\u0085c', 'a<U+2028>b<U+0085>c'],
    ['\u202egnp.exe', '<U+202E>gnp.exe'],
    ['\ud83e', '<U+D83E>'],
    ['\u{e0041}', '<U+E0041>'],
  ])('of %j is %j', (text, line) => {
    expect(safeLine(text)).toBe(line)
  })

  test.each(['##', '## ', '#', ' ', '::', '##\t'])('of very many %j ends', piece => {
    expect(safeLine(piece.repeat(100_000)).length).toBeGreaterThan(0)
  })
})

test('what can be seen is left alone', () => {
  const letters = fc.string({ unit: fc.constantFrom(...'aZ09 äß中🦊-_/\\.,;:!?"\'()[]{}<>|@#$%&*+=~^`') })
  fc.assert(fc.property(letters, text => expect(visible(text)).toBe(text)))
})

describe('Markdown of any text', () => {
  const renderer = new MarkdownIt({ html: true, linkify: true, typographer: true })
  type Token = ReturnType<typeof renderer.parseInline>[number]

  /** Everything inline, with the characters that references stand for; undefined where there is more than text. */
  function textOf(source: string): string | undefined {
    const [{ children }] = renderer.parseInline(source, {}) as [Token]
    const tokens = children ?? []
    return tokens.every(({ type }) => type === 'text') ? tokens.map(({ content }) => content).join('') : undefined
  }

  const markup = fc.array(
    fc.constantFrom(
      '*', '_', '**', '`', '~~', '[', ']', '(', ')', '<', '>', '<b>', '<!--', '|', '!', '#', '@', '&', '&amp;', '\\', '\n',
      'http://', 'https://x.example', 'www.x.example', 'a@b.example', '@name', '#12', 'GH-12', ':+1:', '$', '---', '1.', '- ', 'x', ' ', '(c)', '...',
    ),
    { maxLength: 10 },
  ) // biome-ignore format: a table of pieces

  /** With full-width marks as their twins in ASCII, which may stand for them. */
  const folded = (text: string) => text.replace(/[＠＃－：]/g, mark => mark.normalize('NFKC'))

  test('shows its characters and nothing else', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          markup.map(parts => parts.join('')),
          anything,
        ),
        text => {
          expect(folded(textOf(`|${markdown(text)}|`) ?? 'markup')).toBe(folded(`|${visible(text)}|`))
        },
      ),
      { numRuns: runs(1000) },
    )
  })

  test('has no mention, no reference and nothing that ends a cell of a table', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          markup.map(parts => parts.join('')),
          anything,
        ),
        text => {
          expect(markdown(text)).not.toMatch(/[@|<>`[\]*_~\\\n\r]|#(?!\d+;)/)
        },
      ),
    )
  })

  test.each<[string, string]>([
    ['GH-12 gh-1', 'GH－12 gh－1'],
    ['GH-x AGH-12', 'GH&#45;x AGH&#45;12'],
    [':tada: :+1:', '：tada&#58; ：&#43;1&#58;'],
    ['12:30:45', '12&#58;30&#58;45'],
  ])('of %j is %j, in which GitHub finds neither an issue nor an emoji', (text, written) => {
    expect(markdown(text)).toBe(written)
  })

  test('as code is one element of code', () => {
    expect(code('</code>|@a')).toBe('<code>&#60;&#47;code&#62;&#124;＠a</code>')
  })
})

test.each<[string, number, string]>([
  ['abc', 3, 'abc'],
  ['abcd', 3, 'ab…'],
  ['🦊🦊🦊', 3, '🦊🦊🦊'],
  ['🦊🦊🦊🦊', 3, '🦊🦊…'],
  ['', 1, ''],
])('%j at most %d long is %j', (text, length, short) => {
  expect(shorten(text, length)).toBe(short)
})

test('numbers and lists read as sentences', () => {
  expect([counted(0, 'build'), counted(1, 'build'), counted(1234, 'build'), counted(2, 'entry', 'entries')]).toEqual([
    '0 builds',
    '1 build',
    '1,234 builds',
    '2 entries',
  ])
  expect([listed([]), listed(['a']), listed(['a', 'b']), listed(['a', 'b', 'c'], 'or')]).toEqual([
    '',
    'a',
    'a and b',
    'a, b or c',
  ])
})
