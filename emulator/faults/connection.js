import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'

/** @import { FaultAnswer } from '../types.ts' */

const json = { 'content-type': 'application/json; charset=utf-8; api-version=7.1' }

/** Valid JSON as far as it goes: a client that does not count the bytes takes it for an empty list. */
const emptyList = '{"count":0,"value":[]}'

/** The content-length promises more than comes. @type {FaultAnswer} */
export const bodyCutShort = (_, response) => {
  response.writeHead(200, { ...json, 'content-length': emptyList.length + 64 })
  response.write(emptyList, () => response.socket?.destroySoon())
}

/** The last chunk never comes. @type {FaultAnswer} */
export const chunkedCutShort = (_, response) => {
  response.writeHead(200, { ...json, 'transfer-encoding': 'chunked' })
  response.write(emptyList, () => response.socket?.destroySoon())
}

/**
 * The gzip stream lacks its trailer, in a whole HTTP message: lenient decoders (fetch among them) take it for an empty
 * list.
 * @type {FaultAnswer}
 */
export const brokenGzip = (_, response) => {
  const cut = gzipSync(emptyList).subarray(0, -8)
  response.writeHead(200, { ...json, 'content-encoding': 'gzip', 'content-length': cut.length }).end(cut)
}

/** An encoding that nobody asked for and hardly anybody knows. @type {FaultAnswer} */
export const unknownEncoding = (_, response, next) => {
  const { status, headers, body } = next.reply()
  const sent = Buffer.from(body)
  response.writeHead(status, { ...headers, 'content-encoding': 'zstd-dcb', 'content-length': sent.length }).end(sent)
}

/**
 * The normal answer, slowly.
 * @param {number} bytesPerSecond
 * @returns {FaultAnswer}
 */
export function drip(bytesPerSecond) {
  return async (_, response, next) => {
    const { status, headers, body } = next.reply()
    const left = Buffer.from(body)
    const step = Math.max(1, Math.round(bytesPerSecond / 20))
    response.writeHead(status, { ...headers, 'content-length': left.length })
    for (let sent = 0; sent < left.length && !response.destroyed; sent += step) {
      response.write(left.subarray(sent, sent + step))
      await delay(50)
    }
    response.end()
  }
}

/** Takes the request and says nothing until the client gives up or the emulator is closed. @type {FaultAnswer} */
export const neverAnswers = async (_, response) => {
  await once(response, 'close')
}

/** Closes the connection without a byte. @type {FaultAnswer} */
export const closesConnection = (_, response) => {
  response.socket?.destroy()
}
