import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { createBuild, startEmulator } from '../../emulator/index.js'
import { findLeaks, firstLineWithToken } from '../../hosts/index.js'
import { type TokenCase, tokenCases, tokens, usernames } from '../core/untrusted/token-cases.ts'
import { type Bundle, bundles } from '../support/step.ts'
import { runs } from '../support/thorough.ts'

/** Runs a committed bundle in a tokenCase of its own, so that several can run side by side. */
async function runWith(bundle: Bundle, { accepted, prepare, inputs }: TokenCase, token: string, username: string) {
  const kind = token.startsWith('eyJ') ? 'bearer' : 'pat'
  const emulator = await startEmulator({ tokens: accepted === false ? {} : new Map([[token, { kind }]]) })
  emulator.world.builds = [createBuild({ id: 1, project: { name: 'web' } })]
  prepare?.(emulator, token)
  const own = { organization: emulator.url, project: 'web', pat: token, username, retries: '0' }
  // What an empty input means on Azure, the job's own token, is tested elsewhere.
  const result = await bundle.run({ debug: true, inputs: { ...own, ...inputs?.(token) } })
  await emulator.close()
  return result
}

describe.each(bundles)('$name with debug on', bundle => {
  const mask = bundle.name === 'GitHub' ? '::add-mask::' : '##vso[task.setsecret]'
  const casts = fc.array(fc.tuple(tokens, usernames, fc.constantFrom(...tokenCases)), { minLength: 4, maxLength: 4 })

  test('shows no form of any token, and hides it before it says anything', async () => {
    await fc.assert(
      fc.asyncProperty(casts, async cast => {
        await Promise.all(
          cast.map(async ([token, username, tokenCase]) => {
            const result = await runWith(bundle, tokenCase, token, username)
            const shown = { tokenCase: tokenCase.title, leaks: findLeaks(result, token, username) }
            const first = firstLineWithToken(result, token, username)
            result.dispose()
            expect(shown).toEqual({ tokenCase: tokenCase.title, leaks: [] })
            expect(result.lines[0]?.raw.slice(0, mask.length)).toBe(mask)
            expect(first?.slice(0, mask.length)).toBe(mask)
            expect(result.environmentRefusals).toEqual([])
          }),
        )
      }),
      { numRuns: runs(4), endOnFailure: true },
    )
  })

  test('shows stars in place of a token that the service repeats in a build', async () => {
    const tokenCase = tokenCases.find(({ title }) => title === 'builds that repeat the token') as TokenCase
    const token = 'made-up/token+with=signs%2F'
    const result = await runWith(bundle, tokenCase, token, '')
    const file = result.read(result.outputs['builds-file'] ?? '')
    const texts = [result.outputs['build-number'], result.outputs['pipeline-name'], result.outputs['source-branch']]
    expect(texts).toEqual(['***', 'of ***', 'refs/heads/***'])
    expect(file).toContain('"buildNumber":"***"')
    expect(result.summary).toContain(`of ${'&#42;'.repeat(3)}`)
    expect(findLeaks(result, token)).toEqual([])
    result.dispose()
  })
})
