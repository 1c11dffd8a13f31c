/** @import { OutgoingHttpHeaders } from 'node:http' */
/** @import { FaultAnswer } from '../types.ts' */

const json = { 'content-type': 'application/json; charset=utf-8; api-version=7.1' }
const html = { 'content-type': 'text/html; charset=utf-8' }
const page =
  '<!DOCTYPE html><html><head><title>Azure DevOps Services | Sign In</title></head><body>Sign in</body></html>'

/**
 * Any status, body and headers. An object becomes JSON, a string is sent as HTML unless the headers say otherwise.
 * @param {number} code
 * @param {string | object} [body]
 * @param {OutgoingHttpHeaders} [headers]
 * @returns {FaultAnswer}
 */
export function status(code, body = '', headers = {}) {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const type = typeof body === 'string' ? (body === '' ? {} : html) : json
  return (_, response) => {
    response.writeHead(code, { ...type, ...headers, 'content-length': Buffer.byteLength(text) }).end(text)
  }
}

/** JSON that stops in the middle, in a whole HTTP message. */
export const badJson = status(200, '{"count":2,"value":[{"id":1,"buildNum', json)

/** Nothing at all, yet 200 and called JSON. */
export const emptyBody = status(200, '', json)

/** The JSON `null`, which azure-devops-node-api takes for "not found". */
export const nullBody = status(200, 'null', json)

/** A count without the list. */
export const noValue = status(200, { count: 0 })

/** Shaped like the second error, with the status of a success. */
export const valueNotAList = status(200, { count: 1, value: { Message: 'The request is invalid.' } })

/** A sign-in page, or a proxy's, in place of the answer (observed: MicrosoftDocs/vsts-rest-api-specs#97). */
export const htmlWith200 = status(200, page)

/** What a client that follows redirects ends at with a bad token (observed: vsts-rest-api-specs#574). */
export const htmlWith203 = status(203, page)

/** An error that is shaped like a list (devops_sdk/client.py of azure-devops-cli-extension, `_handle_error`). */
export const secondErrorShape = status(400, { count: 1, value: { Message: 'The request is invalid.' } })

/**
 * A redirect, for instance to another host that would like to see the credential.
 * @param {string} location
 * @param {number} [code]
 */
export function redirectTo(location, code = 302) {
  return status(code, '<html><head><title>Object moved</title></head><body>Object moved</body></html>', { location })
}

/** The normal answer behind a byte order mark: odd, but good. @type {FaultAnswer} */
export const byteOrderMark = (_, response, next) => {
  const { status: code, headers, body } = next.reply()
  const marked = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(body)])
  response.writeHead(code, { ...headers, 'content-length': marked.length }).end(marked)
}
