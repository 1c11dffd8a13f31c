import http from 'node:http'
import https from 'node:https'
import type { Duplex } from 'node:stream'
import { rootCertificates } from 'node:tls'
import { parseProxy, tunnelAgent } from './tunnel.ts'

export interface HttpOptions {
  /** How many connections may be open at the same time. */
  readonly sockets: number
  /** The URL of the proxy, with its credentials. */
  readonly proxy?: string
  /** Certificates of more authorities to trust, in PEM form, in addition to those of Node.js. */
  readonly authorities?: string
}

type Agent = http.Agent | https.Agent

/** A connection that a request uses. */
export interface Connection {
  readonly agent: Agent
  /** Whether bytes of the request may have reached the server. True where that is not known. */
  used(): boolean
  release(): void
}

/** The connections to one origin. */
export interface Connections {
  /** @param fresh on a connection that nothing was sent on before */
  take(fresh: boolean): Connection
  close(): void
}

/** Connects directly, or through the proxy. */
export function openConnections(origin: string, { sockets, proxy, authorities }: HttpOptions): Connections {
  const secure = origin.startsWith('https:')
  const open = (keepAlive: boolean): Agent => {
    const options = {
      keepAlive,
      maxSockets: sockets,
      ...(authorities === undefined ? {} : { ca: [...rootCertificates, authorities] }),
    }
    if (proxy !== undefined) return tunnelAgent(parseProxy(proxy), secure, options)
    return secure ? new https.Agent(options) : new http.Agent(options)
  }
  const shared = open(true)
  const own = new Set<Agent>()
  return {
    take(fresh) {
      if (!fresh) return { agent: shared, used: () => true, release: () => undefined }
      const agent = open(false)
      own.add(agent)
      return { agent, used: watch(agent, secure), release: () => void (own.delete(agent) && agent.destroy()) }
    },
    close() {
      for (const agent of [shared, ...own]) agent.destroy()
    },
  }
}

/** Nothing of a request leaves before its connection is ready: with TLS, before the server has shown its certificate. */
function watch(agent: Agent, secure: boolean): () => boolean {
  let ready = false
  const connect = agent.createConnection.bind(agent)
  const onSocket = <T extends Duplex | null | undefined>(socket: T): T => {
    socket?.once(secure ? 'secureConnect' : 'connect', () => {
      ready = true
    })
    // A tunnel is handed over when it is open already.
    if (!secure && socket && !(socket as unknown as { connecting?: boolean }).connecting) ready = true
    return socket
  }
  agent.createConnection = (options: https.RequestOptions, done?: (error: Error | null, socket: Duplex) => void) =>
    onSocket(connect(options, done && ((error, socket) => done(error, error ? socket : onSocket(socket)))))
  return () => ready
}
