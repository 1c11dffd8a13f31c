import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { Socket } from 'node:net'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { faults, generateWorld } from '../../emulator/index.js'
import { repository } from '../../hosts/repository.js'
import { bundles, type EmulatorWithToken, emulatorForEachTest, errorsOf, runStep } from '../support/step.ts'
import { inTurn, oneOf, testInTurn } from '../support/thorough.ts'

const always = () => true

/** The paths that were asked for, below the collection. */
function pathsOf({ emulator }: EmulatorWithToken): string[] {
  return emulator.requests.map(({ path }) => path.slice('/contoso'.length))
}

const list = '/web/_apis/build/builds'

describe.each(bundles)('The step on $name queries', bundle => {
  const testOnce = testInTurn(bundle)
  const on = emulatorForEachTest({
    world: generateWorld({ projects: ['web', 'mobile'], buildsPerProject: 30 }),
    pageLimit: 10,
  })

  test.each(
    inTurn(bundle, [
      ['unfinished and completed builds, with a request for each', {}, [list, list]],
      ['no pipelines if those have IDs', { pipelines: '1' }, [list, list]],
      ['one list if only completed builds are wanted', { status: 'completed' }, [list]],
      ['pipelines first if one has a name', { pipelines: 'web ci' }, ['/web/_apis/build/definitions', list, list]],
      [
        'projects first if they are not named',
        { project: '*', status: 'completed' },
        ['/_apis/projects', '/mobile/_apis/build/builds', list],
      ],
    ]),
  )('%s', async (_, inputs, paths) => {
    const { outputs } = await on.run(bundle, { top: '3', ...inputs })
    expect(outputs.outcome).toBe('found')
    const [first, ...others] = pathsOf(on)
    // What follows the first request may go side by side.
    expect([first, ...others.sort()]).toEqual(paths)
    expect(on.emulator.requests.every(({ method, status }) => method === 'GET' && status === 200)).toBe(true)
  })

  test.each(
    inTurn(bundle, [
      ['on every page', { top: '0' }, 'queueTimeDescending', 'found'],
      ['as it was set', { order: 'startTimeAscending', top: '0' }, 'startTimeAscending', 'found'],
      ['while it waits', { wait: 'true', 'build-ids': '2,4', 'require-result': 'any' }, 'queueTimeDescending', 'found'],
    ]),
  )('with an order %s', async (_, inputs, order, outcome) => {
    const { outputs } = await on.run(bundle, inputs)
    expect(outputs.outcome).toBe(outcome)
    const orders = on.emulator.requests.map(({ query }) => query.getAll('queryOrder'))
    expect(orders.length).toBeGreaterThan(0)
    for (const one of orders) expect(one).toEqual([order])
  })

  testOnce('with exactly the headers that it should', async () => {
    const { version } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'))
    const { log } = await on.run(bundle, { top: '0', username: 'Ada' })
    expect(log).toContain(`azure-devops-builds ${version}`)
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

  testOnce('over one connection, for compressed responses', async () => {
    const sockets = new Set<Socket | null>()
    let size = 0
    on.emulator.fault(always, (_, response, next) => {
      sockets.add(response.socket)
      size += next.reply().body.length
      return next()
    })
    const { outputs } = await on.run(bundle, { top: '0', concurrency: '1' })
    expect(outputs).toMatchObject({ outcome: 'found', count: '30' })
    expect(on.emulator.requests.length).toBeGreaterThan(3)
    expect(sockets.size).toBe(1)
    const sent = on.emulator.requests.reduce((sum, { sentBytes = 0 }) => sum + sentBytes, 0)
    expect(sent).toBeGreaterThan(0)
    expect(sent).toBeLessThan(size / 2)
  })
})

describe.each(oneOf(bundles))('A redirect on $name', bundle => {
  const on = emulatorForEachTest()
  let connections = 0
  const elsewhere = createServer((_, response) => void response.end('{"count":0,"value":[]}'))
  elsewhere.on('connection', () => connections++)
  beforeEach(async () => {
    connections = 0
    await new Promise<void>(resolve => void elsewhere.listen(0, '127.0.0.1', resolve))
  })
  afterEach(() => new Promise(resolve => void elsewhere.close(resolve)))

  // test/faults/redirects.test.ts has every status.
  test('is not followed, to another server or its own', async () => {
    const { port } = elsewhere.address() as { port: number }
    for (const [at, origin] of [`http://127.0.0.1:${port}`, on.emulator.origin].entries()) {
      on.emulator.fault(always, faults.redirectTo(`${origin}/contoso${list}`, 302), 1)
      const { outputs, ...result } = await on.run(bundle)
      expect([connections, on.emulator.requests.length, outputs.outcome]).toEqual([0, at + 1, 'error'])
      expect(errorsOf({ outputs, ...result })).toEqual([
        expect.stringMatching(/^The response is a redirect \(302 Found or another 3xx\) instead of JSON\./),
      ])
    }
  })
})

/** An address of this machine that others could be at, too. */
const address = Object.values(networkInterfaces())
  .flatMap(all => all ?? [])
  .find(({ family, internal }) => family === 'IPv4' && !internal)?.address
if (address === undefined) console.info('Skipped: this machine has no address but loopback ones to send http:// to.')

describe.each(oneOf(bundles))('http:// to another machine on $name', bundle => {
  const on = emulatorForEachTest()
  const testHere = address === undefined ? test.skip : test

  testHere('is refused before any connection', async () => {
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

  testHere('is used with allow-http', async () => {
    const { outputs, requests } = await runStep(bundle, {
      emulator: { host: address ?? '' },
      inputs: { 'allow-http': 'true' },
    })
    expect(outputs.outcome).toBe('found')
    expect(requests.length).toBeGreaterThan(0)
  })
})
