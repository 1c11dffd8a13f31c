import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import MarkdownIt from 'markdown-it'
import { createBuild, startEmulator } from '../../../emulator/index.js'
import type { Emulator } from '../../../emulator/types.ts'
import { encoders } from '../../../hosts/encoders.js'
import { SecretMasker } from '../../../hosts/secret-masker.js'
import { runInMemory, type Told } from '../../support/memory-host.ts'
import { runs } from '../../support/thorough.ts'
import { formsOf, type TokenCase, tokenCases, tokens, usernames } from './token-cases.ts'

const renderer = new MarkdownIt({ html: true, linkify: true })

/** The text that a reader of the summary sees. */
function rendered(summary: string): string {
  return renderer
    .render(summary)
    .replace(/<[^>]*>/g, '')
    .replace(/&(lt|gt|quot|amp);/g, (_, name) => ({ lt: '<', gt: '>', quot: '"', amp: '&' })[name as 'lt'] ?? '')
}

/** Everything that can be read, the log as each host shows it after its own masking, nothing else masked. */
function visible(told: Told): string[] {
  const { backslashEscape, ...gitHub } = encoders
  const azure = [encoders.jsonStringEscape, encoders.uriDataEscape, backslashEscape]
  const shown = [Object.values(gitHub), azure].flatMap(known => {
    const masker = new SecretMasker(known)
    for (const mask of told.masks) masker.add(mask)
    return told.log.map(line => masker.mask(line))
  })
  const file = JSON.stringify(told.builds ?? [])
  return [...shown, ...Object.values(told.outputs), told.summary, rendered(told.summary), file]
}

describe('No form of a token is visible', () => {
  let emulator: Emulator
  beforeAll(async () => {
    emulator = await startEmulator()
  })
  beforeEach(() => {
    emulator.world.builds = [createBuild({ id: 1, project: { name: 'web' } })]
  })
  afterAll(() => emulator.close())

  async function attempt(tokenCase: TokenCase, token: string, username: string): Promise<Told> {
    const builds = [...emulator.world.builds]
    const faulty: (() => void)[] = []
    const watched: Emulator = {
      ...emulator,
      fault: (...given) => {
        const stop = emulator.fault(...given)
        faulty.push(stop)
        return stop
      },
    }
    if (tokenCase.accepted !== false) emulator.acceptToken(token, { kind: token.startsWith('eyJ') ? 'bearer' : 'pat' })
    tokenCase.prepare?.(watched, token)
    try {
      return await runInMemory({
        organization: emulator.url,
        project: 'web',
        pat: token,
        username,
        retries: '0',
        ...tokenCase.inputs?.(token),
      })
    } finally {
      emulator.world.builds = builds
      for (const stop of faulty) stop()
    }
  }

  test.each(tokenCases)('in $title', async tokenCase => {
    await fc.assert(
      fc.asyncProperty(tokens, usernames, async (token, username) => {
        const told = await attempt(tokenCase, token, username)
        const texts = visible(told)
        for (const form of formsOf(token, username)) for (const text of texts) expect(text).not.toContain(form)
      }),
      { numRuns: runs(30) },
    )
  })
})
