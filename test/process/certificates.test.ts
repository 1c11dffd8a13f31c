import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect } from '@jest/globals'
import { startEmulator } from '../../emulator/index.js'
import type { Emulator } from '../../emulator/types.ts'
import type { AzureOptions } from '../../hosts/types.js'
import { askOnce, type HostName, hostNames, madeUp, withEmulator } from '../network/steps.ts'
import { makeAuthority, testWithAuthority } from '../support/authority.ts'
import { startProxy } from '../support/proxy.ts'

const pat = madeUp('token')
const authority = makeAuthority('IP:127.0.0.1')
const stranger = makeAuthority('IP:127.0.0.1')
const misnamed = makeAuthority('DNS:elsewhere.example')
const missing = '/nowhere/authority.pem'

let emulator: Emulator
beforeAll(async () => {
  emulator = await startEmulator(authority.file === '' ? {} : { tls: authority.tls })
  emulator.acceptToken(pat)
})
afterAll(async () => {
  await emulator.close()
  for (const { remove } of [authority, stranger, misnamed]) remove()
})

const ask = (host: HostName, options: AzureOptions, organization = emulator.url) =>
  askOnce(host, { ...options, inputs: { organization, pat } })

const extra = (file: string): AzureOptions => ({ env: { NODE_EXTRA_CA_CERTS: file } })
const ofAgent = (file: string): AzureOptions => ({ variables: { 'Agent.CAInfo': file } })

describe('an authority of one’s own is trusted', () => {
  const rows: [HostName, string, () => AzureOptions][] = [
    ['github', 'NODE_EXTRA_CA_CERTS names it', () => extra(authority.file)],
    ['azure', 'NODE_EXTRA_CA_CERTS names it', () => extra(authority.file)],
    ['azure', 'Agent.CAInfo names it', () => ofAgent(authority.file)],
    [
      'azure',
      'NODE_EXTRA_CA_CERTS names it, and Agent.CAInfo another',
      () => ({ ...extra(authority.file), ...ofAgent(stranger.file) }),
    ],
    ['azure', 'Agent.CAInfo names a file with several', () => ofAgent(bundled())],
  ]
  testWithAuthority.each(rows)('%s: %s', async (host, _, options) => {
    const came = await ask(host, options())
    expect([came.outputs.outcome, came.outputs.count, came.stderr]).toEqual(['passed', '1', ''])
  })
})

describe('an authority that nobody knows has an error of its own', () => {
  const rows: [HostName, string, AzureOptions][] = [
    ['github', 'with nothing set', {}],
    ['azure', 'with nothing set', {}],
    ['github', 'with another one in NODE_EXTRA_CA_CERTS', extra(stranger.file)],
    ['azure', 'with another one in Agent.CAInfo', ofAgent(stranger.file)],
    ['azure', 'with a file in Agent.CAInfo that is not there', ofAgent(missing)],
  ]
  testWithAuthority.each(rows)('%s: %s', async (host, _, options) => {
    const came = await ask(host, options)
    expect([came.result, came.outputs.outcome, came.stderr]).toEqual(['failed', 'error', ''])
    expect(came.text).toMatch(/The certificate of the server is not trusted\..*NODE_EXTRA_CA_CERTS/s)
  })

  testWithAuthority.each(hostNames)('%s: a certificate for another name', async host => {
    await withEmulator({ tls: misnamed.tls }, async ({ url, requests }) => {
      const came = await ask(host, extra(misnamed.file), url)
      expect(came.text).toContain('The certificate of the server is not trusted.')
      expect([requests.length, came.stderr]).toEqual([0, ''])
    })
  })

  testWithAuthority.each(hostNames)('%s: behind a proxy, and of the proxy itself', async host => {
    const port = Number(new URL(emulator.origin).port)
    const proxies = [await startProxy({ to: port }), await startProxy({ to: port, tls: stranger.tls })]
    try {
      for (const { url } of proxies) {
        const came = await ask(host, { env: { https_proxy: url } }, 'https://builds.contoso.example/contoso')
        expect(came.text).toContain('The certificate of the server is not trusted.')
      }
    } finally {
      for (const { close } of proxies) await close()
    }
  })
})

/** Two authorities in one file, as a company's bundle has them. */
function bundled(): string {
  const file = join(dirname(authority.file), 'bundle.pem')
  writeFileSync(file, `${stranger.pem()}\n${authority.pem()}`)
  return file
}
