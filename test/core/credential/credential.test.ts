import { randomBytes } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { credentialOf, secretForms, tokenProblem } from '../../../src/core/credential/credential.ts'
import type { TokenSource } from '../../../src/core/credential/token.ts'
import { anyCharacter } from '../../support/any-character.ts'
import { madeUpToken } from '../../support/samples.ts'

const base64 = (text: string) => Buffer.from(text, 'utf8').toString('base64')
/** What GitHub leaves where it replaces nothing. */
const expression = (name: string) => `$\{{ ${name} }}`
const input: TokenSource = 'pat input'

/** A token of the form of a JSON Web Token, which nothing has signed. */
function madeUpJwt(claims = 8): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  return `${part({ alg: 'none' })}.${part({ jti: randomBytes(claims).toString('hex') })}.${randomBytes(16).toString('base64url')}`
}

describe('a credential', () => {
  test.each<[string, string, string]>([
    ['plain', 'abcdefgh', ''],
    ['with a user name', 'abcdefgh', 'someone'],
    ['beyond ASCII', 'pässwörd🦊', 'müller'],
    ['with a colon', 'abc:defgh', ''],
    ['with dots', 'abc.def.ghi', ''],
    ['that begins as a JSON Web Token and has two parts', 'eyJhbGciOi.abcdef', ''],
  ])('%s is Basic, of the user name, a colon and the token in UTF-8', (_, token, username) => {
    const { scheme, authorization } = credentialOf({ token, source: input }, username)
    expect(scheme).toBe('Basic')
    expect(Buffer.from(authorization.replace('Basic ', ''), 'base64').toString('utf8')).toBe(`${username}:${token}`)
  })

  test.each([0, 8, 40, 2000])('that is a JSON Web Token is Bearer, with %d bytes of claims', claims => {
    const token = madeUpJwt(claims)
    expect(credentialOf({ token, source: input }, 'someone')).toEqual({
      scheme: 'Bearer',
      authorization: `Bearer ${token}`,
    })
  })

  test('that is the job’s own is Bearer whatever its form', () => {
    const token = madeUpToken()
    expect(credentialOf({ token, source: 'job access token' }, '').authorization).toBe(`Bearer ${token}`)
  })
})

describe('the forms to hide', () => {
  const tokens = fc.oneof(
    fc.string({ unit: anyCharacter, minLength: 8, maxLength: 40 }).filter(text => text.trim().length >= 8),
    fc
      .array(fc.integer({ min: 0x20, max: 0xffff }), { minLength: 12, maxLength: 20 })
      .map(units => String.fromCharCode(...units)),
  )

  test('hold the token, what is sent, what goes into a URL and what goes into JSON, longest first', () => {
    fc.assert(
      fc.property(
        tokens,
        fc.string({ maxLength: 8 }).filter(name => !name.includes(':')),
        (token, username) => {
          fc.pre(!/^\$[({[]/.test(token.trim()) && token.trim().length >= 8)
          const forms = secretForms(token, username)
          const sent = credentialOf({ token, source: input }, username).authorization.split(' ')[1]
          expect(forms).toEqual(expect.arrayContaining([token, sent, encodeURIComponent(token.toWellFormed())]))
          expect(forms).toContain(JSON.stringify(token).slice(1, -1))
          expect(forms.map(({ length }) => length)).toEqual(forms.map(({ length }) => length).sort((a, b) => b - a))
          expect(new Set(forms).size).toBe(forms.length)
        },
      ),
    )
  })

  test.each<[string, (token: string) => string]>([
    ['a whole header', token => `Basic ${base64(`:${token}`)}`],
    ['a pasted Bearer', token => `Bearer ${token}`],
    ['Base64 of name:token', token => base64(`me:${token}`)],
    ['two lines', token => `${token}\n${token.toUpperCase()}`],
    ['white space around', token => ` ${token}\t`],
  ])('of %s hold the token in it', (_, wrap) => {
    const token = madeUpToken()
    expect(secretForms(wrap(token), '')).toContain(token)
  })

  test.each(['', 'short', '$(Unknown.Variable)', expression('secrets.UNKNOWN'), '$[variables.unknown]'])(
    'of %j are none that would blank out the log',
    value => {
      for (const form of secretForms(value, '')) expect(form.length).toBeGreaterThanOrEqual(8)
      if (value.startsWith('$')) expect(secretForms(value, '')).toEqual([])
    },
  )
})

describe('What a host is told to hide', () => {
  /** As a host does it: each form, longest first. */
  const masked = (text: string, forms: readonly string[]) =>
    forms.reduce((left, form) => left.replaceAll(form, '***'), text)

  test.each(['', 'a', 'me', 'PAT', 'someone', 'someone@example.com'])(
    'hides the credential of a script with the user name %j, but for the incomplete group at each end',
    username => {
      const token = madeUpToken()
      const encoded = base64(`${username}:${token}`)
      for (const text of [
        encoded,
        encoded.replace(/=+$/, ''),
        Buffer.from(`${username}:${token}`).toString('base64url'),
      ]) {
        const [before = '', after = ''] = masked(text, secretForms(token, '')).split('***')
        expect(before.length).toBeLessThanOrEqual(base64(`${username}:`).length + 4)
        expect(after.length).toBeLessThanOrEqual(4)
      }
    },
  )

  test('is shortest first when it is reversed, and never so short that it would blank out the log', () => {
    const forms = secretForms(madeUpToken(), 'me')
    expect(forms.map(({ length }) => length)).toEqual(forms.map(({ length }) => length).toSorted((a, b) => b - a))
    expect(Math.min(...forms.map(({ length }) => length))).toBeGreaterThanOrEqual(8)
  })
})

describe('a token that cannot be right by its looks', () => {
  const token = madeUpToken()
  test.each([
    ['', 'token-empty'],
    ['$(AzureDevOpsPat)', 'token-unexpanded'],
    [expression('secrets.PAT'), 'token-unexpanded'],
    ['$[variables.pat]', 'token-unexpanded'],
    [`"${token}"`, 'token-quoted'],
    [`'${token}'`, 'token-quoted'],
    [`\`${token}\``, 'token-quoted'],
    [`Basic ${base64(`:${token}`)}`, 'token-scheme'],
    [`bearer ${token}`, 'token-scheme'],
    [`${token} ${token}`, 'token-spaces'],
    [`${token}\n`, 'token-spaces'],
    [`${token.slice(0, 9)}\r\n${token}`, 'token-spaces'],
    [`${token}\u00a0`, 'token-spaces'],
    ['abc1234', 'token-short'],
    [base64(`:${token}`), 'token-encoded'],
    [base64(`someone:${token}`), 'token-encoded'],
    [base64(`someone:${token}`).replace(/=+$/, ''), 'token-encoded'],
  ])('%#: is told apart', (value, reason) => {
    expect(tokenProblem(value)).toBe(reason)
  })

  test.each([
    'abcd1234',
    token,
    madeUpJwt(),
    '$(half-a-reference',
    'Basically-a-token',
    // They decode to something, but to no name, colon and token.
    base64('no colon in here at all'),
    base64('a:nineteen-characters'),
    base64(`\u0001\u0002:${token}`),
    'a'.repeat(52),
  ])('%#: others can be tried', value => {
    expect(tokenProblem(value)).toBeUndefined()
  })

  test('no long token of letters and digits is taken for one that is encoded', () => {
    const letters = fc.string({
      unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz234567'),
      minLength: 52,
      maxLength: 100,
    })
    fc.assert(fc.property(letters, value => expect(tokenProblem(value)).toBeUndefined()))
  })
})
