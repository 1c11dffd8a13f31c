import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Writable } from 'node:stream'
import { afterEach, describe, expect, test } from '@jest/globals'
import { redactor } from '../../../src/core/credential/redact.ts'
import type { DownloadHead, ForeignUrl } from '../../../src/core/service/download.ts'
import type { ServiceRequest } from '../../../src/core/service/request.ts'
import { openTestService } from '../../support/open-service.ts'
import { madeUpToken, settingsOf } from '../../support/samples.ts'

const token = madeUpToken()
const words = { what: 'The artifact drop', subject: 'artifacts' } as const
const deadline = Number.MAX_SAFE_INTEGER

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean()
})

/** A server, and what it was sent. */
async function serve(listener: RequestListener) {
  const seen: { url: string; headers: Record<string, unknown> }[] = []
  const server = createServer((request, response) => {
    seen.push({ url: request.url ?? '', headers: request.headers })
    listener(request, response)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  cleanups.push(
    () => new Promise(resolve => server.close(resolve)),
    () => server.closeAllConnections(),
  )
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen }
}

const zip: RequestListener = (_, response) =>
  void response.writeHead(200, { 'content-type': 'application/zip', 'content-length': 8 }).end('PK bytes')

/** Downloads with a token, and tells what came. */
async function download(
  from: (ServiceRequest | ForeignUrl) & { base?: string },
  {
    organization = 'http://localhost:1/contoso',
    timeout = '60s',
    signal,
  }: { organization?: string; timeout?: string; signal?: AbortSignal } = {},
) {
  const settings = settingsOf({ organization, pat: token, 'request-timeout': timeout })
  const debug: string[] = []
  const masked: string[] = []
  const redact = redactor([token], form => masked.push(form))
  using service = openTestService(settings, { redact, debug: line => debug.push(line) })
  const chunks: Buffer[] = []
  const heads: DownloadHead[] = []
  const sink = (head: DownloadHead) => {
    heads.push(head)
    return new Writable({
      write(chunk, _, done) {
        chunks.push(chunk)
        done()
      },
    })
  }
  const error = await service.download(from, sink, signal).then(
    () => undefined,
    thrown => thrown,
  )
  return { error, body: Buffer.concat(chunks).toString(), heads, debug, masked }
}

const foreign = (url: string, given: Partial<ForeignUrl> = {}): ForeignUrl => ({ url, words, deadline, ...given })

describe('A download', () => {
  test('from another address has neither the credential nor headers of the service', async () => {
    const { url, seen } = await serve(zip)
    const { error, body, heads } = await download(foreign(`${url}/drop.zip?sig=made-up-signature`))
    expect({ error, body }).toEqual({ error: undefined, body: 'PK bytes' })
    expect(heads).toEqual([expect.objectContaining({ status: 200, length: 8 })])
    expect(seen[0]?.url).toBe('/drop.zip?sig=made-up-signature')
    expect(Object.keys(seen[0]?.headers ?? {}).filter(name => /auth|tfs|vss|user-agent/.test(name))).toEqual([])
  })

  test('from the organization itself has the credential, and loses it with a redirect', async () => {
    const other = await serve(zip)
    const { url, seen } = await serve(
      (_, response) => void response.writeHead(302, { location: `${other.url}/x` }).end(),
    )
    const request: ServiceRequest = { words, path: ['web', 'drop'], expects: { types: ['zip'] }, deadline }
    const { error, body, debug } = await download(request, { organization: `${url}/contoso` })
    expect({ error, body }).toEqual({ error: undefined, body: 'PK bytes' })
    expect(debug).toEqual([
      expect.stringMatching(`^GET ${url}/contoso/web/drop\\?api-version=7\\.1: 302, \\d+ ms, attempt 1$`),
      expect.stringMatching(`^GET ${new URL(other.url).host}: 200, \\d+ ms, attempt 1$`),
    ])
    expect(seen[0]?.headers.authorization).toMatch(/^Basic /)
    expect(other.seen[0]?.headers.authorization).toBeUndefined()
  })

  test('masks a signed URL and its signature, and shows neither', async () => {
    const id = randomUUID()
    const { url } = await serve((_, response) => void response.writeHead(500, { activityid: id }).end('no'))
    const signed = `${url}/drop.zip?se=2026&sig=made-up-signature`
    const { error, debug, masked } = await download(foreign(signed))
    expect(masked.join('\n')).toContain('made-up-signature')
    expect(`${error.message} ${JSON.stringify(error)} ${debug.join()}`).not.toContain('made-up-signature')
    expect(debug).toEqual([
      expect.stringMatching(`^GET ${new URL(url).host}: 500, \\d+ ms, attempt 1, activity ${id}$`),
    ])
  })

  test('follows three redirects, and not a fourth', async () => {
    const hops = async (count: number) => {
      const { url, seen } = await serve((request, response) => {
        const left = Number(request.url?.slice(1))
        if (left === 0) zip(request, response)
        else response.writeHead(307, { location: `/${left - 1}` }).end()
      })
      const { error, body } = await download(foreign(`${url}/${count}`))
      return { error: error?.message ?? '', body, requests: seen.length }
    }
    expect(await hops(3)).toEqual({ error: '', body: 'PK bytes', requests: 4 })
    expect(await hops(4)).toEqual({ error: expect.stringContaining('it redirects too often'), body: '', requests: 4 })
  })
})

describe('A download is refused', () => {
  test.each([
    ['http://127.0.0.1:1/x', 'https://dev.azure.com/contoso'],
    ['ftp://127.0.0.1:1/x', 'https://dev.azure.com/contoso'],
    ['file:///etc/passwd', 'http://localhost:1/contoso'],
  ])('from %s when the organization is %s', async (url, organization) => {
    const { error } = await download(foreign(url), { organization })
    expect(error).toMatchObject({ reason: 'response-unexpected', transient: false })
    expect(error.message).toContain('it leads to an address that is not https')
  })

  test.each([
    ['file:///etc/passwd', 'not https'],
    ['http://[', 'not a URL'],
  ])('after a redirect to %s', async (location, why) => {
    const { url } = await serve((_, response) => void response.writeHead(301, { location }).end())
    expect((await download(foreign(url))).error.message).toContain(why)
  })

  test.each<[string, number, string | undefined, Partial<ForeignUrl>, string]>([
    ['is a sign-in page', 200, 'text/html', {}, 'signed-out'],
    ['is JSON', 200, 'application/json', {}, 'response-unexpected'],
    ['has no type', 200, undefined, {}, 'response-unexpected'],
    ['is HTML although anything will do', 200, 'text/html', { expects: { types: ['any'] } }, 'signed-out'],
    ['is not there', 404, 'application/xml', {}, 'request-refused'],
    ['is a server error with a zip', 503, 'application/zip', {}, 'service-failed'],
  ])('when the response %s', async (_, status, type, given, reason) => {
    const { url } = await serve((_request, response) => {
      response.writeHead(status, type === undefined ? {} : { 'content-type': type }).end('what it is')
    })
    const { error, heads } = await download(foreign(url, given))
    expect(error).toMatchObject({ name: 'ServiceError', reason, request: { status } })
    expect(heads).toEqual([])
  })

  test('with the beginning of what came instead, at most', async () => {
    const { url } = await serve((_, response) => {
      response.writeHead(400, { 'content-type': 'text/plain' })
      const send = () => void (response.write('x'.repeat(65_536)) ? setImmediate(send) : response.once('drain', send))
      send()
    })
    const { error } = await download(foreign(url))
    expect(error.message.length).toBeLessThan(2000)
  })
})

describe('A download ends with an error', () => {
  test('that is transient when it is cut short', async () => {
    const { url } = await serve((_, response) => {
      response.writeHead(200, { 'content-type': 'application/zip', 'content-length': 100 })
      response.write('PK', () => response.destroy())
    })
    expect((await download(foreign(url))).error).toMatchObject({ reason: 'response-incomplete', transient: true })
  })

  test('when it stalls, and not while enough comes', async () => {
    const { url } = await serve((request, response) => {
      response.writeHead(200, { 'content-type': 'application/zip' })
      const size = request.url === '/slow' ? 1024 : 1
      const timer = setInterval(() => response.write(Buffer.alloc(size)), 100)
      response.on('close', () => clearInterval(timer))
      if (size > 1) setTimeout(() => response.end(), 1500)
    })
    const [slow, stalled] = await Promise.all([
      download(foreign(`${url}/slow`), { timeout: '1s' }),
      download(foreign(`${url}/drip`), { timeout: '1s' }),
    ])
    expect(slow.error).toBeUndefined()
    expect(stalled.error).toMatchObject({ reason: 'request-timed-out', transient: true })
  })

  test('when something on the way compressed it, at once', async () => {
    const headers = { 'content-type': 'application/zip', 'content-encoding': 'gzip' }
    const { url, seen } = await serve((_, response) => void response.writeHead(200, headers).end('not looked at'))
    const { error, body } = await download(foreign(url))
    expect(error).toMatchObject({ reason: 'response-encoding', transient: false })
    expect([error.message, body, seen.length]).toEqual([expect.stringContaining('gzip, not identity'), '', 1])
  })

  test('when nothing listens, of which nothing arrived', async () => {
    const { error } = await download(foreign('http://127.0.0.1:1/x'))
    expect(error).toMatchObject({ reason: 'connection-refused', arrived: 'no' })
  })

  test('of the sink itself, which stays as it is', async () => {
    const { url } = await serve(zip)
    using service = openTestService(settingsOf({ organization: 'http://localhost:1/x', pat: token }))
    const sink = () =>
      new Writable({
        write: (_chunk, _encoding, done) => done(new Error('the disk is full')),
      })
    await expect(service.download(foreign(url), sink)).rejects.toThrow('the disk is full')
  })

  test('when it is canceled', async () => {
    const ending = new AbortController()
    const { url } = await serve((_, response) => {
      response.writeHead(200, { 'content-type': 'application/zip' })
      response.write('PK', () => setTimeout(() => ending.abort(new Error('canceled')), 20))
    })
    expect((await download(foreign(url), { signal: ending.signal })).error).toEqual(new Error('canceled'))
  })
})
