import { createServer as createPlainServer } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { setTimeout as delay } from 'node:timers/promises'
import { generateWorld } from './generate-world.js'
import { createOrderMemory } from './order-memory.js'
import { respond } from './respond.js'
import { send } from './send.js'

/** @import { IncomingMessage, ServerResponse } from 'node:http' */
/** @import { AddressInfo } from 'node:net' */
/** @import { Emulator, EmulatorOptions, Fault, Grant, Next, RequestRecord, Settings } from './types.ts' */

/**
 * Starts a local Azure DevOps that answers like the real one as far as that is known: what it rests on is said where it is
 * done, and guesses are called guesses.
 *
 *     const emulator = await startEmulator()
 *     emulator.acceptToken(token)
 *     await fetch(`${emulator.url}/web/_apis/build/builds?api-version=7.1`, { headers: { authorization } })
 *     await emulator.close()
 *
 * @param {EmulatorOptions} [options]
 * @returns {Promise<Emulator>}
 */
export async function startEmulator({ tls, tokens = {}, ...options } = {}) {
  /** @type {Settings} */
  const settings = {
    world: options.world ?? generateWorld(),
    organization: 'contoso',
    maxVersion: '7.2',
    releasedVersion: '7.1',
    pageLimit: 1000,
    projectPageLimit: 100,
    definitionPageLimit: 1000,
    latency: 0,
    clock: { now: () => Date.now() },
    continuation: 'inclusive',
    chunked: false,
    hosted: true,
    host: '127.0.0.1',
    port: 0,
    ...options,
    tokens: new Map(tokens instanceof Map ? tokens : Object.entries(tokens)),
    orderBuilds: createOrderMemory(),
    origin: '',
    url: '',
  }
  /** @type {RequestRecord[]} */
  const requests = []
  /** @type {Fault[]} */
  const faults = []
  const onRequest = (/** @type {IncomingMessage} */ message, /** @type {ServerResponse} */ response) => {
    const record = recordRequest(message, response)
    requests.push(record)
    // A fault that throws is a mistake in a test: the client sees its connection closed.
    serve(record, response, settings, faults).catch(error => response.destroy(error))
  }
  const server = tls ? createSecureServer(tls, onRequest) : createPlainServer(onRequest)
  await new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(settings.port, settings.host, () => resolve(undefined))
  })
  const { port } = /** @type {AddressInfo} */ (server.address())
  settings.origin = `${tls ? 'https' : 'http'}://${settings.host.includes(':') ? `[${settings.host}]` : settings.host}:${port}`
  settings.url = [settings.origin, ...settings.organization.split('/').filter(Boolean).map(encodeURIComponent)].join(
    '/',
  )

  return {
    url: settings.url,
    origin: settings.origin,
    world: settings.world,
    requests,
    acceptToken: (token, grant = {}) => void settings.tokens.set(token, { kind: 'pat', ...grant }),
    fault: (when, answer, times = Number.POSITIVE_INFINITY) => addFault(faults, { when, answer, times }),
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/**
 * @param {RequestRecord} record
 * @param {ServerResponse} response
 * @param {Settings} settings
 * @param {readonly Fault[]} faults
 */
async function serve(record, response, settings, faults) {
  if (settings.latency > 0) await delay(settings.latency)
  const reply = () => respond(record, settings)
  const next = /** @type {Next} */ (Object.assign(() => send(reply(), record.headers, response, settings), { reply }))
  const fault = faults.find(({ when, times }) => times > 0 && when(record))
  if (fault === undefined) return next()
  fault.times -= 1
  await fault.answer(record, response, next)
}

/**
 * @param {Fault[]} faults
 * @param {Fault} fault
 */
function addFault(faults, fault) {
  faults.push(fault)
  return () => {
    fault.times = 0
  }
}

/**
 * @param {IncomingMessage} message
 * @param {ServerResponse} response
 * @returns {RequestRecord}
 */
function recordRequest(message, response) {
  const rawUrl = message.url ?? '/'
  const [path = '/', ...rest] = rawUrl.split('?')
  const { socket } = message
  const before = socket.bytesWritten
  const record = /** @type {RequestRecord} */ ({
    method: message.method ?? 'GET',
    path,
    query: new URLSearchParams(rest.join('?')),
    rawUrl,
    headers: message.headers,
    at: Date.now(),
  })
  response.once('close', () => {
    record.until = Date.now()
    record.sentBytes = socket.bytesWritten - before
    if (response.headersSent) record.status = response.statusCode
  })
  return record
}
