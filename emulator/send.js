import { promisify } from 'node:util'
import { constants, gzip } from 'node:zlib'

/** @import { IncomingHttpHeaders, ServerResponse } from 'node:http' */
/** @import { Reply, Settings } from './types.ts' */

const compress = promisify(gzip)

/**
 * Puts a reply on the wire: gzip when the client takes it, and a content-length unless chunks were asked for.
 * @param {Reply} reply
 * @param {IncomingHttpHeaders} headers of the request
 * @param {ServerResponse} response
 * @param {Pick<Settings, 'chunked'>} settings
 */
export async function send(reply, headers, response, { chunked }) {
  const plain = Buffer.from(reply.body)
  const zip = plain.length > 0 && acceptsGzip(headers) && reply.headers['content-encoding'] === undefined
  const body = zip ? await compress(plain, { level: constants.Z_BEST_SPEED }) : plain
  response.writeHead(reply.status, {
    ...reply.headers,
    ...(zip && { 'content-encoding': 'gzip', vary: 'Accept-Encoding' }),
    ...(!chunked && { 'content-length': body.length }),
  })
  // Two halves, so that the chunked form really has more than one chunk.
  if (chunked) response.write(body.subarray(0, body.length >> 1))
  response.end(chunked ? body.subarray(body.length >> 1) : body)
}

/** @param {IncomingHttpHeaders} headers */
function acceptsGzip(headers) {
  return /\bgzip\b(?!\s*;\s*q=0(\.0+)?\s*(,|$))/i.test(String(headers['accept-encoding'] ?? ''))
}
