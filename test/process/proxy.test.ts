import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { startEmulator } from '../../emulator/index.js'
import type { Emulator } from '../../emulator/types.ts'
import { tokenForms } from '../../hosts/token-forms.js'
import type { AgentProxy, AzureOptions } from '../../hosts/types.js'
import { askOnce, type HostName, hostNames, madeUp, withEmulator } from '../network/steps.ts'
import { makeAuthority, testWithAuthority } from '../support/authority.ts'
import { type ProxyOptions, startProxy, type TestProxy } from '../support/proxy.ts'

/** No name service knows it: whoever reaches it went through the proxy. */
const organization = 'https://builds.contoso.example/contoso'
const pat = madeUp('token')
const user = 'DOMAIN user'
const password = `p@ss/w:rd#%41?${madeUp('')}`
const credentials = `${user}:${password}`
const authority = makeAuthority('DNS:builds.contoso.example', 'DNS:proxy.contoso.example', 'IP:127.0.0.1', 'IP:0.0.0.0')
const trusted = { NODE_EXTRA_CA_CERTS: authority.file }

let emulator: Emulator
let port: number
beforeAll(async () => {
  emulator = await startEmulator(authority.file === '' ? {} : { tls: authority.tls })
  emulator.acceptToken(pat)
  port = Number(new URL(emulator.origin).port)
})
afterAll(async () => {
  await emulator.close()
  authority.remove()
})

const open: TestProxy[] = []
const proxied = async (options: Partial<ProxyOptions> = {}): Promise<TestProxy> => {
  const proxy = await startProxy({ to: port, ...options })
  open.push(proxy)
  return proxy
}
afterEach(async () => {
  await Promise.all(open.splice(0).map(proxy => proxy.close()))
})

const withCredentials = ({ url }: TestProxy) =>
  url.replace('://', `://${encodeURIComponent(user)}:${encodeURIComponent(password)}@`)

const ask = (host: HostName, options: AzureOptions, asked = organization) =>
  askOnce(host, { ...options, inputs: { organization: asked, pat, ...options.inputs }, secrets: [pat] })

/** Every way that leads through a proxy: where its address and its credentials stand, on which hosts. */
interface Way {
  readonly way: string
  readonly on: readonly HostName[]
  readonly give: (proxy: TestProxy, named: boolean) => AzureOptions
}
const inEnvironment = (name: string): Way => ({
  way: name,
  on: hostNames,
  give: (proxy, named) => ({ env: { ...trusted, [name]: named ? withCredentials(proxy) : proxy.url } }),
})
const ofAgent = ({ url }: TestProxy, named: boolean): AgentProxy => ({
  url,
  ...(named ? { username: user, password } : {}),
})
const ways: Way[] = [
  inEnvironment('https_proxy'),
  inEnvironment('HTTPS_PROXY'),
  {
    way: 'the agent’s own proxy',
    on: ['azure'],
    give: (proxy, named) => ({ env: trusted, proxy: ofAgent(proxy, named) }),
  },
]
const rows = ways.flatMap(({ way, on, give }) => on.map(host => ({ way, host, give })))

describe('through a proxy', () => {
  testWithAuthority.each(rows)('$host: $way opens a tunnel, and the token stays inside it', async ({ host, give }) => {
    const proxy = await proxied()
    const came = await ask(host, give(proxy, false))
    expect([came.outputs.outcome, came.outputs.count, came.stderr]).toEqual(['passed', '1', ''])
    expect(new Set(proxy.tunnels)).toEqual(new Set(['builds.contoso.example:443']))
    expect(proxy.heard()).not.toMatch(/authorization/i)
    expect(formsIn(proxy.heard())).toEqual([])
  })

  testWithAuthority.each(rows)('$host: $way gives the user name and the password', async ({ host, give }) => {
    const proxy = await proxied({ credentials })
    const came = await ask(host, give(proxy, true))
    expect([came.outputs.outcome, came.stderr]).toEqual(['passed', ''])
    expect(formsIn(proxy.heard())).toEqual([])
    expect([came.text.includes(password), came.text.includes(encodeURIComponent(password))]).toEqual([false, false])
  })

  testWithAuthority.each(hostNames)('%s: one tunnel is enough for many pages', async host => {
    await withEmulator({ tls: authority.tls, pageLimit: 5 }, async emulator => {
      emulator.acceptToken(pat)
      const proxy = await proxied({ to: Number(new URL(emulator.origin).port) })
      const came = await ask(host, { ...ways[0]?.give(proxy, false), inputs: { top: '40' } })
      expect([came.outputs.count, came.stderr]).toEqual(['40', ''])
      expect(emulator.requests.length).toBeGreaterThan(7)
      expect(proxy.tunnels.length).toBeLessThanOrEqual(4)
    })
  })

  testWithAuthority.each(hostNames)('%s: a proxy may speak TLS, and the server may be an address', async host => {
    const proxy = await proxied({ tls: authority.tls })
    const came = await ask(host, { env: { ...trusted, https_proxy: proxy.url } }, `https://0.0.0.0:${port}/contoso`)
    expect([came.outputs.outcome, came.stderr]).toEqual(['passed', ''])
    expect(new Set(proxy.tunnels)).toEqual(new Set([`0.0.0.0:${port}`]))
  })
})

describe('past a proxy', () => {
  // 0.0.0.0 reaches this machine, and is no loopback address, which always goes without a proxy.
  const here = () => `https://0.0.0.0:${port}/contoso`
  const past: [string, HostName, (proxy: TestProxy) => AzureOptions][] = [
    ['no_proxy names the host', 'github', ({ url }) => ({ env: { https_proxy: url, no_proxy: 'a.example,0.0.0.0' } })],
    ['NO_PROXY names the host', 'github', ({ url }) => ({ env: { HTTPS_PROXY: url, NO_PROXY: '0.0.0.0' } })],
    ['no_proxy is *', 'azure', ({ url }) => ({ env: { https_proxy: url, no_proxy: '*' } })],
    ['only http:// has a proxy', 'github', ({ url }) => ({ env: { http_proxy: url } })],
    [
      'the agent’s bypass list matches',
      'azure',
      ({ url }) => ({ proxy: { url, bypass: ['^https://0\\.0\\.0\\.0:\\d+$'] } }),
    ],
    [
      '… among others that are no expressions here',
      'azure',
      ({ url }) => ({ proxy: { url, bypass: ['*', '(?i)//0\\.0\\.'] } }),
    ],
    [
      'the agent’s bypass list matches, and the environment has another proxy',
      'azure',
      ({ url }) => ({ proxy: { url, bypass: ['0.0.0.0'] }, env: { https_proxy: url } }),
    ],
  ]
  testWithAuthority.each(past)('%s: %s asks directly', async (_, host, give) => {
    const proxy = await proxied()
    const { env, ...options } = give(proxy)
    const came = await ask(host, { ...options, env: { ...trusted, ...env } }, here())
    expect([came.outputs.outcome, came.stderr, proxy.asked]).toEqual(['passed', '', []])
  })

  test('azure: the agent’s own proxy wins over the environment’s', async () => {
    const [own, other] = [await proxied({ refuse: 403 }), await proxied({ refuse: 403 })]
    await ask('azure', { proxy: { url: own.url, bypass: ['elsewhere', '', ' '] }, env: { https_proxy: other.url } })
    expect([own.asked.length, other.asked.length]).toEqual([1, 0])
  })
})

describe('a proxy in the way', () => {
  const refusals: [string, Partial<ProxyOptions>, string][] = [
    ['refuses', { refuse: 403 }, 'The proxy did not connect to Azure DevOps.'],
    ['cannot reach the server', { refuse: 502 }, 'The proxy did not connect to Azure DevOps.'],
    [
      'wants a password',
      { credentials },
      'The proxy requires a user name and a password (407 Proxy Authentication Required).',
    ],
  ]
  test.each(refusals.flatMap(row => rows.map(({ host, way, give }) => [host, way, ...row, give] as const)))(
    '%s, %s: one that %s has an error of its own',
    async (host, _, __, options, message, give) => {
      const proxy = await proxied(options)
      const came = await ask(host, give(proxy, false))
      expect([came.result, came.outputs.outcome, came.outputs.count, came.stderr]).toEqual(['failed', 'error', '', ''])
      expect(came.annotations.map(annotation => annotation.message)).toEqual([expect.stringContaining(message)])
      expect([proxy.tunnels, formsIn(proxy.heard())]).toEqual([[], []])
    },
  )

  test.each(hostNames)('%s: a wrong password is told, and shown nowhere', async host => {
    const proxy = await proxied({ credentials: 'somebody:else' })
    const came = await ask(host, { env: { https_proxy: withCredentials(proxy) } })
    expect(came.text).toContain('The proxy requires a user name and a password (407 Proxy Authentication Required).')
    expect([came.text.includes(password), came.text.includes(encodeURIComponent(password))]).toEqual([false, false])
  })

  test.each(hostNames)('%s: one that nobody runs has the error of a proxy', async host => {
    const proxy = await startProxy({ to: 9 })
    await proxy.close()
    const came = await ask(host, { env: { https_proxy: proxy.url } })
    expect(came.text).toMatch(/The proxy did not connect to Azure DevOps\..*ECONNREFUSED/s)
    expect(came.stderr).toBe('')
  })

  const malformed = (secret: string) => [
    '::no proxy::',
    'https://[::1',
    `http://${secret}`,
    `http://user:12#${secret}@proxy.contoso.example:8080`,
    `http://user:${secret}%zz@proxy.contoso.example:8080`,
    `socks5://user:${secret}@proxy.contoso.example:1080`,
  ]
  test.each(hostNames.flatMap(host => malformed('').map((_, index) => [host, index] as const)))(
    '%s: address %i that is no URL is an error before any request, and is not quoted',
    async (host, index) => {
      const secret = `p:ss:${madeUp('w')}`
      const came = await ask(host, { env: { https_proxy: malformed(secret)[index] ?? '' } })
      expect(came.outputs.outcome).toBe('error')
      expect(came.text).toContain('The proxy address is not a URL.')
      expect(came.text).not.toContain(secret.slice(5))
    },
  )

  test.each(hostNames)('%s: one that never answers is given up on, and does not hold the step', async host => {
    const proxy = await proxied({ silent: true })
    const came = await ask(host, {
      env: { https_proxy: proxy.url },
      inputs: { 'request-timeout': '1s' },
      timeoutMs: 8000,
    })
    expect(came.text).toContain('The request timed out.')
    expect(came.result).toBe('failed')
    expect(came.durationMs).toBeLessThan(8000)
  })
})

function formsIn(text: string): string[] {
  return Object.entries(tokenForms(pat))
    .filter(([, form]) => text.includes(form))
    .map(([name]) => name)
}
