import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { afterEach, describe, expect, test } from '@jest/globals'
import { tokenForms } from '../../../hosts/token-forms.js'
import { callInMemory } from '../../support/call-in-memory.ts'
import { runInMemory } from '../../support/memory-host.ts'
import { madeUpToken } from '../../support/samples.ts'
import { expectPlainLines } from './inert.ts'

const token = madeUpToken()
const organization = 'https://builds.contoso.example/contoso'
const established = 'HTTP/1.1 200 Connection established\r\n\r\n'
/** What would pass the gate, and what an error would quote. */
const list = '{"count":1,"value":[{"id":7,"status":"completed","result":"succeeded"}]}'
const plain = `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${list.length}\r\n\r\n${list}`
const page = '<html><title>::error::Access denied ##vso[a.b]</title>'

let server: Server | undefined
const sockets = new Set<Socket>()
afterEach(async () => {
  for (const socket of sockets) socket.destroy()
  await new Promise(resolve => server?.close(resolve))
})

/** A proxy that does with a connection what it likes. @param act called with the first bytes */
async function proxyThat(act: (socket: Socket, head: string) => void) {
  const heard: Buffer[] = []
  server = createServer(socket => {
    sockets.add(socket)
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket))
    socket.on('data', bytes => heard.push(bytes))
    socket.once('data', head => act(socket, head.toString('latin1')))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { url, heard: () => Buffer.concat(heard).toString('latin1') }
}

/** Writes a piece now and then, until the connection ends. */
function drip(socket: Socket, piece: (at: number) => string, pause = 20): void {
  let at = 0
  const timer = setInterval(() => socket.write(piece(at++)), pause)
  socket.on('close', () => clearInterval(timer))
}

const refused = 'The proxy did not connect to Azure DevOps.'
const timedOut = 'The request timed out.'
const noTls = 'The TLS handshake failed.'
const cut = 'The response is incomplete.'

const proxies: [title: string, act: (socket: Socket) => void, what: string][] = [
  ['wants a password', socket => socket.end(`HTTP/1.1 407 No\r\n\r\n${page}`), 'The proxy requires a user name'],
  ['refuses with a page', socket => socket.end(`HTTP/1.1 403 No\r\nContent-Type: text/html\r\n\r\n${page}`), refused],
  ['redirects', socket => socket.end('HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1/x\r\n\r\n'), refused],
  ['answers with another protocol', socket => socket.end('SSH-2.0-OpenSSH_9.6\r\n'), refused],
  ['closes without an answer', socket => socket.end(), refused],
  ['resets the connection', socket => socket.resetAndDestroy(), refused],
  ['answers half a line', socket => socket.end('HTTP/1.1 2'), refused],
  [
    'has endless headers',
    socket => drip(socket, at => (at === 0 ? 'HTTP/1.1 200 OK\r\n' : `X-${at}: ${'x'.repeat(2000)}\r\n`), 1),
    refused,
  ],
  [
    'answers a byte at a time',
    socket => drip(socket, at => 'HTTP/1.1 200 Connection is nearly established'[at % 45] ?? 'x', 50),
    timedOut,
  ],
  ['only ever says that it is on it', socket => drip(socket, () => 'HTTP/1.1 102 Processing\r\n\r\n'), refused],
  ['is silent after it has opened the tunnel', socket => socket.write(established), timedOut],
  ['closes the tunnel at once', socket => socket.end(established), cut],
  ['resets the tunnel', socket => socket.write(established, () => setTimeout(() => socket.resetAndDestroy(), 20)), cut],
  [
    'speaks plain text in the tunnel',
    socket => socket.write(established, () => setTimeout(() => socket.end(plain), 20)),
    noTls,
  ],
  ['sends an answer before TLS', socket => socket.end(`${established}${plain}`), noTls],
  ['answers the CONNECT itself', socket => socket.end(plain), noTls],
  ['sends a page in the tunnel', socket => socket.end(`${established}${page}`), noTls],
  [
    'sends TLS that is none',
    socket => socket.end(Buffer.concat([Buffer.from(established), Buffer.from('16030300050200000000', 'hex')])),
    noTls,
  ],
  [
    'trickles in the tunnel',
    socket => socket.write(established, () => drip(socket, at => '\x16\x03\x03\x3f\xff'[at] ?? '\x02', 50)),
    timedOut,
  ],
]

describe.each(proxies)('A proxy that %s', (_, act, what) => {
  test('fails the step in time, and learns nothing but the host', async () => {
    const { url, heard } = await proxyThat(act)
    const network = () => ({ proxy: url.replace('//', '//user:word@') })
    const began = Date.now()
    const common = { organization, project: 'web', pat: token, retries: '0', 'request-timeout': '1s' }
    const [told, called] = await Promise.all([
      runInMemory({ ...common, top: '1', status: 'completed' }, { network }),
      callInMemory({ ...common, route: 'POST /_apis/wit/wiql', body: `{"query":"x"}` }, { network }),
    ])
    expect(Date.now() - began).toBeLessThan(3000)
    for (const { outputs, errors, log, summary } of [told, called]) {
      expect(outputs.outcome).toBe('error')
      expect(errors).toEqual([expect.stringContaining(what)])
      expectPlainLines(log.flatMap(entry => (errors.includes(entry) ? entry.split('\n') : [entry])))
      expect(log.join('\n') + summary).not.toContain('user:word')
    }
    const bytes = heard()
    expect(bytes).toMatch(/^CONNECT builds\.contoso\.example:443 HTTP\/1\.1\r\n/)
    expect(bytes.match(/^(?!CONNECT )[A-Z]+ .* HTTP/gm)).toBeNull()
    for (const form of Object.values(tokenForms(token))) expect(bytes.includes(form)).toBe(false)
    expect(bytes.replaceAll(`authorization: Basic ${Buffer.from('user:word').toString('base64')}`, '')).not.toMatch(
      /^authorization/im,
    )
  })
})
