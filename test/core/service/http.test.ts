import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { openHttp } from '../../../src/core/service/http.ts'

/** What is received of a compressed body. */
async function receive(zipped: Buffer): Promise<Buffer> {
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': zipped.length }).end(zipped)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const http = openHttp(url, 1)
  try {
    const { body } = await http({ url, headers: {}, timeout: 60_000, signal: new AbortController().signal })
    return body
  } finally {
    http.close()
    server.close()
  }
}

describe('a compressed body', () => {
  test.each([
    ['of nothing', Buffer.alloc(0)],
    ['of a few bytes', Buffer.from('{"value":[]}')],
    ['of some MiB', Buffer.from(fc.sample(fc.string({ minLength: 20, maxLength: 40 }), 100_000).join(''))],
  ])('%s is received as it was', async (_, body) => {
    expect((await receive(gzipSync(body))).equals(body)).toBe(true)
  })

  test('in several parts is received whole, though its end tells the size of the last', async () => {
    const parts = [Buffer.alloc(300_000, 'a'), Buffer.alloc(70_000, 'b'), Buffer.from('c')]
    const whole = Buffer.concat(parts)
    expect((await receive(Buffer.concat(parts.map(part => gzipSync(part))))).equals(whole)).toBe(true)
  })

  test('of more than 256 MiB is refused', async () => {
    const zipped = gzipSync(Buffer.alloc(256 * 1024 * 1024 + 1), { level: 1 })
    await expect(receive(zipped)).rejects.toMatchObject({ code: 'BODY_TOO_LARGE' })
  })
})
