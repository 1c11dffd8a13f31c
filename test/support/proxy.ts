import { createServer, type IncomingMessage } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { type AddressInfo, connect, type Socket } from 'node:net'

export interface ProxyOptions {
  /** The port on this machine where every tunnel ends, whatever host it asks for. */
  readonly to: number
  /** `user:password`; anybody may pass when left out. */
  readonly credentials?: string
  /** Answers every request for a tunnel with this status. */
  readonly refuse?: number
  /** Takes requests for a tunnel and never answers. */
  readonly silent?: boolean
  /** Speaks TLS itself. */
  readonly tls?: { readonly key: Buffer; readonly cert: Buffer }
}

/** A proxy that only opens tunnels, as companies run them. */
export interface TestProxy {
  /** Without credentials. */
  readonly url: string
  /** `host:port` of every tunnel opened. */
  readonly tunnels: readonly string[]
  /** `host:port` of every tunnel asked for. */
  readonly asked: readonly string[]
  /** Everything that clients said to it, the inside of tunnels included, one character for each byte. */
  heard(): string
  close(): Promise<void>
}

/** https://www.rfc-editor.org/rfc/rfc9110#name-connect */
export async function startProxy(options: ProxyOptions): Promise<TestProxy> {
  const tunnels: string[] = []
  const asked: string[] = []
  const heard: Buffer[] = []
  const sockets = new Set<Socket>()
  const server = options.tls ? createSecureServer(options.tls) : createServer()
  server.on('request', (request: IncomingMessage, response) => {
    heard.push(headOf(request))
    response.writeHead(405).end()
  })
  server.on('connect', (request: IncomingMessage, client: Socket) => {
    const target = request.url ?? ''
    asked.push(target)
    heard.push(headOf(request))
    client.on('error', () => undefined)
    if (options.silent) return
    const status = refusal(request, options)
    if (status !== undefined) {
      client.end(`HTTP/1.1 ${status} Refused\r\nProxy-Authenticate: Basic realm="contoso"\r\nContent-Length: 0\r\n\r\n`)
      return
    }
    const upstream = connect(options.to, '127.0.0.1', () => {
      tunnels.push(target)
      client.write('HTTP/1.1 200 Connection established\r\n\r\n')
      client.on('data', bytes => heard.push(bytes as Buffer))
      client.pipe(upstream).pipe(client)
    })
    upstream.on('error', () => client.destroy())
    client.on('close', () => upstream.destroy())
  })
  server.on(options.tls ? 'secureConnection' : 'connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `${options.tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    tunnels,
    asked,
    heard: () => Buffer.concat(heard).toString('latin1'),
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}

function refusal({ headers }: IncomingMessage, { credentials, refuse }: ProxyOptions): number | undefined {
  const wanted = `Basic ${Buffer.from(credentials ?? '').toString('base64')}`
  if (credentials !== undefined && headers['proxy-authorization'] !== wanted) return 407
  return refuse
}

function headOf({ method, url, rawHeaders }: IncomingMessage): Buffer {
  return Buffer.from(`${method} ${url}\n${rawHeaders.join('\n')}\n`, 'latin1')
}
