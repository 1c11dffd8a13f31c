import { describe, expect, test } from '@jest/globals'
import { secretForms } from '../../../src/core/credential/credential.ts'
import { redactor } from '../../../src/core/credential/redact.ts'
import { type GuardedHost, guard } from '../../../src/core/host/guard.ts'
import type { Host } from '../../../src/core/host/host.ts'
import type { InputName } from '../../../src/core/inputs/inputs.ts'
import type { OutputName } from '../../../src/core/result/outputs.ts'
import { madeUpToken } from '../../support/samples.ts'

const token = madeUpToken()
const forms = secretForms(token, '')
const nasty = `::error::${forms.join(' ')}\r\n##vso[task.complete]\u001b[31m`

/** A host that keeps every text that it gets. */
function listening() {
  const said: string[] = []
  const calls: [name: string, text: string][] = []
  const keep =
    (name: string) =>
    (...texts: (string | number | undefined | readonly string[])[]) => {
      const flat = texts.flat().filter(text => text !== undefined)
      said.push(...flat.map(String))
      calls.push([name, String(flat[0])])
    }
  const names = ['info', 'debug', 'warn', 'error', 'group', 'progress', 'setOutput', 'writeSummary', 'mask', 'end']
  const host = Object.fromEntries(names.map(name => [name, keep(name)])) as unknown as Host
  return { said, calls, safe: guard<InputName, OutputName>(host, redactor(forms)) }
}

type Safe = GuardedHost<InputName, OutputName>

const lines: [string, (host: Safe, text?: string) => unknown][] = [
  ['info', (host, text = nasty) => host.info(text)],
  ['debug', (host, text = nasty) => host.debug(text)],
  ['group', (host, text = nasty) => host.group(text, [text, text])],
  ['progress', (host, text = nasty) => host.progress(7, text)],
  ['warn', (host, text = nasty) => host.warn(text, text)],
  ['error', (host, text = nasty) => host.error(text, text)],
]
const messages: ['warn' | 'error', (host: Safe, list: readonly string[]) => unknown][] = [
  ['warn', (host, list) => host.warn(list)],
  ['error', (host, list) => host.error(list)],
]

const lists = messages.map(([name, say]) => [`${name} of a list`, (host: Safe) => say(host, [nasty, nasty])] as const)

test.each([...lines, ...lists])('%s lets no form of the token and no command through', (_, say) => {
  const { said, safe } = listening()
  say(safe)
  expect(said.length).toBeGreaterThan(0)
  for (const line of said.flatMap(text => text.split('\n'))) {
    for (const form of forms) expect(line).not.toContain(form)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these must not be there
    expect(line).not.toMatch(/^\s*::|##vso|##\[|[\u0000-\u001f]/)
  }
})

test.each(lines)('%s is one line', (_, say) => {
  const { said, safe } = listening()
  say(safe)
  for (const text of said) expect(text).not.toMatch(/[\r\n]/)
})

test.each(messages)('%s has the lines of a list, and no other', (_, say) => {
  const { said, safe } = listening()
  say(safe, [nasty, nasty])
  expect(said[0]?.split('\n')).toHaveLength(2)
})

describe('A text of hundreds of thousands of characters', () => {
  const huge = [
    'x'.repeat(400_000),
    'a\n'.repeat(200_000),
    '\u202e'.repeat(100_000),
    '🦊'.repeat(200_000),
    '##['.repeat(99_999),
  ]
  const rows = huge.flatMap(text => lines.map(([name, say]) => ({ name, start: text.slice(0, 4), say, text })))

  test.each(rows)('($start) is one line of $name, which shows that it was cut', ({ say, text }) => {
    const { said, safe } = listening()
    say(safe, text)
    for (const line of said.filter(one => one !== '7' && one !== undefined)) {
      expect(line.length).toBeLessThanOrEqual(16_384)
      expect(line).toMatch(/^[^\r\n]{900,}…$/u)
      expect(line.isWellFormed()).toBe(true)
    }
  })

  test('loses the token before it is cut, wherever the cut is', () => {
    for (let before = 16_384 - token.length - 8; before < 16_390; before++) {
      const { said, safe } = listening()
      safe.info(`${'x'.repeat(before)}${token}${'y'.repeat(20_000)}`)
      expect(said[0]).toMatch(/^x+\*{0,3}y*…$/)
    }
  })
})

describe.each(messages)('%s of many lines', (how, say) => {
  const list = Array.from({ length: 1000 }, (_, at) => `${at}: ${'x'.repeat(90)}`)

  test('is as long as the runner shows it, and goes on in the log', () => {
    const { calls, safe } = listening()
    say(safe, list)
    const [first, ...rest] = calls
    expect(first?.[0]).toBe(how)
    const shown = first?.[1]?.split('\n') ?? []
    expect(first?.[1]?.length).toBeGreaterThan(3900)
    expect(first?.[1]?.length).toBeLessThanOrEqual(4096)
    expect(shown.at(-1)).toBe('  … More lines follow in the log.')
    expect(rest.every(([name]) => name === 'info')).toBe(true)
    expect([...shown.slice(0, -1), ...rest.map(([, text]) => text)]).toEqual([
      ...list.slice(0, 200),
      '… and 800 more lines',
    ])
  })

  test('that fit is one message', () => {
    const { calls, safe } = listening()
    say(safe, list.slice(0, 30))
    expect(calls).toEqual([[how, list.slice(0, 30).join('\n')]])
  })

  test('of which one is huge keeps the others', () => {
    const { calls, safe } = listening()
    say(safe, ['what', 'x'.repeat(400_000), 'why'])
    expect(calls).toEqual([[how, `what\n${'x'.repeat(1999)}…\nwhy`]])
  })
})

test('outputs and the summary are verbatim but for the token', async () => {
  const { said, safe } = listening()
  safe.setOutput('build-number', `::x\n${token}`)
  await safe.writeSummary(`| a |\n${token}`)
  expect(said).toEqual(['build-number', '::x\n***', '| a |\n***'])
})

test('an output of 140,000 characters is cut to 32 KiB, visibly, and after the token is out of it', () => {
  const { said, safe } = listening()
  safe.setOutput('build-number', `${'x'.repeat(32 * 1024 - 10)}${token}${'y'.repeat(140_000)}`)
  const output = said[1] ?? ''
  expect(Buffer.byteLength(output)).toBe(32 * 1024)
  expect(output.endsWith('***yyyy…')).toBe(true)
})

test('a mask gets the very token', () => {
  const { said, safe } = listening()
  safe.mask(token)
  expect(said).toEqual([token])
})
