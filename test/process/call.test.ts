import { statSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { createProject, faults, startEmulator } from '../../emulator/index.js'
import { workItemsOf } from '../../emulator/resources/work-items.js'
import type { Emulator } from '../../emulator/types.ts'
import { tokenForms } from '../../hosts/token-forms.js'
import type { AzureOptions, Result } from '../../hosts/types.js'
import { makeAuthority, testWithAuthority } from '../support/authority.ts'
import { startProxy, type TestProxy } from '../support/proxy.ts'
import { madeUp } from '../support/step.ts'
import { inTurn, testInTurn } from '../support/thorough.ts'
import { type HostName, runCall } from './call-recipes.ts'

const token = madeUp('token')
let emulator: Emulator
const results: Result[] = []
beforeEach(async () => {
  const world = { projects: [createProject('web')], definitions: [], builds: [] }
  emulator = await startEmulator({ world, tokens: { [token]: { kind: 'pat' } } })
})
afterEach(async () => {
  for (const { dispose } of results.splice(0)) dispose()
  await emulator.close()
})

const run = async (host: HostName, inputs: Record<string, string>, options: AzureOptions = {}): Promise<Result> => {
  const standard = { organization: emulator.url, project: 'web', pat: token, retries: '0' }
  const result = await runCall(host, { secrets: [token], ...options, inputs: { ...standard, ...inputs } })
  results.push(result)
  return result
}

/** Everything that the host shows or keeps. */
const shown = (result: Result) => [...result.log, result.summary ?? '', ...Object.values(result.outputs)].join('\n')
const patch = '[{"op":"add","path":"/fields/System.Title","value":"quiet words"}]'
const hosts: HostName[] = ['github', 'azure']
const named = { github: { name: 'GitHub' }, azure: { name: 'Azure' } } as const

describe.each(hosts)('The call step on %s', host => {
  const testOnce = testInTurn(named[host])
  test('gives outputs, a file for its owner only, and a summary', async () => {
    const result = await run(host, { route: 'GET /_apis/projects', query: 'value[0].name' })
    const { 'result-file': path = '', ...outputs } = result.outputs
    expect(outputs).toEqual({
      outcome: 'passed',
      status: '200',
      result: 'web',
      count: '1',
      truncated: 'false',
      etag: '',
      location: '',
    })
    expect(JSON.parse(result.read(path))).toMatchObject({ count: 1, value: [{ name: 'web' }] })
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect([result.result, result.stderr, result.annotations]).toEqual(['succeeded', '', []])
    expect(result.summary).toMatch(/^## GET .*: passed ✅\n/)
    for (const form of Object.values(tokenForms(token))) expect(shown(result)).not.toContain(form)
  })

  testOnce('changes something once, and prints neither the body nor the response', async () => {
    const result = await run(host, { route: 'POST /{project}/_apis/wit/workitems/$Task', body: patch }, { debug: true })
    expect([result.result, workItemsOf(emulator.world).size, emulator.requests.length]).toEqual(['succeeded', 1, 1])
    // The host itself prints inputs and outputs when it debugs.
    const own = result.log.filter(line => !/INPUT_|set-output|setvariable|^(##\[debug\])?(Loading|Set)/i.test(line))
    expect(own.join('\n') + result.summary).not.toContain('quiet words')
  })

  testOnce('fails with the status of the service, and says what to do', async () => {
    const result = await run(host, { route: 'GET /{project}/_apis/wit/workitems/7' })
    expect([result.result, result.outputs.outcome, result.outputs.status]).toEqual(['failed', 'failed', '404'])
    expect(result.annotations.map(({ message }) => message).join('\n')).toContain('TF401232')
  })

  testOnce('never sends a change twice', async () => {
    emulator.fault(() => true, faults.closesConnection)
    const result = await run(host, { route: 'POST /{project}/_apis/wit/workitems/$Task', body: patch, retries: '3' })
    expect([result.result, result.outputs.outcome, emulator.requests.length]).toEqual(['failed', 'error', 1])
    expect(result.log.join('\n')).toContain('The outcome of the request is unknown')
  })

  test('masks what is selected, before it is shown or set', async () => {
    const secret = madeUp('answer')
    emulator.fault(
      () => true,
      faults.status(200, JSON.stringify({ oidcToken: secret }), { 'content-type': 'application/json' }),
    )
    const inputs = { route: 'POST /_apis/x/oidctoken', body: '{}', query: 'oidcToken', mask: 'oidcToken' }
    const result = await run(host, inputs, { debug: true })
    expect(result.outputs.result).toBe(secret)
    expect(result.masks).toContain(secret)
    expect(result.log.join('\n') + result.summary).not.toContain(secret)
  })

  test('reports every problem of its inputs before any request, spelled as the host does', async () => {
    const result = await run(host, { route: 'GET /_apis/x', body: '{}', 'accept-status': '302' })
    const name = host === 'azure' ? 'acceptStatus' : 'accept-status'
    expect(result.log.join('\n')).toContain(`${name} "302"`)
    expect(result.log.join('\n')).toContain('GET takes no body.')
    expect([result.outputs.outcome, emulator.requests]).toEqual(['error', []])
  })

  test('says that nobody knows when it is canceled in a change', async () => {
    emulator.fault(() => true, faults.neverAnswers)
    const signal = { name: 'SIGTERM', afterMs: 1500 } as const
    const result = await run(host, { route: 'DELETE /_apis/x' }, { signal })
    expect(result.outputs.outcome).toBe('canceled')
    expect(result.log.join('\n')).toContain('its outcome is unknown')
    if (host === 'github') expect(result.exitCode).toBe(143)
  })
})

describe('The call step on azure', () => {
  test('calls the organization and project of the job with its token', async () => {
    const jobToken = madeUp('job')
    emulator.acceptToken(jobToken, { kind: 'bearer' })
    const job = { jobToken, collectionUri: `${emulator.url}/`, teamProject: 'web' }
    const result = await runCall('azure', { ...job, inputs: { route: 'GET /{project}/_apis/git/repositories' } })
    results.push(result)
    expect(result.outputs.count).toBe('1')
    expect(emulator.requests[0]?.headers.authorization).toMatch(/^Bearer /)
  })

  test('is refused under a name that would overwrite predefined variables', async () => {
    const result = await run('azure', { route: 'GET /_apis/projects' }, { stepName: 'build' })
    expect([result.outputs, result.overwritten, emulator.requests]).toEqual([{ outcome: 'error' }, [], []])
  })

  test('lets nothing in a response be expanded', async () => {
    emulator.fault(() => true, faults.status(200, '"$(secretOfTheJob)"', { 'content-type': 'application/json' }))
    const variables = { secretOfTheJob: { value: madeUp('other'), secret: true } }
    const result = await run('azure', { route: 'GET /_apis/x' }, { variables })
    expect(result.outputsInNextStep.result).toBe('＄(secretOfTheJob)')
  })
})

describe('Hosts of Azure DevOps Services', () => {
  const authority = makeAuthority('DNS:dev.azure.com', 'DNS:*.dev.azure.com', 'IP:127.0.0.1')
  let services: Emulator
  let proxy: TestProxy
  beforeAll(async () => {
    const world = { projects: [createProject('web')], definitions: [], builds: [] }
    services = await startEmulator({ world, tls: authority.tls, tokens: { [token]: { kind: 'pat' } } })
    proxy = await startProxy({ to: Number(new URL(services.url).port) })
  })
  afterAll(async () => {
    await proxy?.close()
    await services?.close()
    authority.remove()
  })

  const routes = [
    ['GET /{project}/_apis/release/releases', 'vsrm.dev.azure.com'],
    ['GET /_apis/packaging/feeds', 'feeds.dev.azure.com'],
    ['GET /_apis/projects', 'dev.azure.com'],
  ] as const
  const rows = hosts.flatMap(host => inTurn(named[host], routes).map(([route, name]) => [host, route, name] as const))
  testWithAuthority.each(rows)('on %s, %s is sent to %s through the proxy', async (host, route, name) => {
    const before = proxy.asked.length
    const env = { https_proxy: proxy.url, NODE_EXTRA_CA_CERTS: authority.file }
    const result = await run(host, { organization: 'contoso', route }, { env })
    expect([result.outputs.outcome, proxy.asked.slice(before)]).toEqual(['passed', [`${name}:443`]])
    expect(result.log.join('\n')).toContain(`Proxy: ${new URL(proxy.url).host}.`)
    expect(services.requests.at(-1)?.headers.host).toBe(name)
  })
})
