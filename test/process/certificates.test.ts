import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect } from '@jest/globals'
import { makeAuthority, testWithAuthority } from '../support/authority.ts'
import { startProxy } from '../support/proxy.ts'
import { azure, type Bundle, bundles, emulatorForAllTests, gitHub, type Options, runStep } from '../support/step.ts'
import { oneOf } from '../support/thorough.ts'

const authority = makeAuthority('IP:127.0.0.1')
const stranger = makeAuthority('IP:127.0.0.1')
const misnamed = makeAuthority('DNS:elsewhere.example')
afterAll(() => {
  for (const { remove } of [authority, stranger, misnamed]) remove()
})
const missing = '/nowhere/authority.pem'
const oneBuild = { top: '1', retries: '0' }
const tlsOf = ({ file, tls }: typeof authority) => (file === '' ? {} : { tls })

const on = emulatorForAllTests(tlsOf(authority))

const fromEnvironment = (file: string): Options => ({ env: { NODE_EXTRA_CA_CERTS: file } })
const ofAgent = (file: string): Options => ({ variables: { 'Agent.CAInfo': file } })

/** Two authorities in one file, as a company's bundle has them. */
function bundled(): string {
  const file = join(dirname(authority.file), 'bundle.pem')
  writeFileSync(file, `${stranger.pem()}\n${authority.pem()}`)
  return file
}

describe('A private certificate authority is trusted', () => {
  const rows: [Bundle, string, () => Options][] = [
    [gitHub, 'NODE_EXTRA_CA_CERTS names it', () => fromEnvironment(authority.file)],
    [azure, 'NODE_EXTRA_CA_CERTS names it', () => fromEnvironment(authority.file)],
    [azure, 'Agent.CAInfo names it', () => ofAgent(authority.file)],
    [
      azure,
      'NODE_EXTRA_CA_CERTS names it and Agent.CAInfo another',
      () => ({ ...fromEnvironment(authority.file), ...ofAgent(stranger.file) }),
    ],
    [azure, 'Agent.CAInfo names a file with several', () => ofAgent(bundled())],
  ]
  testWithAuthority.each(rows.map(([bundle, ...row]) => [bundle.name, ...row, bundle] as const))(
    'on %s when %s',
    async (_name, _title, options, bundle) => {
      const { outputs, stderr } = await on.run(bundle, oneBuild, options())
      expect([outputs.outcome, outputs.count, stderr]).toEqual(['found', '1', ''])
    },
  )
})

describe('An untrusted certificate fails the step, and the error says how to trust it,', () => {
  const untrusted = /The certificate of the server is not trusted\.[\s\S]*Set NODE_EXTRA_CA_CERTS/
  const rows: [Bundle, string, Options][] = [
    [gitHub, 'with nothing set', {}],
    [azure, 'with nothing set', {}],
    [gitHub, 'with another authority in NODE_EXTRA_CA_CERTS', fromEnvironment(stranger.file)],
    [azure, 'with another authority in Agent.CAInfo', ofAgent(stranger.file)],
    [azure, 'with a file in Agent.CAInfo that does not exist', ofAgent(missing)],
  ]
  testWithAuthority.each(rows.map(([bundle, ...row]) => [bundle.name, ...row, bundle] as const))(
    'on %s %s',
    async (_name, _title, options, bundle) => {
      const { result, outputs, stderr, log } = await on.run(bundle, oneBuild, options)
      expect([result, outputs.outcome, stderr]).toEqual(['failed', 'error', ''])
      expect(log.join('\n')).toMatch(untrusted)
    },
  )

  testWithAuthority.each(oneOf(bundles))('on $name when it is for another name', async bundle => {
    const { log, requests, stderr } = await runStep(bundle, {
      emulator: tlsOf(misnamed),
      inputs: oneBuild,
      options: fromEnvironment(misnamed.file),
    })
    expect(log.join('\n')).toContain('The certificate of the server is not trusted.')
    expect([requests, stderr]).toEqual([[], ''])
  })

  testWithAuthority.each(oneOf(bundles))(
    'on $name behind a proxy, and when it is of the proxy itself',
    async bundle => {
      const port = Number(new URL(on.emulator.origin).port)
      const proxies = [await startProxy({ to: port }), await startProxy({ to: port, tls: stranger.tls })]
      try {
        for (const { url } of proxies) {
          const inputs = { ...oneBuild, organization: 'https://builds.contoso.example/contoso' }
          const { log } = await on.run(bundle, inputs, { env: { https_proxy: url } })
          expect(log.join('\n')).toContain('The certificate of the server is not trusted.')
        }
      } finally {
        for (const { close } of proxies) await close()
      }
    },
  )
})
