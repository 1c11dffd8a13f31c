import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { credentialOf, secretForms } from '../../../src/core/credential/credential.ts'
import { redactor } from '../../../src/core/credential/redact.ts'
import { madeUpToken } from '../../support/samples.ts'

const token = `${madeUpToken()} "ä`
const forms = secretForms(token, 'me')
const redact = redactor(forms)

describe('every form of the token', () => {
  test.each([
    ['as it is', token],
    ['as it is sent', credentialOf({ token, source: 'the input' }, 'me').authorization.slice('Basic '.length)],
    ['percent-encoded', encodeURIComponent(token)],
    ['inside JSON', JSON.stringify({ token })],
  ])('%s is gone', (_, text) => {
    const left = redact(`a ${text} b ${text}`)
    for (const form of forms) expect(left).not.toContain(form)
    expect(left).toContain('***')
    const bytes = redact.bytes(Buffer.from(`a ${text} b`)).toString()
    for (const form of forms) expect(bytes).not.toContain(form)
  })
})

test('a page has none of them, each time, and stays where only the beginning is the same', () => {
  const [form = ''] = forms
  const references = [...form].map(character => `&#${character.codePointAt(0)};`).join('')
  for (const page of [form, references, form, references]) expect(redact.page(`a ${page} b`)).toBe('a *** b')
  const other = `${form.slice(0, 8)}${references.slice(0, 40)}`
  expect(redact.page(other)).toBe(other)
})

test('any text around it stays', () => {
  const others = fc.string({ unit: 'grapheme', maxLength: 6 })
  fc.assert(
    fc.property(others, others, (before, after) => {
      expect(redact(`${before}${token}${after}`)).toBe(`${before}***${after}`)
    }),
  )
})

test('bytes without it are the same buffer, and any bytes they were', () => {
  const body = Buffer.from([0xff, 0xfe, 0x00, 0x22])
  expect(redact.bytes(body)).toBe(body)
})

test('without a token nothing is changed', () => {
  expect(redactor([])('a $& b')).toBe('a $& b')
})
