import { afterAll, beforeAll, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { startEmulator } from '../../emulator/index.js'
import type { Emulator } from '../../emulator/types.ts'
import { findLeaks } from '../../hosts/index.js'
import { tokenForms } from '../../hosts/token-forms.js'
import { crafted } from '../core/untrusted/texts.ts'
import { callBundles, newToken } from '../support/step.ts'
import { runs } from '../support/thorough.ts'

const token = newToken()
let emulator: Emulator
beforeAll(async () => {
  emulator = await startEmulator({ tokens: { [token]: { kind: 'pat' } } })
})
afterAll(() => emulator.close())

const escapes: readonly ((form: string) => string)[] = [
  form => form,
  form => JSON.stringify(JSON.stringify(form)),
  form => encodeURIComponent(encodeURIComponent(form)).toLowerCase(),
  form => [...form].map(character => `&#${character.codePointAt(0)};`).join(''),
  form => [...form].map(character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`).join(''),
]
/** A form of the token, however it is written. */
const echoes = fc
  .tuple(fc.constantFrom(...Object.values(tokenForms(token))), fc.constantFrom(...escapes))
  .map(([form, write]) => write(form))
const texts = fc.oneof(
  crafted,
  echoes,
  fc.tuple(crafted, echoes, crafted).map(parts => parts.join('')),
)
/** What Node.js sends in a header. */
const headers = texts.map(text =>
  Buffer.from(text.toWellFormed(), 'utf8')
    .toString('latin1')
    .replace(/[^\t\x20-\x7e\x80-\xff]/g, ''),
)

const responses = fc.record({
  status: fc.constantFrom(200, 201, 203, 302, 304, 400, 401, 404, 429, 500),
  message: texts,
  value: texts,
  type: fc.constantFrom('application/json', 'text/html'),
  headers: fc.record({
    etag: headers,
    location: headers,
    'www-authenticate': headers,
    'x-tfs-serviceerror': headers,
    activityid: headers,
    'x-vss-userdata': headers,
    'x-ms-continuationtoken': headers,
    'retry-after': fc.oneof(headers, fc.constant('0')),
  }),
})

const commands =
  /^(?:add-mask|debug|error|warning|group|endgroup|task\.(?:setsecret|debug|issue|setvariable|complete|uploadsummary))$/

test.each(callBundles)('A response to a call on $name is no command, and shows no token', async bundle => {
  const inputs = { organization: emulator.url, project: 'web', pat: token, route: 'GET /{project}/_apis/x' }
  const more = { query: 'value', mask: 'value[1].x', retries: '0', 'request-timeout': '5s' }
  const run = async ({
    status,
    message,
    value,
    type,
    headers: sent,
  }: typeof responses extends fc.Arbitrary<infer T> ? T : never) => {
    const json = JSON.stringify({
      message,
      typeKey: message,
      value: [value, { x: message }],
      error: { message: value },
    })
    const stop = emulator.fault(
      () => true,
      (_, response) => {
        response.writeHead(status, { ...sent, 'content-type': type })
        response.end(type === 'text/html' ? `<html><title>${message}</title>` : json)
      },
    )
    const result = await bundle.run({ debug: true, inputs: { ...inputs, ...more } })
    stop()
    try {
      expect(result.commands.filter(({ name, known }) => !known || !commands.test(name))).toEqual([])
      expect([result.environmentRefusals, findLeaks(result, token), result.stderr]).toEqual([[], [], ''])
      expect(Object.keys(result.outputs)).toHaveLength(8)
    } finally {
      result.dispose()
    }
  }
  await fc.assert(fc.asyncProperty(responses, run), { numRuns: runs(8) })
})
