import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, test } from '@jest/globals'
import { errorBodyLimit, largestBody } from '../../../src/core/service/body.ts'
import { type HttpRequest, openHttp } from '../../../src/core/service/http.ts'

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean()
})

/** A server, and a client for it. */
async function serve(listener: RequestListener, { sockets = 4, host = '127.0.0.1' } = {}) {
  const server = createServer(listener).listen(0, host)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${port}`
  const http = openHttp(url, { sockets })
  cleanups.push(
    () => new Promise(resolve => server.close(resolve)),
    () => server.closeAllConnections(),
    () => http.close(),
  )
  const { signal } = new AbortController()
  return {
    server,
    send: (path = '/', given: Partial<HttpRequest> = {}) =>
      http({ method: 'GET', url: `${url}${path}`, headers: {}, timeout: 10_000, signal, ...given }),
  }
}

describe('A response', () => {
  test.each([200, 204, 302, 404, 500])(
    'of the status %d is given as it is, and no redirect is followed',
    async status => {
      const { send } = await serve((_, response) => {
        response.writeHead(status, { location: '/elsewhere', 'x-a': 'b' }).end(status === 204 ? undefined : 'body')
      })
      const { status: given, headers, body } = await send()
      expect([given, headers['x-a'], headers.location, body.toString()]).toEqual([
        ...[status, 'b', '/elsewhere'],
        status === 204 ? '' : 'body',
      ])
    },
  )

  test('that is compressed is decompressed', async () => {
    const { send } = await serve((_, response) => {
      response.writeHead(200, { 'content-encoding': ' GZIP ' }).end(gzipSync('{"value":[]}'))
    })
    expect((await send()).body.toString()).toBe('{"value":[]}')
  })

  test('to HEAD has no body, whatever its headers say', async () => {
    const { send } = await serve((_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': 100 }).end()
    })
    expect((await send('/', { method: 'HEAD' })).body).toHaveLength(0)
  })

  test('of an error that is longer than 1 MiB has its status and no body', async () => {
    const { send } = await serve((_, response) => {
      response.writeHead(500).end(Buffer.alloc(errorBodyLimit + 1, 'x'))
    })
    const { status, body } = await send()
    expect([status, body.length]).toEqual([500, 0])
  })

  test.each<[string, RequestListener, string]>([
    [
      'is cut short of its length',
      (_, response) => {
        response.writeHead(200, { 'content-length': 100 })
        response.write('{"value":', () => response.destroy())
      },
      'BODY_CUT_SHORT',
    ],
    [
      'is cut between two chunks',
      (_, response) => {
        response.write('{"value":', () => response.destroy())
      },
      'BODY_CUT_SHORT',
    ],
    ['never begins', (_, response) => void response.destroy(), 'ECONNRESET'],
    [
      'has an encoding that was not requested',
      (_, response) => {
        response.writeHead(200, { 'content-encoding': 'br' }).end('x')
      },
      'BODY_ENCODING',
    ],
    [
      'is no gzip although it says so',
      (_, response) => {
        response.writeHead(200, { 'content-encoding': 'gzip' }).end('{"value":[]}')
      },
      'Z_DATA_ERROR',
    ],
    [
      'is gzip that is cut',
      (_, response) => {
        response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('{"value":[]}').subarray(0, 15))
      },
      'Z_BUF_ERROR',
    ],
    [
      'is larger than any page of builds',
      (_, response) => {
        for (let left = largestBody / 2 ** 22 + 1; left > 0; left--) response.write(Buffer.alloc(2 ** 22))
        response.end()
      },
      'BODY_TOO_LARGE',
    ],
    ['is no HTTP', ({ socket }) => void socket.end('nonsense\r\n\r\n'), 'HPE_INVALID_CONSTANT'],
  ])('that %s is an error with a code', async (_, listener, code) => {
    const { send } = await serve(listener)
    await expect(send()).rejects.toMatchObject({ name: 'NetworkError', code, sent: true })
  })
})

describe('A request', () => {
  test.each<[string, HttpRequest['body'], string]>([
    ['a text', '{"a":"ä"}', '{"a":"ä"}'],
    ['bytes', Buffer.from('ä'), 'ä'],
    ['nothing', undefined, ''],
  ])('is sent with its method, its own headers, and %s as its body', async (_, body, received) => {
    const { send } = await serve(async (request, response) => {
      const { method, url, headers } = request
      response.end(JSON.stringify({ method, url, headers, body: await text(request) }))
    })
    const headers = { 'X-One': '1', Authorization: 'Basic x' }
    const response = await send('/a%20b?c=%27', { method: 'POST', headers, ...(body === undefined ? {} : { body }) })
    const seen = JSON.parse(response.body.toString())
    expect(seen).toMatchObject({ method: 'POST', url: '/a%20b?c=%27', body: received })
    expect(seen.headers).toMatchObject({ 'x-one': '1', authorization: 'Basic x' })
    expect(Object.keys(seen.headers)).not.toContain('user-agent')
  })

  test('reaches a server at an IPv6 address', async () => {
    const { send } = await serve((_, response) => void response.end('ok'), { host: '::1' })
    expect((await send()).body.toString()).toBe('ok')
  })

  test('to a port where nothing listens is an error that says that nothing was sent', async () => {
    const http = openHttp('http://127.0.0.1:1', { sockets: 1 })
    cleanups.push(() => http.close())
    const { signal } = new AbortController()
    const request = { method: 'GET', url: 'http://127.0.0.1:1/', headers: {}, timeout: 5000, signal }
    await expect(http(request)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    await expect(http({ ...request, fresh: true })).rejects.toMatchObject({ code: 'ECONNREFUSED', sent: false })
  })

  test('uses a connection again, and a fresh one when it says so', async () => {
    let connections = 0
    const { send, server } = await serve((_, response) => void response.end('ok'))
    server.on('connection', () => connections++)
    for (let count = 0; count < 3; count++) await send()
    expect(connections).toBe(1)
    await send('/', { fresh: true })
    expect(connections).toBe(2)
    await send()
    expect(connections).toBe(2)
  })
})

describe('The time of a request', () => {
  const never: RequestListener = () => undefined
  const drip: RequestListener = (_, response) => {
    const timer = setInterval(() => response.write('x'), 10)
    response.on('close', () => clearInterval(timer))
  }

  test.each([
    ['a response that never comes', never],
    ['a body that drips for ever', drip],
  ])('covers %s', async (_, listener) => {
    const { send } = await serve(listener)
    await expect(send('/', { timeout: 100 })).rejects.toMatchObject({ code: 'REQUEST_TIMEOUT', sent: true })
  })

  test('covers waiting for a connection, of which there is one', async () => {
    const { send } = await serve(never, { sockets: 1 })
    const first = send('/', { timeout: 200 })
    const second = send('/', { timeout: 100 })
    await expect(second).rejects.toMatchObject({ code: 'REQUEST_TIMEOUT' })
    await expect(first).rejects.toMatchObject({ code: 'REQUEST_TIMEOUT' })
  })

  test.each([
    ['while it waits for a connection', never, 1],
    ['while it waits for a response', never, 2],
    ['while a body drips', drip, 2],
  ])('ends when its signal is aborted %s', async (_, listener, sockets) => {
    const { send } = await serve(listener, { sockets })
    const ending = new AbortController()
    const requests = [send('/', { signal: ending.signal }), send('/', { signal: ending.signal })]
    setTimeout(() => ending.abort(new Error('canceled')), 50)
    const reasons = await Promise.allSettled(requests)
    expect(reasons).toEqual(Array(2).fill(expect.objectContaining({ reason: new Error('canceled') })))
  })

  test('is over before it begins when its signal is aborted already', async () => {
    let requests = 0
    const { send } = await serve((_, response) => {
      requests++
      response.end()
    })
    await expect(send('/', { signal: AbortSignal.abort(new Error('canceled')) })).rejects.toThrow('canceled')
    expect(requests).toBe(0)
  })
})
