import { once } from 'node:events'
import http, { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createServer as createPlainServer } from 'node:net'
import { afterEach, describe, expect, test } from '@jest/globals'
import { type Connection, openConnections } from '../../../src/core/service/connections.ts'

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean()
})

/** A server, and how many connections it has had. */
async function serve() {
  let count = 0
  const server: Server = createServer((_, response) => void response.end('ok')).listen(0, '127.0.0.1')
  server.on('connection', () => count++)
  await once(server, 'listening')
  cleanups.push(
    () => new Promise(resolve => server.close(resolve)),
    () => server.closeAllConnections(),
  )
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, connections: () => count }
}

function open(origin: string, sockets = 4) {
  const connections = openConnections(origin, { sockets })
  cleanups.push(() => connections.close())
  return connections
}

async function request(url: string, { agent }: Connection): Promise<void> {
  const sent = http.get(url, { agent })
  const [response] = await once(sent, 'response')
  response.resume()
  await once(response, 'end')
}

describe('Connections', () => {
  test('are kept open and used again', async () => {
    const { origin, connections } = await serve()
    const pool = open(origin)
    for (let count = 0; count < 3; count++) await request(origin, pool.take(false))
    expect(connections()).toBe(1)
  })

  test('are no more than allowed', async () => {
    const { origin, connections } = await serve()
    const pool = open(origin, 2)
    await Promise.all(Array.from({ length: 10 }, () => request(origin, pool.take(false))))
    expect(connections()).toBe(2)
  })

  test('that are fresh have had no other request, and are closed when they are released', async () => {
    const { origin, connections } = await serve()
    const pool = open(origin)
    await request(origin, pool.take(false))
    const fresh = pool.take(true)
    await request(origin, fresh)
    expect(connections()).toBe(2)
    fresh.release()
    await request(origin, pool.take(true))
    expect(connections()).toBe(3)
  })
})

describe('Whether bytes may have left on a connection', () => {
  test('is true for one that others use, since nobody can tell', async () => {
    const { origin } = await serve()
    expect(open(origin).take(false).used()).toBe(true)
  })

  test('is known of a fresh one: not before it is open, and then they may', async () => {
    const { origin } = await serve()
    const fresh = open(origin).take(true)
    expect(fresh.used()).toBe(false)
    await request(origin, fresh)
    expect(fresh.used()).toBe(true)
  })

  test('is false if nothing listens', async () => {
    const fresh = open('http://127.0.0.1:1').take(true)
    await expect(request('http://127.0.0.1:1', fresh)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    expect(fresh.used()).toBe(false)
  })

  test('is false with TLS until the server has shown its certificate', async () => {
    // It takes connections and never says a word.
    const silent = createPlainServer().listen(0, '127.0.0.1')
    await once(silent, 'listening')
    cleanups.push(() => silent.close())
    const origin = `https://127.0.0.1:${(silent.address() as AddressInfo).port}`
    const fresh = open(origin).take(true)
    const { get } = await import('node:https')
    const sent = get(origin, { agent: fresh.agent })
    sent.on('error', () => undefined)
    const [socket] = await once(silent, 'connection')
    expect(fresh.used()).toBe(false)
    sent.destroy()
    socket.destroy()
  })
})
