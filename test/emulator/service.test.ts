import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from '@jest/globals'
import { createProject, generateWorld, startEmulator } from '../../emulator/index.js'
import { ask, basic, emulated, raw, token } from './emulated.ts'

const builds = '/web/_apis/build/builds'
const running = emulated()

describe('api-version', () => {
  test.each([
    ['api-version=7.1', '', '7.1'],
    ['api-version=4.1', '', '4.1'],
    ['api-version=7.2-preview.7', '', '7.2-preview'],
    ['', 'application/json;api-version=5.0', '5.0'],
    ['', 'application/json', '7.1'],
  ])('?%s with Accept %j is served as %s', async (query, accept, version) => {
    const reply = await running.get(`${builds}?${query}`, accept ? { accept } : {})
    expect(reply.headers.get('content-type')).toBe(`application/json; charset=utf-8; api-version=${version}`)
  })

  test.each([
    [
      '9.0',
      'VssVersionOutOfRangeException',
      'The requested REST API version of 9.0 is out of range for this server. The latest REST API version this server supports is 7.2.',
    ],
    [
      '7.2',
      'VssInvalidPreviewVersionException',
      'The requested version "7.2" of the resource is under preview. The -preview flag must be supplied in the api-version for such requests. For example: "7.2-preview"',
    ],
    [
      'new',
      'VssInvalidApiResourceVersionException',
      'Invalid api version string: "new". Api version string must be in the format: {Major}.{Minor}[-preview[.{ResourceVersion}]].',
    ],
  ])('%s is refused: %s', async (version, typeKey, message) => {
    const reply = await running.get(`${builds}?api-version=${version}`)
    expect([reply.status, reply.json().typeKey, reply.json().message]).toEqual([400, typeKey, message])
  })

  describe('of an older server', () => {
    const old = emulated({ maxVersion: '6.0' })
    test('names the newest that it supports', async () => {
      expect((await old.get(`${builds}?api-version=7.1`)).json().message).toMatch(/supports is 6\.0\.$/)
      expect((await old.get(`${builds}?api-version=6.0`)).status).toBe(200)
    })
  })

  describe('of Server 2020, which names a preview as its newest', () => {
    const server = emulated({ maxVersion: '6.1', releasedVersion: '6.0' })
    test('and refuses that one without -preview', async () => {
      expect((await server.get(`${builds}?api-version=7.1`)).json().message).toMatch(/supports is 6\.1\.$/)
      const plain = await server.get(`${builds}?api-version=6.1`)
      expect([plain.status, plain.json().typeKey]).toEqual([400, 'VssInvalidPreviewVersionException'])
      expect((await server.get(`${builds}?api-version=6.1-preview`)).status).toBe(200)
    })
  })

  describe('of other servers', () => {
    const odd = emulated({ maxVersion: '5.1' })
    test('is refused in other words', async () => {
      odd.emulator.quirks.rangeText = 'supported by'
      expect((await odd.get(`${builds}?api-version=6.1`)).json()).toMatchObject({
        typeKey: 'VssVersionOutOfRangeException',
        message:
          'The requested REST API version of "6.1" is out of the valid range for this server. The latest REST API version supported by this server is 5.1',
      })
    })
    test('is not found, without a word', async () => {
      odd.emulator.quirks.newerVersion = 'not found'
      const bare = await odd.get(`${builds}?api-version=6.0`)
      expect([bare.status, bare.text]).toEqual([404, ''])
      expect((await odd.get(`${builds}?api-version=5.1`)).status).toBe(200)
    })
  })

  test('a resource that was never released needs -preview or no version', async () => {
    const statuses = ['', '?api-version=7.1', '?api-version=7.1-preview'].map(
      async query => (await running.get(`/_apis/connectionData${query}`)).status,
    )
    expect(await Promise.all(statuses)).toEqual([200, 400, 200])
  })
})

describe('paths', () => {
  const guid = createProject('web').id
  test.each([
    [builds, 200, undefined],
    ['/WEB/_APIS/Build/Builds', 200, undefined],
    [`/${guid}/_apis/build/builds`, 200, undefined],
    ['/%77eb/_apis/build/builds', 200, undefined],
    ['/nowhere/_apis/build/builds', 404, 'ProjectDoesNotExistWithNameException'],
    ['/0a6a2c1e-0000-4000-8000-000000000009/_apis/build/builds', 404, 'ProjectDoesNotExistException'],
    ['/https%3A%2F%2Fdev.azure.com/_apis/build/builds', 400, 'HttpException'],
    ['/_apis/build/definitions', 400, 'ArgumentException'],
    ['/web/_apis/nothing', 404, undefined],
    ['/web', 404, undefined],
  ])('%s: %i %s', async (path, status, typeKey) => {
    const reply = await running.get(path)
    expect(reply.status).toBe(status)
    if (typeKey) expect(reply.json()).toMatchObject({ typeKey, $id: '1', innerException: null })
  })

  test('an unknown project is named in TF200016', async () => {
    expect((await running.get('/nowhere/_apis/build/builds')).json().message).toBe(
      'TF200016: The following project does not exist: nowhere. Verify that the name of the project is correct and that the project exists on the specified Azure DevOps Server.',
    )
  })

  test('an unknown organization is 404 in plain text', async () => {
    const reply = await ask(`${running.emulator.origin}/fabrikam${builds}`)
    expect([reply.status, reply.text]).toEqual([404, 'The resource cannot be found.'])
    expect(reply.headers.get('content-type')).toMatch(/^text\/plain/)
  })

  test('a method that nobody serves is 405 in the second shape', async () => {
    const reply = await running.get(builds, {}, 'PUT')
    expect([reply.status, reply.json()]).toEqual([
      405,
      { count: 1, value: { Message: "The requested resource does not support http method 'PUT'." } },
    ])
  })

  test.each([
    ['', ''],
    ['tfs/DefaultCollection', '/tfs/DefaultCollection'],
    ['sub dir/Col', '/sub%20dir/Col'],
  ])('the collection may be %j', async (organization, path) => {
    const emulator = await startEmulator({ organization })
    emulator.acceptToken(token)
    expect(emulator.url).toBe(`${emulator.origin}${path}`)
    expect((await ask(`${emulator.url}${builds}?$top=1`)).json().count).toBe(1)
    await emulator.close()
  })
})

describe('a success', () => {
  test('carries the headers that recordings carry', async () => {
    const { headers } = await running.get(builds, { 'x-tfs-session': 'cc5d33e3-1e72-4ab8-a486-000000000000' })
    expect(headers.get('x-vss-e2eid')).toBe(headers.get('activityid'))
    expect(headers.get('x-tfs-session')).toBe('cc5d33e3-1e72-4ab8-a486-000000000000')
    expect(headers.get('x-vss-userdata')).toMatch(/^[0-9a-f-]{36}:[a-z.]+@example\.com$/)
    for (const name of ['cache-control', 'expires', 'p3p', 'pragma', 'request-context', 'strict-transport-security']) {
      expect(headers.has(name)).toBe(true)
    }
  })

  test('is gzip for who accepts it, and has a content-length', async () => {
    const zipped = await raw(running.emulator.url + builds, 'gzip, deflate')
    expect(zipped.headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'Accept-Encoding' })
    expect(zipped.headers['content-length']).toBe(String(zipped.body.length))
    expect(JSON.parse(gunzipSync(zipped.body).toString()).count).toBeGreaterThan(0)
    const plain = await raw(running.emulator.url + builds, 'gzip;q=0')
    expect(plain.headers['content-encoding']).toBeUndefined()
    expect(plain.headers['content-length']).toBe(String(plain.body.length))
  })

  test('is chunked when an emulator is asked to', async () => {
    const emulator = await startEmulator({ chunked: true })
    emulator.acceptToken(token)
    const reply = await raw(emulator.url + builds, 'gzip')
    expect(reply.headers['transfer-encoding']).toBe('chunked')
    expect(JSON.parse(gunzipSync(reply.body).toString()).count).toBeGreaterThan(0)
    await emulator.close()
  })
})

describe('an emulator', () => {
  test('keeps a record of each request', async () => {
    await running.get(`${builds}?$top=1&x=a%20b`)
    const record = running.emulator.requests.at(-1)
    expect(record).toMatchObject({
      method: 'GET',
      path: `/contoso${builds}`,
      rawUrl: `/contoso${builds}?$top=1&x=a%20b`,
      status: 200,
    })
    expect([record?.query.get('x'), record?.headers.authorization]).toEqual(['a b', basic(token)])
    expect(record?.sentBytes).toBeGreaterThan(1000)
  })

  test('waits before each answer', async () => {
    const emulator = await startEmulator({ latency: 80 })
    const before = performance.now()
    await ask(emulator.url)
    expect(performance.now() - before).toBeGreaterThanOrEqual(75)
    await emulator.close()
  })

  test('takes tokens at the start, from an object or a map', async () => {
    const grant = { kind: 'pat' as const }
    for (const tokens of [{ [token]: grant }, new Map([[token, grant]])]) {
      const emulator = await startEmulator({ tokens, world: generateWorld({ projects: ['web'] }) })
      expect((await ask(emulator.url + builds)).status).toBe(200)
      await emulator.close()
    }
  })

  test('closes connections that still wait', async () => {
    const emulator = await startEmulator({ latency: 300 })
    const waiting = ask(emulator.url).then(
      () => 'answered',
      () => 'cut',
    )
    await new Promise(resolve => setTimeout(resolve, 50))
    await emulator.close()
    expect(await waiting).toBe('cut')
  })
})
