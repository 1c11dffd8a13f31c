import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { Socket } from 'node:net'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { faults, generateWorld, startEmulator } from '../../emulator/index.js'
import { repository } from '../../hosts/repository.js'
import { bundles, errorsOf, nodeForSteps, type Stage, stage } from '../support/step.ts'

const always = () => true

/** The paths that were asked for, below the collection. */
function pathsOf({ emulator }: Stage): string[] {
  return emulator.requests.map(({ path }) => path.slice('/contoso'.length))
}

const list = '/web/_apis/build/builds'

describe.each(bundles)('$name asks', bundle => {
  const on = stage({ world: generateWorld({ projects: ['web', 'mobile'], buildsPerProject: 30 }), pageLimit: 10 })

  test.each([
    ['for builds alone', {}, [list, list]],
    ['for builds alone when a pipeline has an id', { pipelines: '1' }, [list, list]],
    ['for one list of completed builds', { status: 'completed' }, [list]],
    ['for pipelines first when one has a name', { pipelines: 'web ci' }, ['/web/_apis/build/definitions', list, list]],
    [
      'for projects first when they are not named',
      { project: '*', status: 'completed' },
      ['/_apis/projects', '/mobile/_apis/build/builds', list],
    ],
  ])('%s', async (_, inputs, paths) => {
    const { outputs } = await on.run(bundle, { top: '3', ...inputs })
    expect(outputs.outcome).toBe('passed')
    const [first, ...others] = pathsOf(on)
    // What follows the first request may go side by side.
    expect([first, ...others.sort()]).toEqual(paths)
    expect(on.emulator.requests.every(({ method, status }) => method === 'GET' && status === 200)).toBe(true)
  })

  test.each([
    ['on every page', { top: '0' }, 'queueTimeDescending'],
    ['as it was given', { order: 'startTimeAscending', top: '0' }, 'startTimeAscending'],
    ['while it waits', { wait: 'true', 'build-ids': '1,2' }, 'queueTimeDescending'],
  ])('for an order %s', async (_, inputs, order) => {
    const { outputs } = await on.run(bundle, inputs)
    expect(outputs.outcome).toBe('passed')
    const orders = on.emulator.requests.map(({ query }) => query.getAll('queryOrder'))
    expect(orders.length).toBeGreaterThan(0)
    for (const one of orders) expect(one).toEqual([order])
  })

  test('with exactly the headers that it should', async () => {
    const { version } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'))
    await on.run(bundle, { top: '0', username: 'Ada' })
    expect(on.emulator.requests.length).toBeGreaterThan(3)
    for (const { headers } of on.emulator.requests)
      expect(headers).toEqual({
        accept: 'application/json',
        'accept-encoding': 'gzip',
        authorization: `Basic ${Buffer.from(`Ada:${on.token}`).toString('base64')}`,
        connection: 'keep-alive',
        host: new URL(on.emulator.url).host,
        'user-agent': `azure-devops-builds/${version}`,
        'x-tfs-fedauthredirect': 'Suppress',
      })
  })

  test('over one connection, for compressed answers', async () => {
    const sockets = new Set<Socket | null>()
    let size = 0
    on.emulator.fault(always, (_, response, next) => {
      sockets.add(response.socket)
      size += next.reply().body.length
      return next()
    })
    const { outputs } = await on.run(bundle, { top: '0', concurrency: '1' })
    expect(outputs).toMatchObject({ outcome: 'passed', count: '30' })
    expect(on.emulator.requests.length).toBeGreaterThan(3)
    expect(sockets.size).toBe(1)
    const sent = on.emulator.requests.reduce((sum, { sentBytes = 0 }) => sum + sentBytes, 0)
    expect(sent).toBeGreaterThan(0)
    expect(sent).toBeLessThan(size / 2)
  })
})

describe.each(bundles)('$name follows no redirect', bundle => {
  const on = stage()
  let connections = 0
  const elsewhere = createServer((_, response) => void response.end('{"count":0,"value":[]}'))
  elsewhere.on('connection', () => connections++)
  beforeEach(async () => {
    connections = 0
    await new Promise<void>(resolve => void elsewhere.listen(0, '127.0.0.1', resolve))
  })
  afterEach(() => new Promise(resolve => void elsewhere.close(resolve)))

  test.each([301, 302, 303, 307, 308])('with status %i, to another server or its own', async code => {
    const { port } = elsewhere.address() as { port: number }
    on.emulator.fault(always, faults.redirectTo(`http://127.0.0.1:${port}/contoso${list}`, code), 1)
    const result = await on.run(bundle)
    on.emulator.fault(always, faults.redirectTo(`${on.emulator.url}${list}`, code), 1)
    const own = await on.run(bundle)
    expect(connections).toBe(0)
    expect(on.emulator.requests).toHaveLength(2)
    for (const one of [result, own]) {
      expect(one.outputs.outcome).toBe('error')
      expect(errorsOf(one)).toEqual([
        expect.stringMatching(/^Azure DevOps returned an HTML sign-in page instead of JSON\./),
      ])
    }
  })
})

/** An address of this machine that others could be at, too. */
const address = Object.values(networkInterfaces())
  .flatMap(all => all ?? [])
  .find(({ family, internal }) => family === 'IPv4' && !internal)?.address
if (address === undefined) console.info('Skipped: this machine has no address but loopback ones to send http:// to.')

describe.each(bundles)('$name, asked to send the token over http:// to another machine,', bundle => {
  const on = stage()
  const there = address === undefined ? test.skip : test

  there('refuses before it connects', async () => {
    let connections = 0
    const server = createServer().on('connection', () => connections++)
    await new Promise<void>(resolve => void server.listen(0, address, resolve))
    const { port } = server.address() as { port: number }
    const result = await on.run(bundle, { organization: `http://${address}:${port}/contoso` })
    await new Promise(resolve => void server.close(resolve))
    expect(connections).toBe(0)
    expect(result.outputs.outcome).toBe('error')
    expect(errorsOf(result).join()).toMatch(/is http:\/\/, which would show the token to everyone on the way/)
  })

  there('does so where that is allowed', async () => {
    const other = await startEmulator({ host: address ?? '', tokens: { [on.token]: { kind: 'pat' } } })
    const inputs = { organization: other.url, project: 'web', pat: on.token, 'allow-http': 'true' }
    const result = await bundle.run({ node: nodeForSteps, inputs })
    const { outcome } = result.outputs
    result.dispose()
    await other.close()
    expect(outcome).toBe('passed')
    expect(other.requests.length).toBeGreaterThan(0)
  })
})
