import { describe, expect, test } from '@jest/globals'
import { findLeaks } from '../../hosts/index.js'
import { findPieces } from '../support/pieces.ts'
import { startProxy } from '../support/proxy.ts'
import { bundles, errorsOf, newToken, onHostsInTurn } from '../support/step.ts'
import { inTurn, partOf } from '../support/thorough.ts'

/** How people write a credential into an address. */
const spellings: ((token: string) => string)[] = [
  token => `user:${token}@dev.azure.com/contoso`,
  token => `${token}@dev.azure.com/contoso`,
  token => `https://user:${token}@dev.azure.com/contoso`,
  token => `https://${token}@dev.azure.com/contoso`,
  token => `https:/user:${token}@dev.azure.com/contoso`,
  token => `https:user:${token}@dev.azure.com/contoso`,
  token => `https:\\\\user:${token}@dev.azure.com/contoso`,
  token => `//user:${token}@dev.azure.com/contoso`,
  token => `https://user:${encodeURIComponent(token)}%40dev.azure.com/contoso`,
  token => `https://dev.azure.com/user:${token}@contoso`,
  token => `https://dev.azure.com/contoso?token=${token}`,
  token => `https://dev.azure.com/contoso#${token}`,
  token => `contoso:${token}`,
  token => `contoso ${token}`,
  token => `contoso;${token}`,
  token => `user:${token}＠dev.azure.com`,
  token => `ftp://user:${token}@server/tfs`,
  token => `http://user:${token}@server/tfs`,
  token => `https://user:${token}`,
  token => `${token.replace(/\W/g, '')}${token.replace(/\W/g, '')}`,
]

describe('A credential in organization', () => {
  test.concurrent.each(partOf(onHostsInTurn(spellings.map((write, index) => ({ write, index })))))(
    'is quoted nowhere on $name (spelling $index)',
    async ({ write, bundle }) => {
      // Of another organization, so that nothing else knows and hides it.
      const other = newToken()
      const inputs = { organization: write(other), project: 'web', pat: newToken() }
      const result = await bundle.run({ debug: true, inputs })
      expect([result.result, result.outputs.outcome]).toEqual(['failed', 'error'])
      expect(errorsOf(result).join()).toMatch(/^Invalid inputs\./)
      const shown = { ...result, stdout: '', lines: result.lines.filter(({ raw }) => !raw.includes(write(other))) }
      expect([findLeaks(shown, other), findPieces(shown, other)]).toEqual([[], []])
      expect(result.log.filter(line => line.includes(other))).toEqual([])
      result.dispose()
    },
  )
})

describe.each(bundles)('$name sends no credential over http:// to', bundle => {
  test.each(
    inTurn(bundle, ['azure.localhost', 'a.b.localhost', 'localhost.', '0.0.0.0', '[::ffff:127.0.0.1]', 'server']),
  )('%s, and asks no proxy for it', async host => {
    const proxy = await startProxy({ to: 9 })
    const inputs = { organization: `http://${host}:8080/contoso`, project: 'web', pat: newToken(), retries: '0' }
    const env = { http_proxy: proxy.url, https_proxy: proxy.url }
    const result = await bundle.run({ inputs, env })
    await proxy.close()
    expect([result.outputs.outcome, proxy.asked]).toEqual(['error', []])
    expect(errorsOf(result).join()).toContain('is http://')
    result.dispose()
  })
})
