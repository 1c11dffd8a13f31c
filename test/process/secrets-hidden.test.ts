import { describe, expect, test } from '@jest/globals'
import { faults } from '../../emulator/index.js'
import { findLeaks, firstLineWithToken } from '../../hosts/index.js'
import { azure, bundles, type EmulatorWithToken, emulatorForEachTest, newToken, type Options } from '../support/step.ts'
import { inTurn, testInTurn } from '../support/thorough.ts'

interface Case {
  readonly title: string
  readonly prepare?: (on: EmulatorWithToken) => void
  readonly inputs?: (on: EmulatorWithToken) => Record<string, string>
  readonly outcome: string
}

const always = () => true

const cases: Case[] = [
  { title: 'a run that passes', outcome: 'found' },
  { title: 'a run with a user name', inputs: () => ({ username: 'Ada' }), outcome: 'found' },
  { title: 'a dry run', inputs: () => ({ 'dry-run': 'true' }), outcome: 'dry-run' },
  { title: 'a token with white space around', inputs: on => ({ pat: ` ${on.token} ` }), outcome: 'found' },
  { title: 'an unknown project', inputs: () => ({ project: 'nowhere' }), outcome: 'error' },
  { title: 'an input that is wrong', inputs: on => ({ status: on.token }), outcome: 'error' },
  {
    title: 'the error about a branch that is the token',
    inputs: on => ({ branch: on.token, 'if-none': 'ignore' }),
    outcome: 'error',
  },
  {
    title: 'the error about a pipeline that is the token',
    inputs: on => ({ pipelines: on.token }),
    outcome: 'error',
  },
  {
    title: 'a service that repeats the token',
    prepare: on => void on.emulator.fault(always, faults.echoToken),
    outcome: 'error',
  },
  {
    title: 'a service that redirects to where the token is in the address',
    prepare: on => void on.emulator.fault(always, faults.redirectTo(`/?${on.token}`)),
    outcome: 'error',
  },
]

const maskCommand = { GitHub: '::add-mask::', Azure: '##vso[task.setsecret]' }

describe.each(bundles)('$name hides the token', bundle => {
  const testOnce = testInTurn(bundle)
  const on = emulatorForEachTest()
  // With debug on everything is in the log that is there without it, and more.
  const debugs = cases.flatMap((one, index) => (index === 0 ? [false, true] : [true]).map(debug => ({ ...one, debug })))

  test.each(inTurn(bundle, debugs))('in $title, debug $debug', async ({ prepare, inputs, outcome, debug }) => {
    prepare?.(on)
    const given = inputs?.(on) ?? {}
    const result = await on.run(bundle, given, { debug })
    expect(result.outputs.outcome).toBe(outcome)
    const name = given.username ?? ''
    expect(firstLineWithToken(result, on.token, name)).toMatch(maskCommand[bundle.name])
    expect(result.lines[0]?.raw).toMatch(maskCommand[bundle.name])
    expect(findLeaks(result, on.token, name)).toEqual([])
  })

  testOnce('of a refused token', async () => {
    const pat = newToken()
    const result = await on.run(bundle, { pat }, { debug: true })
    expect(firstLineWithToken(result, pat)).toMatch(maskCommand[bundle.name])
    expect(findLeaks(result, pat)).toEqual([])
  })

  test('in every form, before anything else is written', async () => {
    const result = await on.run(bundle, { username: 'Ada' })
    const credential = Buffer.from(`Ada:${on.token}`).toString('base64')
    expect(result.masks).toEqual(expect.arrayContaining([on.token, credential, encodeURIComponent(on.token)]))
    const first = result.lines.findIndex(({ raw }) => !raw.startsWith(maskCommand[bundle.name]))
    expect(first).toBe(result.masks.length)
  })
})

describe('Azure hides', () => {
  const on = emulatorForEachTest()

  test.each([false, true])('the token of a service connection, debug %p', async debug => {
    const endpoint = { url: on.emulator.url, parameters: { apitoken: on.token } }
    const options: Options = { debug, endpoints: { '5b2f7f0e': endpoint } }
    const inputs = { organization: '', pat: '', connection: '5b2f7f0e' }
    const result = await on.run(azure, inputs, options)
    expect(result.outputs.outcome).toBe('found')
    expect(firstLineWithToken(result, on.token)).toMatch(maskCommand.Azure)
    expect(findLeaks(result, on.token)).toEqual([])
  })
})
