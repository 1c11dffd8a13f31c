import { expect, test } from '@jest/globals'
import { secretForms } from '../../../src/core/credential/credential.ts'
import { redactor } from '../../../src/core/credential/redact.ts'
import { guard } from '../../../src/core/host/guard.ts'
import type { Host } from '../../../src/core/host/host.ts'
import { madeUpToken } from '../../support/samples.ts'

const token = madeUpToken()
const forms = secretForms(token, '')
const nasty = `::error::${forms.join(' ')}\r\n##vso[task.complete]\u001b[31m`

/** A host that keeps every text that it gets. */
function listening() {
  const said: string[] = []
  const keep = (...texts: (string | number | readonly string[])[]) => void said.push(...texts.flat().map(String))
  const host = {
    info: keep,
    debug: keep,
    warn: keep,
    error: keep,
    group: keep,
    progress: keep,
    setOutput: keep,
    writeSummary: async (text: string) => keep(text),
    mask: keep,
    end: keep,
  } as unknown as Host
  return { said, safe: guard(host, redactor(forms)) }
}

const lines: [string, (host: Host) => unknown][] = [
  ['info', host => host.info(nasty)],
  ['debug', host => host.debug(nasty)],
  ['group', host => host.group(nasty, [nasty, nasty])],
  ['progress', host => host.progress(7, nasty)],
]
const messages: [string, (host: Host) => unknown][] = [
  ['warn', host => host.warn(`${nasty}\n${nasty}`)],
  ['error', host => host.error(`${nasty}\n${nasty}`)],
]

test.each([...lines, ...messages])('%s lets no form of the token and no command through', (_, say) => {
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

test.each(messages)('%s keeps its lines', (_, say) => {
  const { said, safe } = listening()
  say(safe)
  expect(said[0]?.split('\n').length).toBeGreaterThanOrEqual(2)
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
