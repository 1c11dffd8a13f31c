import type { CauseName } from '../errors/causes.ts'
import type { ChosenToken } from './token.ts'

/** How the token goes into a request: https://learn.microsoft.com/azure/devops/organizations/accounts/use-personal-access-tokens-to-authenticate */
export interface Credential {
  readonly scheme: 'Basic' | 'Bearer'
  /** The value of the Authorization header. */
  readonly authorization: string
}

/** Hiding anything shorter would blank out the log. */
export const minTokenLength = 8

/** A JSON Web Token: three parts, the first an object in Base64. Never told by length; formats change. */
function isJwt(token: string): boolean {
  return /^eyJ[\w-]+\.[\w-]+\.[\w-]*$/.test(token)
}

/** The credential of a token: `Basic base64(username:token)`; `Bearer` for a JSON Web Token, and for the job's own. */
export function credentialOf({ token, source }: ChosenToken, username: string): Credential {
  if (isJwt(token) || source === 'job access token') return { scheme: 'Bearer', authorization: `Bearer ${token}` }
  return { scheme: 'Basic', authorization: `Basic ${base64(`${username}:${token}`)}` }
}

/**
 * Every form in which a token could show up, longest first, and the parts of a value that is a credential or several
 * lines rather than a token. Empty for a value that is no secret.
 */
export function secretForms(value: string, username: string): string[] {
  return isReference(value) ? [] : formsOf([value, ...value.split(/\s+/), ...hiddenToken(value)], username)
}

/**
 * Every form of some secrets for a host to hide, longest first: as they are, without white space around, as the
 * credential that is sent, in Base64 behind a prefix of any length, percent-encoded, and inside JSON.
 */
export function formsOf(secrets: readonly string[], username = ''): string[] {
  const forms = secrets
    .flatMap(secret => [secret, secret.trim()])
    .filter(secret => secret.trim().length >= minTokenLength)
    .flatMap(secret => [
      secret,
      encodeURIComponent(secret.toWellFormed()),
      JSON.stringify(secret).slice(1, -1),
      ...spellings(base64(`${username}:${secret}`)),
      ...[0, 1, 2].flatMap(shift => spellings(wholeGroups(secret, shift))),
    ])
  return [...new Set(forms)].filter(form => form.trim().length >= minTokenLength).sort((a, b) => b.length - a.length)
}

/** Base64 without and with its padding, and with the alphabet of URLs: https://www.rfc-editor.org/rfc/rfc4648 */
function spellings(encoded: string): string[] {
  const bare = encoded.replace(/=+$/, '')
  return [encoded, bare, bare.replaceAll('+', '-').replaceAll('/', '_')]
}

/** What every Base64 of the text behind a prefix has in common, by the length of that prefix modulo 3. */
function wholeGroups(text: string, shift: number): string {
  const bytes = Buffer.from(text, 'utf8').subarray(shift)
  return bytes.subarray(0, bytes.length - (bytes.length % 3)).toString('base64')
}

/** What is wrong with a token by its looks; undefined when it can be tried. */
export function tokenProblem(token: string): CauseName | undefined {
  if (token === '') return 'token-empty'
  if (isReference(token)) return 'token-unexpanded'
  if (/^(["'`]).*\1$/s.test(token)) return 'token-quoted'
  if (/^(basic|bearer)\s/i.test(token)) return 'token-scheme'
  if (/\s/.test(token)) return 'token-spaces'
  if (token.length < minTokenLength) return 'token-short'
  if (hiddenToken(token).length > 0) return 'token-encoded'
  return undefined
}

/** `$(NAME)`, `${{ … }}`, `$[ … ]`: hosts leave a reference as it is when they know no such variable. */
function isReference(token: string): boolean {
  return /^(?:\$\([^)]*\)|\$\{\{.*\}\}|\$\[.*\])$/s.test(token.trim())
}

/** The token inside `base64(name:token)`: printable text with a colon and 20 or more characters after it. */
function hiddenToken(value: string): string[] {
  const encoded = value.replace(/^(basic)\s+/i, '').trim()
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(encoded)) return []
  const text = Buffer.from(encoded, 'base64').toString('latin1')
  const [, token] = /^[\x20-\x7e]*?:([\x20-\x7e]{20,})$/.exec(text) ?? []
  return token === undefined ? [] : [token]
}

function base64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64')
}
