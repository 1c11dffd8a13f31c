import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { constants, gzip } from 'node:zlib'

/** @import { IncomingHttpHeaders, ServerResponse } from 'node:http' */
/** @import { Reply, RequestRecord, Settings } from '../types.ts' */

const compress = promisify(gzip)

/**
 * Puts a reply on the wire: gzip when the client takes it, and a content-length unless chunks were asked for. A stream goes
 * as it is, with the length that its headers tell.
 * @param {Reply} reply
 * @param {RequestRecord} request
 * @param {ServerResponse} response
 * @param {Pick<Settings, 'chunked'>} settings
 */
export async function send(reply, { headers, body: { tooLarge } }, response, { chunked }) {
  // What is left of a body that nobody reads must not be taken for the next request.
  if (tooLarge) response.setHeader('connection', 'close')
  if (reply.stream !== undefined) {
    response.writeHead(reply.status, reply.headers)
    return pipeline(reply.stream, response)
  }
  const plain = Buffer.from(reply.body)
  const zip = plain.length > 0 && acceptsGzip(headers) && reply.headers['content-encoding'] === undefined
  const body = zip ? await compress(plain, { level: constants.Z_BEST_SPEED }) : plain
  response.writeHead(reply.status, {
    ...reply.headers,
    ...(zip && { 'content-encoding': 'gzip', vary: 'Accept-Encoding' }),
    ...(!chunked && reply.status !== 204 && { 'content-length': body.length }),
  })
  // Two halves, so that the chunked form really has more than one chunk.
  if (chunked) response.write(body.subarray(0, body.length >> 1))
  response.end(chunked ? body.subarray(body.length >> 1) : body)
}

/** @param {IncomingHttpHeaders} headers */
function acceptsGzip(headers) {
  return /\bgzip\b(?!\s*;\s*q=0(\.0+)?\s*(,|$))/i.test(String(headers['accept-encoding'] ?? ''))
}
