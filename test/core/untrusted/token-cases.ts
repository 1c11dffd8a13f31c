import fc from 'fast-check'
import { createBuild, faults } from '../../../emulator/index.js'
import type { Emulator } from '../../../emulator/types.ts'
import type { InputName } from '../../../src/core/inputs/inputs.ts'

/** Printable ASCII without blanks, of every kind, and now and then something else. */
const ascii = fc.string({
  unit: fc.integer({ min: 0x21, max: 0x7e }).map(String.fromCharCode),
  minLength: 8,
  maxLength: 90,
})
const awkward = fc.string({
  unit: fc.constantFrom(...'%2B3D0A+/=\'"\\&<>;]:,#[@`$(){}|*~!?.-_aZ9'),
  minLength: 12,
  maxLength: 40,
})
const foreign = fc.string({ unit: fc.constantFrom(...'äßЖ中🦊éa1+'), minLength: 8, maxLength: 40 })
const jwt = fc
  .tuple(fc.base64String({ minLength: 8 }), fc.base64String({ minLength: 8 }))
  .map(parts => `eyJ${parts.map(part => part.replace(/[+/=]/g, '_')).join('.')}.sig_nature-0`)
const plain = fc.stringMatching(/^[a-zA-Z0-9]{20,90}$/)
/** Tokens that look like anything. */
export const tokens: fc.Arbitrary<string> = fc
  .oneof(ascii, awkward, foreign, jwt, plain)
  // A reference to a variable is no secret, and is shown on purpose.
  .filter(token => !/^\$[({[]/.test(token))
export const usernames: fc.Arbitrary<string> = fc.oneof(
  fc.constant(''),
  fc.constantFrom('Ada', 'PAT', 'ada@example.com', "O'Hara \\ Söhne", '%41'),
)

type Inputs = Partial<Record<InputName, string>>
/** What a run with such a token meets. */
export interface TokenCase {
  readonly title: string
  readonly accepted?: boolean
  readonly prepare?: (emulator: Emulator, token: string) => void
  readonly inputs?: (token: string) => Inputs
}

export const tokenCases: readonly TokenCase[] = [
  { title: 'a run that finds builds' },
  { title: 'a token that is refused', accepted: false },
  { title: 'a server that repeats the token', prepare: emulator => emulator.fault(() => true, faults.echoToken) },
  {
    title: 'a header that repeats the token',
    prepare: (emulator, token) =>
      emulator.fault(() => true, faults.status(401, '', { 'x-tfs-serviceerror': encodeURIComponent(token) })),
  },
  {
    title: 'a page that repeats the token',
    prepare: (emulator, token) =>
      emulator.fault(
        () => true,
        faults.status(404, `<html><title>${token} ${encodeURIComponent(token)}</title></html>`),
      ),
  },
  {
    title: 'builds that repeat the token',
    prepare: (emulator, token) => {
      const definition = { id: 1, name: `of ${token}` }
      const texts = { buildNumber: token, sourceBranch: `refs/heads/${token}`, tags: [token], definition }
      emulator.world.builds.push(createBuild({ id: 7, project: { name: 'web' }, result: 'failed', ...texts }))
    },
    inputs: () => ({ 'require-result': 'succeeded' }),
  },
  { title: 'a project that is the token', inputs: token => ({ project: token }) },
  { title: 'a pipeline that is the token', inputs: token => ({ pipelines: token }) },
  { title: 'a branch that is the token', inputs: token => ({ branch: token }) },
  { title: 'a user that is the token', inputs: token => ({ 'requested-for': token }) },
  { title: 'a status that is the token', inputs: token => ({ status: token, commit: token, top: token }) },
  { title: 'an organization that is the token', inputs: token => ({ organization: token }) },
  { title: 'an address that holds the token', inputs: token => ({ organization: `https://u:${token}@example.com/x` }) },
  { title: 'a dry run', inputs: () => ({ 'dry-run': 'true' }) },
  {
    title: 'a dry run with the token in other inputs',
    inputs: token => ({ 'dry-run': 'true', project: token, pipelines: token, tags: token, 'requested-for': token }),
  },
]

/** The three forms that may nowhere be read. */
export function formsOf(token: string, username: string): string[] {
  const credential = Buffer.from(`${username}:${token}`).toString('base64')
  return [token, credential, encodeURIComponent(token)]
}
