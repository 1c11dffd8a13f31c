import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'

/** @import { FaultAnswer, Next } from '../types.ts' */

/** @param {Next} next */
async function wholeReply(next) {
  const { status, headers, body, stream } = next.reply()
  const bytes = stream === undefined ? Buffer.from(body) : Buffer.concat(await stream.toArray())
  return { status, headers, bytes }
}

/**
 * The connection is gone after so many bytes of an answer without a length.
 * @param {number} count
 * @returns {FaultAnswer}
 */
export function cutAfter(count) {
  return async (_, response, next) => {
    const { status, headers, bytes } = await wholeReply(next)
    response.writeHead(status, headers)
    response.write(bytes.subarray(0, count), () => response.socket?.destroySoon())
  }
}

/**
 * A whole HTTP message of so many bytes: whoever makes the archive gave up (observed: azure-pipelines-tasks#13250,
 * "incomplete downloads with no errors").
 * @param {number} count
 * @returns {FaultAnswer}
 */
export function endsAfter(count) {
  return async (_, response, next) => {
    const { status, headers, bytes } = await wholeReply(next)
    response.writeHead(status, headers).end(bytes.subarray(0, count))
  }
}

/**
 * So many bytes, and then nothing until the client gives up (observed: azure-cli#23039, stalls of 15 minutes).
 * @param {number} count
 * @returns {FaultAnswer}
 */
export function stallsAfter(count) {
  return async (_, response, next) => {
    const { status, headers, bytes } = await wholeReply(next)
    response.writeHead(status, headers).write(bytes.subarray(0, count))
    await once(response, 'close')
  }
}

/**
 * A byte now and then: always alive, and never done.
 * @param {number} pause milliseconds
 * @returns {FaultAnswer}
 */
export function trickles(pause) {
  return async (_, response, next) => {
    const { status, headers, bytes } = await wholeReply(next)
    response.writeHead(status, headers)
    for (let at = 0; at < bytes.length && !response.destroyed; at++) {
      response.write(bytes.subarray(at, at + 1))
      await delay(pause)
    }
    response.end()
  }
}
