import http from 'node:http'
import https from 'node:https'
import type { Duplex } from 'node:stream'
import { StepError } from '../errors/errors.ts'

/**
 * The URL of a proxy, with credentials that can be decoded. It is never quoted, for it may hold a password.
 * @throws StepError
 */
export function parseProxy(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const known = url?.protocol === 'http:' || url?.protocol === 'https:'
  // What follows a ? or # is a password that was not encoded, and the host before it is its owner's name.
  if (url === undefined || !known || url.search !== '' || url.hash !== '' || !isDecodable(url))
    throw new StepError('proxy-invalid')
  return url
}

function isDecodable({ username, password }: URL): boolean {
  try {
    return decodeURIComponent(`${username}:${password}`) !== ''
  } catch {
    return false
  }
}

/**
 * Connects through tunnels that a proxy opens (https://www.rfc-editor.org/rfc/rfc9110#name-connect), and keeps them open.
 * The agent that `@actions/http-client` makes for a proxy is not used: it opens a tunnel for each request, leaves those
 * open that the proxy never answers, so that the process does not end, and prints a deprecation warning.
 */
export function tunnelAgent(proxy: URL, secure: boolean, options: https.AgentOptions): http.Agent {
  const agent = secure ? new https.Agent(options) : new http.Agent(options)
  const connect = agent.createConnection.bind(agent)
  const destroy = agent.destroy.bind(agent)
  const opening = new Set<http.ClientRequest>()
  agent.createConnection = (target: https.RequestOptions, done) => {
    const request = requestTunnel(proxy, `${hostOf(target)}:${target.port}`, options, (error, socket) => {
      opening.delete(request)
      if (error !== null) done?.(error, socket)
      else if (!secure) done?.(null, socket)
      else done?.(null, connect({ ...target, socket } as https.RequestOptions) as Duplex)
    })
    opening.add(request)
    return undefined
  }
  agent.destroy = () => {
    for (const request of opening) request.destroy()
    destroy()
  }
  return agent
}

/** Asks a proxy for a tunnel. Errors have the code `PROXY_` and the status, or `PROXY_FAILED`. */
function requestTunnel(
  proxy: URL,
  authority: string,
  { ca }: https.AgentOptions,
  done: (error: Error | null, socket: Duplex) => void,
): http.ClientRequest {
  const credentials = [proxy.username, proxy.password].map(decodeURIComponent).join(':')
  const authorization = `Basic ${Buffer.from(credentials).toString('base64')}`
  const headers = { host: authority, ...(credentials === ':' ? {} : { 'proxy-authorization': authorization }) }
  const { protocol, hostname, port } = proxy
  const host = hostname.replace(/^\[(.*)\]$/, '$1')
  const options = { method: 'CONNECT', path: authority, host, port, headers, agent: false, ...(ca ? { ca } : {}) }
  const request = protocol === 'https:' ? https.request(options) : http.request(options)
  const none = undefined as unknown as Duplex
  request.on('error', (error: NodeJS.ErrnoException) => done(asProxyError(error), none))
  request.on('connect', ({ statusCode = 0 }, socket: Duplex, head: Buffer) => {
    if (statusCode < 200 || statusCode > 299) {
      socket.destroy()
      return done(proxyError(`${statusCode}`, `the proxy answered ${statusCode}`), none)
    }
    if (head.length > 0) socket.unshift(head)
    done(null, socket)
  })
  return request.end()
}

/** What is wrong with the certificate of a proxy is told as for any other server. */
function asProxyError(error: NodeJS.ErrnoException): Error {
  return /CERT|^UNABLE_TO_/.test(error.code ?? '') ? error : proxyError('FAILED', `the proxy: ${error.message}`)
}

function proxyError(code: string, message: string): Error {
  return Object.assign(new Error(message), { code: `PROXY_${code}` })
}

function hostOf({ host }: https.RequestOptions): string {
  return host?.includes(':') ? `[${host}]` : (host ?? '')
}
