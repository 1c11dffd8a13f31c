import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { startEmulator } from '../../emulator/index.js'
import type { Emulator } from '../../emulator/types.ts'
import { findLeaks, firstLineWithToken, runOnAzure } from '../../hosts/index.js'
import type { AzureOptions, Endpoint } from '../../hosts/types.js'
import { madeUp } from '../support/step.ts'
import { oneOf } from '../support/thorough.ts'

const id = 'b7a0a3c4-6c7e-4d2f-9a55-0f5f2a1c9d11'
const held = madeUp('held')
const given = madeUp('given')
const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
const jobToken = `${part({ typ: 'JWT' })}.${part({ jti: randomBytes(8).toString('hex') })}.${randomBytes(24).toString('base64url')}`

/** The connection's, the job's own, and one that only an input names. */
const emulators: Emulator[] = []
beforeAll(async () => {
  for (const organization of ['contoso', 'fabrikam', 'adatum']) {
    const emulator = await startEmulator({ organization })
    for (const token of [held, given]) emulator.acceptToken(token)
    emulator.acceptToken(jobToken, { kind: 'bearer' })
    emulators.push(emulator)
  }
})
afterAll(() => Promise.all(emulators.map(emulator => emulator.close())))

const at = (index: number) => emulators[index] as Emulator
const endpoint = (change: Partial<Endpoint> = {}): Endpoint => ({
  url: at(0).url,
  scheme: 'Token',
  parameters: { apitoken: held },
  ...change,
})

/** A step in a job of fabrikam that may use the connection; its leaks and where it asked, with its folders gone. */
async function step(inputs: Record<string, string>, change: Partial<Endpoint> = {}, options: AzureOptions = {}) {
  const before = emulators.map(({ requests }) => requests.length)
  const result = await runOnAzure({
    collectionUri: `${at(1).url}/`,
    endpoints: { [id]: endpoint(change) },
    jobToken,
    debug: true,
    ...options,
    inputs: { project: 'web', top: '1', retries: '0', ...inputs },
  })
  const leaks = [held, given, jobToken].flatMap(token => findLeaks(result, token))
  const first = [held, given].map(token => firstLineWithToken(result, token))
  result.dispose()
  const asked = emulators.map(({ requests }, index) => requests.slice(before[index]))
  return { ...result, text: result.log.join('\n'), leaks, first, asked }
}

const basic = (token: string) => `Basic ${Buffer.from(`:${token}`).toString('base64')}`
const address = ({ organization, ...inputs }: Record<string, string>) =>
  organization === undefined ? inputs : { ...inputs, organization: at(Number(organization)).url }

describe('A service connection', () => {
  const rows: [string, Record<string, string>, number, string, string][] = [
    ['provides the organization and the token', {}, 0, held, 'service connection (Basic)'],
    ['provides the organization for a pat', { pat: given }, 0, given, 'pat input (Basic)'],
    ['may be named together with its own organization', { organization: '0' }, 0, held, 'service connection (Basic)'],
    ['gives way to another organization with a pat', { organization: '2', pat: given }, 2, given, 'pat input (Basic)'],
  ]
  test.each(rows)('%s', async (_, inputs, where, token, source) => {
    const { outputs, stderr, text, asked, leaks, first } = await step({ connection: id, ...address(inputs) })
    expect([outputs.outcome, outputs.count, stderr]).toEqual(['found', '1', ''])
    expect(asked.map(({ length }) => length > 0)).toEqual([0, 1, 2].map(index => index === where))
    expect(new Set(asked[where]?.map(({ headers }) => headers.authorization))).toEqual(new Set([basic(token)]))
    expect(text).toContain(`Authentication: ${source}.`)
    expect(text).toContain(at(where).url)
    expect(leaks).toEqual([])
    expect(first[[held, given].indexOf(token)]).toMatch(/^##vso\[task\.setsecret\]/)
  })

  test.each(['1', '2'])('sends its token to no other organization (number %s)', async organization => {
    const { outputs, text, asked, leaks } = await step({ connection: id, ...address({ organization }) })
    expect([outputs.outcome, asked.flat()]).toEqual(['error', []])
    expect(text).toContain('The token of the service connection is only valid for its own URL.')
    expect(leaks).toEqual([])
  })

  const schemes: [string, Partial<Endpoint>][] = [
    ['Token', { scheme: 'Token', parameters: { apitoken: held } }],
    ['Token, in another case', { scheme: 'Token', parameters: { apiToken: held } }],
    ['UsernamePassword', { scheme: 'UsernamePassword', parameters: { username: 'me', password: held } }],
  ]
  test.each(schemes)('may be of the scheme %s', async (_, change) => {
    const { outputs, leaks } = await step({ connection: id }, change)
    expect([outputs.outcome, leaks]).toEqual(['found', []])
  })

  test('with a slash at the end of its URL is asked at the same place', async () => {
    const { outputs, asked } = await step({ connection: id }, { url: `${at(0).url}/` })
    expect([outputs.outcome, asked[0]?.[0]?.path]).toEqual(['found', '/contoso/web/_apis/build/builds'])
  })

  test('without a token is an error before any request', async () => {
    const { outputs, text, asked } = await step({ connection: id }, { parameters: {} })
    expect([outputs.outcome, asked.flat()]).toEqual(['error', []])
    expect(text).toMatch(/The token is empty\.[\s\S]*Input: connection\. The service connection has no token/)
  })

  test('that the job may not use gets no request, and never the job’s own token', async () => {
    const { outputs, asked, result } = await step({ connection: id }, {}, { endpoints: {} })
    expect([result, outputs.outcome, asked.flat()]).toEqual(['failed', 'error', []])
  })

  test('of an http:// URL is refused, because the token would travel in clear', async () => {
    const { outputs, text } = await step({ connection: id }, { url: 'http://builds.contoso.example/contoso' })
    expect(outputs.outcome).toBe('error')
    expect(text).toContain('is http://')
  })
})

describe('The job access token', () => {
  /** The ways by which it comes, of which each is told by its value. */
  const ways: [string, Record<string, string>, AzureOptions][] = [
    ['by default', {}, {}],
    ['by pat: $(System.AccessToken)', { pat: '$(System.AccessToken)' }, {}],
    ['by connection: SYSTEMVSSCONNECTION', { connection: 'SYSTEMVSSCONNECTION' }, {}],
    [
      'in a service connection of the user',
      { connection: 'mine' },
      { endpoints: { mine: { url: '', parameters: { apitoken: jobToken } } } },
    ],
  ]
  const own = () => ({ endpoints: { mine: { url: at(1).url, parameters: { apitoken: jobToken } } } })

  test.each(ways)('that comes %s is sent to the organization of the job', async (_, inputs, options) => {
    const { outputs, asked, leaks } = await step(inputs, {}, options.endpoints ? own() : {})
    expect([outputs.outcome, asked.map(({ length }) => length > 0)]).toEqual(['found', [false, true, false]])
    expect(new Set(asked[1]?.map(({ headers }) => headers.authorization))).toEqual(new Set([`Bearer ${jobToken}`]))
    expect(leaks).toEqual([])
  })

  test.each(ways)('that comes %s is sent to no other organization', async (_, inputs, options) => {
    for (const organization of oneOf([at(0).url, at(2).url, `${at(1).url}x`, 'http://[::1]:9/fabrikam'])) {
      const { outputs, text, asked, leaks } = await step(
        { ...inputs, organization },
        {},
        options.endpoints ? own() : {},
      )
      expect([organization, outputs.outcome, asked.flat()]).toEqual([organization, 'error', []])
      expect(text).toContain('The job access token is only valid for the organization of the job.')
      expect(leaks).toEqual([])
    }
  })

  test('in a service connection to somewhere else is not sent there', async () => {
    const endpoints = { mine: { url: at(2).url, parameters: { apitoken: jobToken } } }
    const { outputs, asked } = await step({ connection: 'mine' }, {}, { endpoints })
    expect([outputs.outcome, asked.flat()]).toEqual(['error', []])
  })
})
