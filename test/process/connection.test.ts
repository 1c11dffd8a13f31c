import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { startEmulator } from '../../emulator/index.js'
import type { Emulator } from '../../emulator/types.ts'
import { findLeaks, firstLineWithToken, runOnAzure } from '../../hosts/index.js'
import type { AzureOptions, Endpoint } from '../../hosts/types.js'
import { madeUp } from '../network/steps.ts'

const id = 'b7a0a3c4-6c7e-4d2f-9a55-0f5f2a1c9d11'
const held = madeUp('held')
const given = madeUp('given')

/** The connection's, the job's own, and one that only an input names. */
const emulators: Emulator[] = []
beforeAll(async () => {
  for (const organization of ['contoso', 'fabrikam', 'adatum']) {
    const emulator = await startEmulator({ organization })
    for (const token of [held, given]) emulator.acceptToken(token)
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

/** A step with the connection; its leaks and where it asked, with its folders gone. */
async function step(inputs: Record<string, string>, change: Partial<Endpoint> = {}, options: AzureOptions = {}) {
  const before = emulators.map(({ requests }) => requests.length)
  const result = await runOnAzure({
    collectionUri: `${at(1).url}/`,
    endpoints: { [id]: endpoint(change) },
    debug: true,
    ...options,
    inputs: { connection: id, project: 'web', top: '1', retries: '0', ...inputs },
  })
  const leaks = [held, given].flatMap(token => findLeaks(result, token))
  const first = [held, given].map(token => firstLineWithToken(result, token))
  result.dispose()
  const asked = emulators.map(({ requests }, index) => requests.slice(before[index]))
  return { ...result, text: result.log.join('\n'), leaks, first, asked }
}

const basic = (token: string) => `Basic ${Buffer.from(`:${token}`).toString('base64')}`

describe('a service connection', () => {
  const rows: [string, Record<string, string>, number, string, string][] = [
    ['gives the organization and the token', {}, 0, held, 'The token is from the service connection'],
    ['gives way to pat', { pat: given }, 0, given, 'The token is from the input'],
    ['gives way to organization', { organization: 'adatum' }, 2, held, 'The token is from the service connection'],
    ['gives way to both', { organization: 'adatum', pat: given }, 2, given, 'The token is from the input'],
  ]
  test.each(rows)('%s', async (_, { organization, ...inputs }, where, token, source) => {
    const address = organization === undefined ? {} : { organization: at(2).url }
    const { outputs, stderr, text, asked } = await step({ ...inputs, ...address })
    expect([outputs.outcome, outputs.count, stderr]).toEqual(['passed', '1', ''])
    expect(asked.map(({ length }) => length > 0)).toEqual([0, 1, 2].map(index => index === where))
    expect(new Set(asked[where]?.map(({ headers }) => headers.authorization))).toEqual(new Set([basic(token)]))
    expect(text).toContain(source)
    expect(text).toContain(at(where).url)
  })

  test.each(rows)('shows no token, even with debug: it %s', async (_, inputs, __, token) => {
    const { leaks, first } = await step(inputs.organization ? { ...inputs, organization: at(2).url } : inputs)
    expect(leaks).toEqual([])
    expect(first[[held, given].indexOf(token)]).toMatch(/^##vso\[task\.setsecret\]/)
  })

  const schemes: [string, Partial<Endpoint>][] = [
    ['Token', { scheme: 'Token', parameters: { apitoken: held } }],
    ['Token, in another case', { scheme: 'Token', parameters: { apiToken: held } }],
    ['UsernamePassword', { scheme: 'UsernamePassword', parameters: { username: 'me', password: held } }],
  ]
  test.each(schemes)('may be of the scheme %s', async (_, change) => {
    const { outputs, leaks } = await step({}, change)
    expect([outputs.outcome, leaks]).toEqual(['passed', []])
  })

  test('with a slash at the end of its address is asked at the same place', async () => {
    const { outputs, asked } = await step({}, { url: `${at(0).url}/` })
    expect([outputs.outcome, asked[0]?.[0]?.path]).toEqual(['passed', '/contoso/web/_apis/build/builds'])
  })

  test('without a token is told before any request', async () => {
    const { outputs, text, asked } = await step({}, { parameters: {} })
    expect([outputs.outcome, asked.flat()]).toEqual(['error', []])
    expect(text).toContain('The token is empty.')
  })

  test('that the job may not use gets no request, and never the job’s own token', async () => {
    const { outputs, asked, result } = await step({}, {}, { endpoints: {} })
    expect([result, outputs.outcome, asked.flat()]).toEqual(['failed', 'error', []])
  })

  test('of an http:// address is refused, for the token would travel in clear', async () => {
    const { outputs, text } = await step({}, { url: 'http://builds.contoso.example/contoso' })
    expect(outputs.outcome).toBe('error')
    expect(text).toContain('is http://')
  })
})
