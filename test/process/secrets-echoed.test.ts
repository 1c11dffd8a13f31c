import { describe, expect, test } from '@jest/globals'
import { createBuild, faults } from '../../emulator/index.js'
import type { FaultAnswer } from '../../emulator/types.ts'
import { findLeaks } from '../../hosts/index.js'
import { findPieces } from '../support/pieces.ts'
import { bundles, emulatorForEachTest, onHostsInTurn } from '../support/step.ts'
import { oneOf, thorough } from '../support/thorough.ts'

const hex = (code: number) => code.toString(16).padStart(4, '0')
const escaped = (text: string) => Array.from(text, one => `\\u${hex(one.charCodeAt(0))}`).join('')
const base64 = (text: string) => Buffer.from(text).toString('base64')

/** Whatever a service, or a proxy in front of it, may make of what it was sent. */
const forms: Record<string, (token: string) => string> = {
  'as it is': token => token,
  'in lower case': token => token.toLowerCase(),
  'in upper case': token => token.toUpperCase(),
  'percent-encoded': token => encodeURIComponent(token),
  'percent-encoded twice': token => encodeURIComponent(encodeURIComponent(token)),
  'percent-encoded throughout, in lower case': token => Buffer.from(token).toString('hex').replace(/../g, '%$&'),
  'in JSON': token => JSON.stringify(JSON.stringify({ token })),
  'in \\u escapes': escaped,
  'in \\u escapes in upper case': token => escaped(token).replace(/[\da-f]{4}/g, digits => digits.toUpperCase()),
  'in HTML': token => Array.from(token, one => `&#${one.charCodeAt(0)};`).join(''),
  'as the credential': token => `Basic ${base64(`:${token}`)}`,
  'as the credential without padding': token => base64(`:${token}`).replace(/=+$/, ''),
  'as the credential in base64url': token => Buffer.from(`:${token}`).toString('base64url'),
  'as the credential in lower case': token => base64(`:${token}`).toLowerCase(),
  'as the credential, percent-encoded': token => encodeURIComponent(base64(`:${token}`)),
}

/** Texts are cut after so many characters, somewhere. */
const cuts = [40, 60, 80, 100, 200, 500, 1000, 2000, 4096]

/** A text in which secrets stand across each place where it may be cut, as long as they fit. */
function acrossCuts(secretAt: (index: number) => string, most = Number.POSITIVE_INFINITY): string {
  let text = ''
  for (const [index, cut] of cuts.entries()) {
    const secret = secretAt(index)
    const start = Math.max(text.length + 1, cut - Math.ceil(secret.length / 2))
    if (start + secret.length <= most) text += `${'.'.repeat(start - text.length)}${secret}`
  }
  return text
}

/** How one text after the other comes in a response. */
interface Place {
  readonly title: string
  readonly answer: (text: string) => FaultAnswer
  /** Longer headers are no longer read. */
  readonly most?: number
  readonly inputs?: Record<string, string>
}
const places: readonly Place[] = [
  { title: 'the message of an error', answer: text => faults.status(400, { message: text, typeKey: text }) },
  { title: 'an error of the other shape', answer: text => faults.status(409, { count: 1, value: { Message: text } }) },
  {
    title: 'raw JSON of an error',
    answer: text =>
      faults.status(400, `{"message":"${text.replaceAll('"', '')}"}`, { 'content-type': 'application/json' }),
  },
  { title: 'an HTML page', answer: text => faults.status(404, `<html><title>${text}</title>${text}</html>`) },
  { title: 'a text', answer: text => faults.status(403, text, { 'content-type': 'text/plain' }) },
  {
    title: 'X-TFS-ServiceError',
    answer: text => faults.status(401, '', { 'x-tfs-serviceerror': text, 'www-authenticate': text }),
    most: 12_000,
  },
  {
    title: 'X-TFS-ServiceError with + for spaces',
    answer: text =>
      faults.status(401, '', { 'x-tfs-serviceerror': encodeURIComponent(`a b ${text}`).replaceAll('%20', '+') }),
    most: 4000,
  },
  {
    title: 'the content encoding',
    answer: text => faults.status(200, '{"value":[]}', { 'content-encoding': text.replace(/[^\x21-\x7e]/g, '') }),
    most: 4000,
  },
  {
    title: 'headers that are repeated',
    answer: text => faults.status(503, '', { activityid: text, 'retry-after': text, 'x-vss-e2eid': text, date: text }),
    most: 2500,
    inputs: { retries: '1' },
  },
  {
    title: 'the address of a redirect',
    answer: text => faults.redirectTo(`https://example.com/?${text.replace(/[^\x21-\x7e]/g, '')}`),
    most: 8000,
  },
  {
    title: 'the builds, one of which breaks a rule',
    answer: text =>
      faults.status(200, {
        count: 1,
        value: [
          {
            ...createBuild({ id: 7, result: 'failed' }),
            buildNumber: text,
            sourceBranch: `refs/heads/${text}`,
            sourceVersion: text,
            definition: { id: 1, name: text, path: text },
            tags: [text],
            parameters: JSON.stringify({ text }),
            [text]: text,
          },
        ],
      }),
    inputs: { 'require-result': 'succeeded', 'max-age': '1h' },
  },
]

describe('No piece of the token is shown', () => {
  const on = emulatorForEachTest()

  test.each(onHostsInTurn(places))(
    'that comes back in $title, in any form, across any cut, on $name',
    async ({ answer, most, inputs, bundle }) => {
      const written = Object.values(forms).map(write => write(on.token))
      const firsts = thorough ? [0, 3, 6, 9, 12] : oneOf([0, cuts.length])
      for (const first of firsts) {
        const text = acrossCuts(index => written[(first + index) % written.length] ?? '', most)
        const end = on.emulator.fault(() => true, answer(text))
        const result = await on.run(bundle, { retries: '0', explain: 'false', ...inputs }, { debug: true })
        end()
        expect([first, findLeaks(result, on.token), findPieces(result, on.token)]).toEqual([first, [], []])
        expect(result.stderr).toBe('')
      }
    },
  )
})

describe.each(oneOf(bundles))('$name shows no piece of the token', bundle => {
  const on = emulatorForEachTest()

  test('that is in long inputs, which are cut in the summary', async () => {
    const requests = on.emulator.requests.length
    for (const [name, write] of [
      ['branch', (token: string) => acrossCuts(() => token)],
      ['project', (token: string) => acrossCuts(() => token)],
      ['tags', (token: string) => `${'x'.repeat(1990)},${token}`],
      ['output-file', (token: string) => `/tmp/${token.replaceAll('/', '')}`],
      ['pipelines', encodeURIComponent],
    ] as const) {
      const result = await on.run(bundle, { [name]: write(on.token) }, { debug: true })
      if (name !== 'output-file') {
        expect([name, result.outputs.outcome]).toEqual([name, 'error'])
        expect(result.log.join('\n')).toContain('contains the token')
      }
      expect([name, findLeaks(result, on.token)]).toEqual([name, []])
      if (name !== 'output-file') expect(findPieces(result, on.token)).toEqual([])
    }
    expect(
      on.emulator.requests.slice(requests).filter(({ path }) => path.includes(encodeURIComponent(on.token))),
    ).toEqual([])
  })
})
