/** @import { IncomingMessage } from 'node:http' */
/** @import { RequestBody } from '../types.ts' */

/** `application/json`, `text/json` and everything like `application/json-patch+json`. */
const jsonType = /^(application|text)\/(json|json-patch\+json|[^;]+\+json)$/

/**
 * The whole body of a request.
 * @param {IncomingMessage} message
 * @param {number} limit in bytes
 * @returns {Promise<RequestBody>} `tooLarge` and without its bytes when it has more; the rest of it is not read then
 */
export async function readBody(message, limit) {
  const type = mediaType(message.headers['content-type'])
  /** @type {Buffer[]} */
  const parts = []
  let size = 0
  for await (const part of message.iterator({ destroyOnReturn: false })) {
    size += part.length
    if (size > limit) return { bytes: Buffer.alloc(0), type, json: undefined, tooLarge: true }
    parts.push(part)
  }
  const bytes = Buffer.concat(parts)
  return { bytes, type, json: jsonType.test(type) ? parsed(bytes.toString('utf8')) : undefined, tooLarge: false }
}

/** @param {string | undefined} header */
function mediaType(header = '') {
  return (header.split(';')[0] ?? '').trim().toLowerCase()
}

/**
 * @param {string} text
 * @returns {unknown} undefined when it is no JSON: what then happens is the resource's business
 */
function parsed(text) {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
