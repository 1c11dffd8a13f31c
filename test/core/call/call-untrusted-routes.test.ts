import { afterAll, beforeAll, describe, expect } from '@jest/globals'
import { createProject, startEmulator } from '../../../emulator/index.js'
import type { Emulator } from '../../../emulator/types.ts'
import { makeAuthority, testWithAuthority } from '../../support/authority.ts'
import { callInMemory } from '../../support/call-in-memory.ts'
import { startProxy, type TestProxy } from '../../support/proxy.ts'
import { madeUpToken } from '../../support/samples.ts'
import { thorough } from '../../support/thorough.ts'
import { type RouteSample, targetOf } from '../rest/route-samples.ts'
import { untrustedRoutes } from '../rest/untrusted-routes.ts'

/** Every host that the token may be sent to, each of them this machine: the proxy leads everything here. */
const hosts = [
  '',
  'advsec.',
  'almsearch.',
  'analytics.',
  'artifacts.',
  'auditservice.',
  'extmgmt.',
  'feeds.',
  'pkgs.',
  'vsaex.',
  'vsrm.',
  'vssps.',
  'vstmr.',
].map(name => `${name}dev.azure.com`)

const authority = makeAuthority('DNS:dev.azure.com', 'DNS:*.dev.azure.com', 'DNS:*.visualstudio.com', 'DNS:*.example')
const token = madeUpToken()
let emulator: Emulator
let proxy: TestProxy
beforeAll(async () => {
  const world = { projects: [createProject('web')], definitions: [], builds: [] }
  emulator = await startEmulator({ world, tls: authority.tls, tokens: { [token]: { kind: 'pat' } } })
  proxy = await startProxy({ to: Number(new URL(emulator.url).port) })
})
afterAll(async () => {
  await proxy?.close()
  await emulator?.close()
  authority.remove()
})

/** As on a machine whose only way out is the proxy, to an internet that is the emulator. */
const network = () => ({ proxy: proxy.url, authorities: authority.pem() })
const run = (route: string, inputs = {}) =>
  callInMemory(
    { organization: 'contoso', project: 'web', pat: token, route, retries: '0', summary: 'false', ...inputs },
    { network },
  )

function isSendable(sample: RouteSample): boolean {
  try {
    return targetOf(sample) !== undefined
  } catch {
    return false
  }
}

describe('the token goes to the computed host only', () => {
  testWithAuthority.each([
    ['/_apis/projects', 'dev.azure.com'],
    ['/{project}/_apis/release/releases', 'vsrm.dev.azure.com'],
    ['https://feeds.dev.azure.com/{organization}/_apis/packaging/feeds', 'feeds.dev.azure.com'],
    ['/_apis/graph/users', 'vssps.dev.azure.com'],
    ['/{project}/_odata/v4.0-preview/WorkItems', 'analytics.dev.azure.com'],
  ])('of %s: %s', async (route, host) => {
    const before = proxy.asked.length
    const told = await run(route)
    expect(told.outputs.outcome).toBe('passed')
    expect(new Set(proxy.asked.slice(before))).toEqual(new Set([`${host}:443`]))
    expect(emulator.requests.at(-1)?.headers.host).toBe(host)
  })

  testWithAuthority('whatever the answers say', async () => {
    const before = proxy.asked.length
    const elsewhere = 'https://evil.example/contoso/_apis/x?api-version=7.1'
    emulator.fault(
      () => true,
      (_, response) =>
        void response
          .writeHead(200, {
            'content-type': 'application/json',
            location: elsewhere,
            'x-ms-continuationtoken': elsewhere,
          })
          .end(JSON.stringify({ value: [1], '@odata.nextLink': elsewhere, locationUrl: elsewhere })),
      2,
    )
    await run('/_apis/x', { paginate: 'true' })
    expect(new Set(proxy.asked.slice(before))).toEqual(new Set(['dev.azure.com:443']))
  })

  testWithAuthority(
    'of 2,000 untrusted routes and URLs',
    async () => {
      const before = [proxy.asked.length, emulator.requests.length] as const
      let refused = 0
      let sendable = 0
      for (const { route, project = 'web', parameters = {} } of untrustedRoutes) {
        // Each request takes a TLS connection through the proxy: of those that would be sent, every tenth or fortieth is.
        if (isSendable({ route, project, parameters }) && sendable++ % (thorough ? 10 : 40) !== 0) continue
        const told = await run(route, { project, parameters: JSON.stringify(parameters) })
        if (told.errors[0]?.startsWith('Invalid inputs.')) refused++
        expect([route, told.log.join('\n').includes(token), told.outputs.outcome]).toEqual([
          route,
          false,
          expect.stringMatching(/^(passed|failed|error)$/),
        ])
      }
      const asked = proxy.asked.slice(before[0])
      expect([...new Set(asked)].filter(host => !hosts.includes(host.replace(/:443$/, '')))).toEqual([])
      // Each request that was sent arrived below the organization, and in the folder that its route names.
      const sent = emulator.requests.slice(before[1])
      expect(sent.filter(({ rawUrl }) => !rawUrl.startsWith('/contoso/'))).toEqual([])
      expect(sent.filter(({ headers }) => !hosts.includes(String(headers.host)))).toEqual([])
      expect(untrustedRoutes.length).toBeGreaterThan(2000)
      expect([refused > 1000, sent.length > 20]).toEqual([true, true])
      expect(proxy.heard()).not.toContain(Buffer.from(`:${token}`).toString('base64'))
    },
    120_000,
  )
})
