import { Readable } from 'node:stream'
import { describe, expect, test } from '@jest/globals'
import { createIdentity, perWorld, startEmulator } from '../../emulator/index.js'
import type { Route } from '../../emulator/types.ts'
import { ask, basic, emulated, send, token } from './emulated.ts'

const tagsOf = perWorld(() => new Map<string, string[]>())

/** The routes of the README's example, and some that show what else a route may do. */
const routes: Route[] = [
  {
    method: 'GET',
    template: '{project}/_apis/build/builds/{build}/tags',
    scope: 'vso.build',
    handle: ({ settings, route }) => ({ value: tagsOf(settings.world).get(route.build ?? '') ?? [] }),
  },
  {
    method: 'PUT',
    template: '{project}/_apis/build/builds/{build}/tags/{tag}',
    scope: 'vso.build_execute',
    handle: ({ settings, route: { build = '', tag = '' } }) => {
      const tags = [...(tagsOf(settings.world).get(build) ?? []), tag]
      tagsOf(settings.world).set(build, tags)
      return { value: tags }
    },
  },
  {
    method: 'POST',
    template: '_apis/echo',
    handle: ({ body }) => ({ status: 201, value: { got: body.json ?? null } }),
  },
  { method: 'PATCH', template: '_apis/echo', contentTypes: ['application/json-patch+json'], handle: () => ({}) },
  { method: 'DELETE', template: '_apis/echo', handle: () => ({ status: 204 }) },
  { method: 'HEAD', template: '_apis/echo', handle: () => ({ headers: { 'x-here': 'yes' } }) },
  {
    method: 'PUT',
    template: '_apis/echo',
    contentTypes: ['*/*'],
    handle: ({ body }) => ({ body: body.bytes, type: 'a/b' }),
  },
  { method: 'GET', template: '_apis/files/latest', handle: () => ({ value: 'the latest' }) },
  { method: 'GET', template: '_apis/files/{file}', handle: ({ route }) => ({ value: route.file }) },
  { method: 'GET', template: '_apis/files/{file}/{*path}', handle: ({ route }) => ({ value: route.path }) },
  { method: 'GET', template: '_apis/new', since: '7.0', handle: () => ({ value: 'new' }) },
  {
    method: 'GET',
    template: '/signed/{key}',
    open: true,
    handle: ({ route, anonymous }) => ({
      stream: Readable.from([Buffer.from(`${route.key} `), Buffer.from(String(anonymous))]),
      type: 'application/zip',
    }),
  },
]

const running = emulated({ routes, bodyLimit: 1000 })
const json = { 'content-type': 'application/json; charset=utf-8' }
const call = (method: string, path: string, body?: string, headers: Record<string, string> = {}) =>
  send(`${running.emulator.url}${path}`, method, body, headers)

describe('a route that a test adds', () => {
  test('reads its segments, and keeps what it is told with the world', async () => {
    const tags = '/web/_apis/build/builds/7/tags'
    expect((await call('PUT', `${tags}/release%20ready?api-version=7.1`, '')).json()).toEqual(['release ready'])
    expect((await running.get(tags)).json()).toEqual(['release ready'])
    expect(tagsOf(running.emulator.world).get('7')).toEqual(['release ready'])
    const other = await startEmulator({ routes, tokens: { [token]: { kind: 'pat' } } })
    expect((await ask(`${other.url}${tags}`)).json()).toEqual([])
    await other.close()
  })

  test('needs its own scope, other for each method', async () => {
    running.emulator.acceptToken(`${token}-reads`, { scopes: ['vso.build'] })
    const headers = { authorization: basic(`${token}-reads`) }
    const path = '/web/_apis/build/builds/7/tags'
    expect((await running.get(path, headers)).status).toBe(200)
    expect((await call('PUT', `${path}/x?api-version=7.1`, '', headers)).status).toBe(401)
  })

  test.each([
    ['_apis/files/latest', 'the latest'],
    ['_apis/FILES/Other', 'Other'],
    ['_apis/files/a/b/c%2Fd', 'b/c/d'],
  ])('%s is %j: the more literal route wins, and {*path} takes the rest', async (path, value) => {
    expect((await running.get(`/${path}`)).json()).toBe(value)
  })

  test('that came with a later version is refused to an earlier one', async () => {
    expect((await running.get('/_apis/new?api-version=7.0')).json()).toBe('new')
    const early = (await running.get('/_apis/new?api-version=6.0')).json()
    expect(early.message).toMatch(/^The request matched route _apis\/new, but the requested REST API version 6\.0 was/)
  })

  test('outside of the collection is served to everybody, as a stream', async () => {
    for (const authorization of ['', basic('wrong')]) {
      const reply = await ask(`${running.emulator.origin}/signed/key?api-version=99`, { authorization })
      expect([reply.status, reply.text]).toEqual([200, 'key true'])
      expect(reply.headers.get('content-type')).toBe('application/zip')
    }
  })
})

describe('a method', () => {
  test('that the path does not have is 405 in the second shape', async () => {
    const reply = await call('GET', '/_apis/echo')
    expect([reply.status, reply.json()]).toEqual([
      405,
      { count: 1, value: { Message: "The requested resource does not support http method 'GET'." } },
    ])
  })

  test.each([
    ['POST', 201, '{"got":null}'],
    ['DELETE', 204, ''],
  ])('%s answers with its own status', async (method, status, text) => {
    const reply = await call(method, '/_apis/echo?api-version=7.1', method === 'POST' ? '' : undefined)
    expect([reply.status, reply.text]).toEqual([status, text])
    expect(reply.headers.has('content-type')).toBe(status === 201)
  })

  test('HEAD answers with headers only', async () => {
    const reply = await call('HEAD', '/_apis/echo')
    expect([reply.status, reply.headers.get('x-here'), reply.text]).toEqual([200, 'yes', ''])
  })

  test.each(['POST', 'PUT', 'PATCH', 'DELETE'])('%s needs a version', async method => {
    const reply = await call(method, '/_apis/echo', '')
    expect([reply.status, reply.json().typeKey]).toEqual([400, 'VssVersionNotSpecifiedException'])
    expect(reply.json().message).toContain(`No api-version was supplied for the "${method}" request. The version must`)
  })
})

describe('a body', () => {
  const post = (body: string, headers: Record<string, string> = json) =>
    call('POST', '/_apis/echo?api-version=7.1', body, headers)

  test('is parsed when it is JSON', async () => {
    expect((await post('{"definition":{"id":7}}')).json()).toEqual({ got: { definition: { id: 7 } } })
    expect(running.emulator.requests.at(-1)?.body).toMatchObject({
      type: 'application/json',
      json: { definition: { id: 7 } },
      bytes: Buffer.from('{"definition":{"id":7}}'),
    })
  })

  test('that is no JSON is the resource’s business', async () => {
    expect((await post('{"definition":')).json()).toEqual({ got: null })
  })

  test('of a type that the route does not take is refused before anything is done', async () => {
    const { typeKey, message } = (await post('a=b', { 'content-type': 'text/plain' })).json()
    expect(typeKey).toBe('VssRequestContentTypeNotSupportedException')
    expect(message).toBe(
      'The request indicated a Content-Type of "text/plain" for method type "POST" which is not supported. Valid content types for this method are: application/json, text/json.',
    )
    const patched = [json, { 'content-type': 'application/json-patch+json' }].map(async headers => {
      return (await call('PATCH', '/_apis/echo?api-version=7.1', '[]', headers)).status
    })
    expect(await Promise.all(patched)).toEqual([400, 200])
  })

  test('may be anything where the route says so', async () => {
    const reply = await call('PUT', '/_apis/echo?api-version=7.1', 'bytes', { 'content-type': 'image/png' })
    expect([reply.text, reply.headers.get('content-type')]).toEqual(['bytes', 'a/b'])
  })

  test('beyond the limit is refused without being read to its end', async () => {
    const reply = await post(JSON.stringify('x'.repeat(5_000_000)))
    expect([reply.status, reply.text]).toEqual([400, '{"count":1,"value":{"Message":"Request Entity Too Large"}}'])
    expect(running.emulator.requests.at(-1)?.body).toMatchObject({ tooLarge: true, bytes: Buffer.alloc(0) })
    expect((await post('1')).json()).toEqual({ got: 1 })
  })

  test('of which nobody says how long it is gets 411', async () => {
    const reply = await call('PUT', '/_apis/echo?api-version=7.1', undefined, { 'content-length': '' })
    expect([reply.status, reply.headers.get('content-type')]).toEqual([411, 'text/html; charset=us-ascii'])
  })
})

test('a token has an owner, who is in x-vss-userdata and in connectionData', async () => {
  const owner = createIdentity('Grace Example')
  running.emulator.acceptToken(`${token}-grace`, { owner })
  const reply = await running.get('/_apis/connectionData', { authorization: basic(`${token}-grace`) })
  expect(reply.headers.get('x-vss-userdata')).toBe(`${owner.id}:grace.example@example.com`)
  expect(reply.json().authenticatedUser).toMatchObject({ id: owner.id, providerDisplayName: 'Grace Example' })
})
