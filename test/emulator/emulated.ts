import { type IncomingHttpHeaders, request } from 'node:http'
import { afterAll, beforeAll } from '@jest/globals'
import { startEmulator } from '../../emulator/index.js'
import type { Emulator, EmulatorOptions } from '../../emulator/types.ts'

/** Made when the tests run, so that nothing in the repository looks like a credential. */
export const token = `test-${Math.random().toString(36).slice(2)}`

export const basic = (password: string, user = ''): string =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`

export interface Reply {
  status: number
  headers: Headers
  text: string
  json: () => Body
}

/** Every field that a test looks at. */
export interface Body {
  count: number
  value: { id: number; name: string; status: string; [key: string]: unknown }[]
  message: string
  typeKey: string
  typeName: string
  [key: string]: unknown
}

export const ask = async (url: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Reply> => {
  const sent = { authorization: basic(token), 'x-tfs-fedauthredirect': 'Suppress', ...headers }
  const used = Object.fromEntries(Object.entries(sent).filter(([, value]) => value !== ''))
  const response = await fetch(url, { method, headers: used, redirect: 'manual' })
  const text = await response.text()
  return { status: response.status, headers: response.headers, text, json: () => JSON.parse(text) as Body }
}

/** A request as plain as it can be: fetch would add a content-length of its own. An empty header is left out. */
export const send = (
  url: string,
  method: string,
  body?: string,
  headers: Record<string, string> = {},
): Promise<Reply> =>
  new Promise((resolve, reject) => {
    const length = body === undefined ? undefined : String(Buffer.byteLength(body))
    const sent = {
      authorization: basic(token),
      'x-tfs-fedauthredirect': 'Suppress',
      'content-length': length,
      ...headers,
    }
    const used = Object.fromEntries(Object.entries(sent).filter(([, value]) => value))
    const outgoing = request(url, { method, headers: used as Record<string, string> }, async response => {
      const text = Buffer.concat(await response.toArray()).toString()
      const pairs = Object.entries(response.headers).map(([name, value]) => [name, String(value)] as [string, string])
      resolve({ status: response.statusCode ?? 0, headers: new Headers(pairs), text, json: () => JSON.parse(text) })
    })
    if (length === undefined) outgoing.useChunkedEncodingByDefault = false
    outgoing.on('error', reject)
    outgoing.end(body)
  })

/** The bytes as they came, still encoded. */
export const raw = (url: string, encoding: string): Promise<{ headers: IncomingHttpHeaders; body: Buffer }> =>
  new Promise((resolve, reject) => {
    const headers = { authorization: basic(token), 'accept-encoding': encoding }
    request(url, { headers }, response => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('end', () => resolve({ headers: response.headers, body: Buffer.concat(parts) }))
    })
      .on('error', reject)
      .end()
  })

export interface Emulated {
  readonly emulator: Emulator
  /** Asks below the collection. */
  get: (path: string, headers?: Record<string, string>, method?: string) => Promise<Reply>
  /** The ids of a builds list in `web`. */
  ids: (query: string, api?: string) => Promise<number[]>
}

/** An emulator for all tests of a file or a `describe`. */
export function emulated(options: EmulatorOptions = {}): Emulated {
  let started: Emulator
  beforeAll(async () => {
    started = await startEmulator(options)
    started.acceptToken(token)
  })
  afterAll(() => started.close())
  const get: Emulated['get'] = (path, headers, method) => ask(`${started.url}${path}`, headers, method)
  return {
    get emulator() {
      return started
    },
    get,
    ids: async (query, api = '7.1') => {
      const reply = await get(`/web/_apis/build/builds?api-version=${api}&${query}`)
      return reply.json().value.map(({ id }) => id)
    },
  }
}
