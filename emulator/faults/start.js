/** @import { FaultAnswer, Reply } from '../types.ts' */

/**
 * Does what the request asks for, a build is started, and then answers differently: the client never learns of it.
 * @param {FaultAnswer} answer
 * @returns {FaultAnswer}
 */
export function doneThen(answer) {
  return (request, response, next) => {
    /** @type {Reply | undefined} */
    const reply = next.reply()
    // Computed once: a second time would do it a second time.
    return answer(
      request,
      response,
      Object.assign(() => Promise.resolve(), { reply: () => reply }),
    )
  }
}

/** Resets the connection, as a firewall does: the client reads ECONNRESET and nothing else. @type {FaultAnswer} */
export const resetsConnection = (_, response) => {
  response.socket?.resetAndDestroy()
}

/**
 * Cuts the normal answer off.
 * @param {number} share from 0 to 1, of its bytes
 * @returns {FaultAnswer}
 */
export function cutOff(share) {
  return (_, response, next) => {
    const { status, headers, body } = next.reply()
    const bytes = Buffer.from(body)
    response.writeHead(status, { ...headers, 'content-length': bytes.length })
    response.write(bytes.subarray(0, Math.floor(bytes.length * share)), () => response.socket?.destroySoon())
  }
}

/**
 * The normal answer with one of its members changed, or taken out with undefined.
 * @param {Record<string, unknown>} changes
 * @returns {FaultAnswer}
 */
export function changed(changes) {
  return (_, response, next) => {
    const { status, headers, body } = next.reply()
    const bytes = Buffer.from(JSON.stringify({ ...JSON.parse(String(body)), ...changes }))
    response.writeHead(status, { ...headers, 'content-length': bytes.length }).end(bytes)
  }
}
