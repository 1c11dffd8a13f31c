import { randomBytes } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { credentialOf, formsOf, secretForms } from '../../../src/core/credential/credential.ts'
import { redactor } from '../../../src/core/credential/redact.ts'
import { runs, thorough } from '../../support/thorough.ts'
import { tokens, usernames } from '../untrusted/token-cases.ts'

const secret = `made-up-${randomBytes(12).toString('hex')}"\\ä/+&%41`
const redact = redactor(secretForms(secret, 'me'))
const credential = credentialOf({ token: secret, source: 'pat input' }, 'me').authorization.slice('Basic '.length)

const base64 = (text: string) => Buffer.from(text).toString('base64')
const hex = (code: number, digits: number) => code.toString(16).padStart(digits, '0')
const units = (text: string, write: (code: number) => string) =>
  Array.from({ length: text.length }, (_, at) => write(text.charCodeAt(at))).join('')
const points = (text: string, write: (code: number) => string) =>
  [...text].map(one => write(one.codePointAt(0) ?? 0)).join('')

/** How a text is written in URLs, JSON, scripts and pages. */
const escapings: Record<string, (text: string) => string> = {
  'percent-encoded': text => encodeURIComponent(text),
  'percent-encoded in lower case': text => encodeURIComponent(text).replace(/%../g, one => one.toLowerCase()),
  'percent-encoded throughout': text => Buffer.from(text).toString('hex').replace(/../g, '%$&'),
  'in JSON': text => JSON.stringify(text).slice(1, -1),
  'in JSON, with / escaped': text => JSON.stringify(text).slice(1, -1).replaceAll('/', '\\/'),
  'in \\u escapes': text => units(text, code => `\\u${hex(code, 4)}`),
  'in \\u escapes in upper case': text => units(text, code => `\\u${hex(code, 4).toUpperCase()}`),
  'in %u escapes': text => units(text, code => `%u${hex(code, 4)}`),
  'in decimal references': text => points(text, code => `&#${code};`),
  'in hexadecimal references': text => points(text, code => `&#x${hex(code, 1)};`),
  'in named references': text =>
    text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll("'", '&apos;'),
  'in full-width twins': text => text.replace(/[!-~]/g, one => String.fromCharCode(one.charCodeAt(0) + 0xfee0)),
}
const cases: Record<string, (text: string) => string> = {
  'as it is': text => text,
  'in lower case': text => text.replace(/[A-Z]/g, letter => letter.toLowerCase()),
  'in upper case': text => text.replace(/[a-z]/g, letter => letter.toUpperCase()),
}
const credentials: Record<string, (token: string, username: string) => string> = {
  'as a token': token => token,
  'as the credential': (token, username) => base64(`${username}:${token}`),
  'as the credential without padding': (token, username) => base64(`${username}:${token}`).replace(/=+$/, ''),
  'as the credential in base64url': (token, username) => Buffer.from(`${username}:${token}`).toString('base64url'),
}
const everyForm = Object.keys(credentials).flatMap(as =>
  Object.keys(cases).flatMap(when => Object.keys(escapings).map(how => [as, when, how] as const)),
)

describe('A secret', () => {
  test.each(everyForm)('%s %s, %s, is taken out of texts, bytes and headers', (as, when, how) => {
    const form = escapings[how]?.(cases[when]?.(credentials[as]?.(secret, 'me') ?? '') ?? '') ?? ''
    for (const text of [form, cases[when]?.(form) ?? '']) {
      expect(redact(`(${text})<${text}>`)).toBe('(***)<***>')
      expect(redact.bytes(Buffer.from(`(${text})<${text}>`)).toString()).toBe('(***)<***>')
      const header = Buffer.from(`a%20(${text})%`).toString('latin1')
      expect(redact.header(header)).toBe('a%20(***)%')
    }
  })

  test('is found under up to four layers of escapes, whatever it is made of', () => {
    const layers = fc.array(fc.constantFrom(...Object.keys(escapings)), { maxLength: 4 })
    const as = fc.constantFrom(...Object.keys(credentials))
    fc.assert(
      fc.property(tokens, usernames, as, layers, (token, username, as, layers) => {
        const form = layers.reduce(
          (text, how) => escapings[how]?.(text) ?? '',
          credentials[as]?.(token.toWellFormed(), username) ?? '',
        )
        expect(redactor(secretForms(token.toWellFormed(), username))(`(${form})`)).toBe('(***)')
      }),
      { numRuns: runs(1500) },
    )
  })

  test.each([
    ['PAT', 2],
    ['a', 1],
    ['', 2],
    ['someone else', 0],
  ])('is taken out of the credential of another user name, %p, but for an incomplete group at each end', username => {
    const other = base64(`${username}:${secret}`)
    const left = redact(other)
    expect(left).toContain('***')
    expect(left.length).toBeLessThan(username.length * 2 + 16)
  })

  test('is taken out of a header that is encoded in part and cannot be decoded as a whole', () => {
    expect(redact.header(`100%+${encodeURIComponent(secret)}`)).toBe('100%+***')
  })

  test('is taken out of every header, several of one name as well', () => {
    const raw = Buffer.from(secret).toString('latin1')
    const headers = {
      'x-tfs-serviceerror': encodeURIComponent(secret),
      'set-cookie': [`a=${raw}`, 'b=c'],
      etag: 'W/"1"',
    }
    expect(redact.headers(headers)).toEqual({
      'x-tfs-serviceerror': '***',
      'set-cookie': ['a=***', 'b=c'],
      etag: 'W/"1"',
    })
  })

  test('that is written with + for a space in a header is found', () => {
    const spaced = `two words ${randomBytes(8).toString('hex')}`
    const own = redactor(formsOf([spaced]))
    expect(own.header(`x+${encodeURIComponent(spaced).replaceAll('%20', '+')}`)).toBe('x ***')
  })

  test('leaves a JSON body that can be read', () => {
    const body = JSON.stringify({ a: secret, b: [`x${secret}y`], nested: JSON.stringify({ c: secret }) })
    expect(JSON.parse(redact.bytes(Buffer.from(body)).toString())).toEqual({
      a: '***',
      b: ['x***y'],
      nested: '{"c":"***"}',
    })
  })
})

describe('Learning another secret', () => {
  test('hides it here and on the host, in every form, shortest first', () => {
    const masks: string[] = []
    const learning = redactor(secretForms(secret, ''), form => masks.push(form))
    const signed = `https://example.com/a?sig=${randomBytes(16).toString('hex')}%2B%3D`
    expect(learning(signed)).toBe(signed)
    learning.add(signed)
    expect(learning(`(${signed}) (${secret}) (${JSON.stringify(encodeURIComponent(signed))})`)).toBe(
      '(***) (***) ("***")',
    )
    expect(masks).toEqual(formsOf([signed]).toReversed())
    expect(masks.map(({ length }) => length)).toEqual(masks.map(({ length }) => length).toSorted((a, b) => a - b))
  })

  test('of which there are thousands hides them all, fast', () => {
    const secrets = Array.from({ length: 3000 }, () => randomBytes(9).toString('base64'))
    const learning = redactor(secretForms(secret, ''))
    const start = performance.now()
    for (const one of secrets) learning.add(one)
    const text = secrets.map(one => `${one} ${encodeURIComponent(one)} ${base64(`x:${one}`)}`).join('\n')
    const left = learning(`${text}\n${secret}`)
    expect(performance.now() - start).toBeLessThan(5000)
    expect(left.split('\n').filter(line => !/^\*\*\* \*\*\* .{0,4}\*\*\*/.test(line))).toEqual(['***'])
  })

  test.each(['', 'short', '       x'])('%j hides nothing, for it would blank out the log', value => {
    const masks: string[] = []
    const learning = redactor([], form => masks.push(form))
    learning.add(value)
    expect([learning(`a ${value} b`), masks]).toEqual([`a ${value} b`, []])
  })
})

describe('What holds no secret', () => {
  test('stays, and so does all that is around one', () => {
    const others = fc.string({ unit: 'grapheme', maxLength: 6 })
    fc.assert(
      fc.property(others, others, (before, after) => {
        expect(redact(`${before}\n${secret}\n${after}`)).toBe(`${before}\n***\n${after}`)
        expect(redact(`${before}${after}`)).toBe(`${before}${after}`)
      }),
    )
  })

  test('is the same text or buffer, any bytes that it were', () => {
    const body = Buffer.from([0xff, 0xfe, 0x00, 0x22, 0x5c, 0x25, 0x26])
    expect(redact.bytes(body)).toBe(body)
    expect(redact('half \ud800 a pair, C:\\new\\table 100%25')).toBe('half \ud800 a pair, C:\\new\\table 100%25')
  })

  test('is not changed without a secret', () => {
    expect(redactor([])('a $& b')).toBe('a $& b')
  })

  test('is not blanked out by a secret that is short when it is decoded', () => {
    expect(redactor(secretForms('%41%42%43', ''))('ABC and %41%42%43')).toBe('ABC and ***')
  })
})

describe('A long body', () => {
  const mib = 1024 * 1024

  test('is looked through as a whole: a form may stand across any boundary', async () => {
    const form = Buffer.from(escapings['in \\u escapes']?.(secret) ?? '')
    for (const at of [
      0,
      448 * 1024 - 100,
      512 * 1024 - form.length,
      512 * 1024 - 1,
      512 * 1024,
      896 * 1024 - 50,
      mib,
    ]) {
      const body = Buffer.concat([Buffer.alloc(at, 'a'), form, Buffer.alloc(mib, 'b')])
      const expected = `${'a'.repeat(at)}***${'b'.repeat(mib)}`
      expect((await redact.body(body)).toString() === expected).toBe(true)
      expect(redact.bytes(body).toString() === expected).toBe(true)
    }
  })

  test('lets other work go on, and ends when it is no longer wanted', async () => {
    const controller = new AbortController()
    let turns = 0
    const timer = setInterval(() => ++turns === 3 && controller.abort(new Error('enough')), 1)
    await expect(redact.body(Buffer.alloc(64 * mib, '\\u0061'), controller.signal)).rejects.toThrow('enough')
    clearInterval(timer)
    expect(turns).toBe(3)
  })

  test('without a secret is the same buffer', async () => {
    const body = Buffer.alloc(3 * mib, '%41\\')
    expect(await redact.body(body)).toBe(body)
  })

  test.each(['\\', '\\u', '%', '&#', '%25', '\\\\', '&amp;', '\\u005c', '\uff05', 'a', '='])(
    'of up to a million %j takes linear time',
    piece => {
      const text = piece.repeat((thorough ? 1_000_000 : 200_000) / piece.length)
      const start = performance.now()
      redact(text)
      expect(performance.now() - start).toBeLessThan(thorough ? 3000 : 600)
      expect(redact(`${text}-${credential}`).endsWith('***')).toBe(true)
    },
  )
})
