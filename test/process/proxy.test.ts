import { afterAll, afterEach, describe, expect, test } from '@jest/globals'
import { tokenForms } from '../../hosts/token-forms.js'
import type { AgentProxy } from '../../hosts/types.js'
import { makeAuthority, testWithAuthority } from '../support/authority.ts'
import { type ProxyOptions, startProxy, type TestProxy } from '../support/proxy.ts'
import {
  azure,
  type Bundle,
  bundles,
  emulatorForAllTests,
  errorsOf,
  gitHub,
  type Inputs,
  madeUp,
  type Options,
  runStep,
} from '../support/step.ts'
import { inTurn, oneOf, thorough } from '../support/thorough.ts'

/** No DNS knows it: whoever reaches it went through the proxy. */
const organization = 'https://builds.contoso.example/contoso'
const user = 'DOMAIN user'
const password = `p@ss/w:rd#%41?${madeUp('')}`
const credentials = `${user}:${password}`
const authority = makeAuthority('DNS:builds.contoso.example', 'DNS:proxy.contoso.example', 'IP:127.0.0.1', 'IP:0.0.0.0')
const trusted = { NODE_EXTRA_CA_CERTS: authority.file }
const tls = authority.file === '' ? {} : { tls: authority.tls }
afterAll(() => authority.remove())

const on = emulatorForAllTests(tls)
const portOf = (url: string) => Number(new URL(url).port)

const open: TestProxy[] = []
const openProxy = async (options: Partial<ProxyOptions> = {}): Promise<TestProxy> => {
  const proxy = await startProxy({ to: portOf(on.emulator.origin), ...options })
  open.push(proxy)
  return proxy
}
afterEach(async () => {
  await Promise.all(open.splice(0).map(proxy => proxy.close()))
})

const withCredentials = ({ url }: TestProxy) =>
  url.replace('://', `://${encodeURIComponent(user)}:${encodeURIComponent(password)}@`)

/** A step that sends one request. */
async function run(bundle: Bundle, options: Options, inputs: Inputs = {}) {
  const oneRequest = { organization, top: '1', status: 'completed', retries: '0', summary: 'false' }
  const result = await on.run(bundle, { ...oneRequest, ...inputs }, { secrets: [on.token], ...options })
  return { ...result, text: result.log.join('\n') }
}

/** Every way to set a proxy, and its credentials. */
interface Way {
  readonly way: string
  readonly on: readonly Bundle[]
  readonly set: (proxy: TestProxy, named: boolean) => Options
}
const inEnvironment = (name: string): Way => ({
  way: name,
  on: bundles,
  set: (proxy, named) => ({ env: { ...trusted, [name]: named ? withCredentials(proxy) : proxy.url } }),
})
const ofAgent = ({ url }: TestProxy, named: boolean): AgentProxy => ({
  url,
  ...(named ? { username: user, password } : {}),
})
const ways: Way[] = [
  inEnvironment('https_proxy'),
  inEnvironment('HTTPS_PROXY'),
  {
    way: 'the proxy of the agent',
    on: [azure],
    set: (proxy, named) => ({ env: trusted, proxy: ofAgent(proxy, named) }),
  },
]
const rows = ways.flatMap(({ way, on, set }) => on.map(bundle => ({ way, name: bundle.name, bundle, set })))

describe('Through a proxy', () => {
  testWithAuthority.each(rows)('from $way on $name, the token stays inside a tunnel', async ({ bundle, set }) => {
    const proxy = await openProxy()
    const { outputs, stderr, text } = await run(bundle, set(proxy, false))
    expect([outputs.outcome, outputs.count, stderr]).toEqual(['found', '1', ''])
    expect(text).toContain(`Proxy: ${new URL(proxy.url).host}.`)
    expect(new Set(proxy.tunnels)).toEqual(new Set(['builds.contoso.example:443']))
    expect(proxy.heard()).not.toMatch(/authorization/i)
    expect(formsIn(proxy.heard())).toEqual([])
  })

  testWithAuthority.each(rows)('from $way on $name, its user name and password are sent', async ({ bundle, set }) => {
    const proxy = await openProxy({ credentials })
    const { outputs, stderr, text } = await run(bundle, set(proxy, true))
    expect([outputs.outcome, stderr]).toEqual(['found', ''])
    expect(formsIn(proxy.heard())).toEqual([])
    expect([text.includes(password), text.includes(encodeURIComponent(password))]).toEqual([false, false])
  })

  testWithAuthority.each(oneOf(bundles))('one tunnel is enough for many pages on $name', async bundle => {
    const { outputs, stderr, requests } = await runStep(bundle, {
      emulator: { ...tls, pageLimit: 5 },
      prepare: async ({ origin }) => openProxy({ to: portOf(origin) }),
      inputs: { organization, top: '40' },
      options: () => ({ env: { ...trusted, https_proxy: open[0]?.url ?? '' } }),
    })
    expect([outputs.count, stderr]).toEqual(['40', ''])
    expect(requests.length).toBeGreaterThan(7)
    expect(open[0]?.tunnels.length).toBeLessThanOrEqual(4)
  })

  testWithAuthority.each(oneOf(bundles))(
    'that speaks TLS, a server is reached by its address on $name',
    async bundle => {
      const proxy = await openProxy({ tls: authority.tls })
      const env = { ...trusted, https_proxy: proxy.url }
      const address = `0.0.0.0:${portOf(on.emulator.origin)}`
      const { outputs, stderr } = await run(bundle, { env }, { organization: `https://${address}/contoso` })
      expect([outputs.outcome, stderr]).toEqual(['found', ''])
      expect(new Set(proxy.tunnels)).toEqual(new Set([address]))
    },
  )
})

describe('No proxy is used', () => {
  // 0.0.0.0 reaches this machine, and is no loopback address, which never goes through a proxy.
  const here = () => `https://0.0.0.0:${portOf(on.emulator.origin)}/contoso`
  const past: [string, Bundle, (proxy: TestProxy) => Options][] = [
    ['no_proxy names the host', gitHub, ({ url }) => ({ env: { https_proxy: url, no_proxy: 'a.example,0.0.0.0' } })],
    ['NO_PROXY names the host', gitHub, ({ url }) => ({ env: { HTTPS_PROXY: url, NO_PROXY: '0.0.0.0' } })],
    ['no_proxy is *', azure, ({ url }) => ({ env: { https_proxy: url, no_proxy: '*' } })],
    ['only http:// has a proxy', gitHub, ({ url }) => ({ env: { http_proxy: url } })],
    [
      'the bypass list of the agent matches',
      azure,
      ({ url }) => ({ proxy: { url, bypass: ['^https://0\\.0\\.0\\.0:\\d+$'] } }),
    ],
    [
      'the bypass list of the agent matches, among expressions that JavaScript does not know',
      azure,
      ({ url }) => ({ proxy: { url, bypass: ['*', '(?i)//0\\.0\\.'] } }),
    ],
    [
      'the bypass list of the agent matches, and the environment has another proxy',
      azure,
      ({ url }) => ({ proxy: { url, bypass: ['0.0.0.0'] }, env: { https_proxy: url } }),
    ],
  ]
  testWithAuthority.each(past.map(([title, bundle, set]) => [title, bundle.name, bundle, set] as const))(
    'when %s on %s',
    async (_title, _name, bundle, set) => {
      const proxy = await openProxy()
      const { env, ...options } = set(proxy)
      const { outputs, stderr } = await run(
        bundle,
        { ...options, env: { ...trusted, ...env } },
        { organization: here() },
      )
      expect([outputs.outcome, stderr, proxy.asked]).toEqual(['found', '', []])
    },
  )

  test('from the environment on Azure when the agent has one of its own', async () => {
    const [own, other] = [await openProxy({ refuse: 403 }), await openProxy({ refuse: 403 })]
    await run(azure, { proxy: { url: own.url, bypass: ['elsewhere', '', ' '] }, env: { https_proxy: other.url } })
    expect([own.asked.length, other.asked.length]).toEqual([1, 0])
  })
})

describe('The error about a proxy', () => {
  const password407 = 'The proxy requires a user name and a password (407 Proxy Authentication Required).'
  const refusals: [string, Partial<ProxyOptions>, string][] = [
    ['that refuses', { refuse: 403 }, 'The proxy did not connect to Azure DevOps.'],
    ['that cannot reach the server', { refuse: 502 }, 'The proxy did not connect to Azure DevOps.'],
    ['that wants a password', { credentials }, password407],
  ]
  // How the proxy was set makes no difference to what it answers: once in each way is enough.
  const some = rows.map((row, index) => ({ ...row, refusal: refusals[index % refusals.length] }))
  const each = bundles.flatMap(bundle => refusals.map(refusal => ({ ...rowOf(bundle), refusal })))
  const all = thorough ? [...some, ...each] : some
  test.each(
    all.map(({ refusal, ...row }) => ({ ...row, title: refusal?.[0], options: refusal?.[1], what: refusal?.[2] })),
  )('$title names it, from $way on $name', async ({ bundle, set, options, what }) => {
    const proxy = await openProxy(options)
    const { result, outputs, stderr, ...rest } = await run(bundle, set(proxy, false))
    expect([result, outputs.outcome, outputs.count, stderr]).toEqual(['failed', 'error', '', ''])
    expect(errorsOf({ result, outputs, stderr, ...rest })).toEqual([expect.stringContaining(what ?? '')])
    expect([proxy.tunnels, formsIn(proxy.heard())]).toEqual([[], []])
  })

  test.each(oneOf(bundles))('that refuses a password does not show it on $name', async bundle => {
    const proxy = await openProxy({ credentials: 'somebody:else' })
    const { text } = await run(bundle, { env: { https_proxy: withCredentials(proxy) } })
    expect(text).toContain(password407)
    expect([text.includes(password), text.includes(encodeURIComponent(password))]).toEqual([false, false])
  })

  test.each(oneOf(bundles))('that nobody runs is not that of a refused server on $name', async bundle => {
    const proxy = await startProxy({ to: 9 })
    await proxy.close()
    const { text, stderr } = await run(bundle, { env: { https_proxy: proxy.url } })
    expect(text).toMatch(/The proxy did not connect to Azure DevOps\.[\s\S]*ECONNREFUSED/)
    expect(stderr).toBe('')
  })

  const malformed: ((secret: string) => string)[] = [
    () => '::no proxy::',
    () => 'https://[::1',
    secret => `http://${secret}`,
    secret => `http://user:12#${secret}@proxy.contoso.example:8080`,
    secret => `http://user:${secret}%zz@proxy.contoso.example:8080`,
    secret => `socks5://user:${secret}@proxy.contoso.example:1080`,
  ]
  test.each(
    bundles.flatMap(bundle =>
      inTurn(
        bundle,
        malformed.map((write, index) => ({ bundle, name: bundle.name, index, write })),
      ),
    ),
  )(
    'whose address is no URL (case $index) comes before any request on $name, and does not quote it',
    async ({ bundle, write }) => {
      const secret = `p:ss:${madeUp('w')}`
      const { outputs, text } = await run(bundle, { env: { https_proxy: write(secret) } })
      expect(outputs.outcome).toBe('error')
      expect(text).toContain('The proxy address is not a URL.')
      expect(text).not.toContain(secret.slice(5))
    },
  )

  test.each(oneOf(bundles))('that never answers comes in time on $name', async bundle => {
    const proxy = await openProxy({ silent: true })
    const options = { env: { https_proxy: proxy.url }, timeoutMs: 8000 }
    const { text, result, durationMs } = await run(bundle, options, { 'request-timeout': '1s' })
    expect(text).toContain('The request timed out.')
    expect(result).toBe('failed')
    expect(durationMs).toBeLessThan(8000)
  })
})

function rowOf(bundle: Bundle) {
  return rows.find(row => row.bundle === bundle) as (typeof rows)[number]
}

function formsIn(text: string): string[] {
  return Object.entries(tokenForms(on.token))
    .filter(([, form]) => text.includes(form))
    .map(([name]) => name)
}
