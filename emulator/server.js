import { createServer as createPlainServer } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { setTimeout as delay } from 'node:timers/promises'
import { readBody } from './http/read-body.js'
import { respond } from './http/respond.js'
import { send } from './http/send.js'
import { completeOptions } from './settings.js'

/** @import { IncomingMessage, ServerResponse } from 'node:http' */
/** @import { AddressInfo, Server } from 'node:net' */
/** @import { Emulator, EmulatorOptions, Fault, Next, RequestRecord, Settings } from './types.ts' */

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
export async function startEmulator(options = {}) {
  const settings = completeOptions(options)
  /** @type {RequestRecord[]} */
  const requests = []
  /** @type {Fault[]} */
  const faults = []
  const onRequest = (/** @type {IncomingMessage} */ message, /** @type {ServerResponse} */ response) => {
    const record = recordRequest(message, response)
    requests.push(record)
    // A fault that throws is a mistake in a test: the client sees its connection closed.
    serve(record, message, response, settings, faults).catch(error => response.destroy(error))
  }
  const server = options.tls ? createSecureServer(options.tls, onRequest) : createPlainServer(onRequest)
  settings.origin = `${options.tls ? 'https' : 'http'}://${await listen(server, settings)}`
  const collection = settings.organization.split('/').filter(Boolean).map(encodeURIComponent)
  settings.url = [settings.origin, ...collection].join('/')

  return {
    url: settings.url,
    origin: settings.origin,
    world: settings.world,
    quirks: settings.quirks,
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
 * @param {Server} server
 * @param {Settings} settings
 * @returns {Promise<string>} the authority of its URLs
 */
function listen(server, { host, port }) {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      const address = /** @type {AddressInfo} */ (server.address())
      resolve(`${host.includes(':') ? `[${host}]` : host}:${address.port}`)
    })
  })
}

/**
 * @param {RequestRecord} record
 * @param {IncomingMessage} message
 * @param {ServerResponse} response
 * @param {Settings} settings
 * @param {readonly Fault[]} faults
 */
async function serve(record, message, response, settings, faults) {
  record.body = await readBody(message, settings.bodyLimit)
  // Set before a fault answers, so that those responses have it, too.
  response.setHeader('date', new Date(settings.clock.now() + settings.quirks.dateOffset).toUTCString())
  if (settings.latency > 0) await delay(settings.latency)
  const reply = () => respond(record, settings)
  const next = /** @type {Next} */ (Object.assign(() => send(reply(), record, response, settings), { reply }))
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

/** Until the body has been read. @type {RequestRecord['body']} */
const noBody = { bytes: Buffer.alloc(0), type: '', json: undefined, tooLarge: false }

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
    body: noBody,
    at: Date.now(),
  })
  response.once('close', () => {
    record.until = Date.now()
    record.sentBytes = socket.bytesWritten - before
    if (response.headersSent) record.status = response.statusCode
  })
  return record
}
