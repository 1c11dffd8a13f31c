import { plainRefusal, requestError, serviceError } from './refusal.js'

/** @import { RequestRecord, Route } from '../types.ts' */

/** What a route with a body takes unless it says otherwise. */
const jsonTypes = ['application/json', 'text/json']

const lengthRequired =
  '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01//EN""http://www.w3.org/TR/html4/strict.dtd">\r\n' +
  '<HTML><HEAD><TITLE>Length Required</TITLE></HEAD><BODY><h2>Length Required</h2>\r\n' +
  '<hr><p>HTTP Error 411. The request must be chunked or have a content length.</p>\r\n</BODY></HTML>\r\n'

/**
 * What the web server in front refuses before anybody looks at the credential.
 * @param {RequestRecord} request
 */
export function requireReadable({ method, headers, body }) {
  const sized = headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined
  // observed: githubnext/ado-aw#1420, a PUT without a body that says no length
  if ((method === 'POST' || method === 'PUT') && !sized)
    throw plainRefusal(411, 'text/html; charset=us-ascii', lengthRequired)
  // observed: MicrosoftDocs/azure-devops-docs#8958 (400, about 20 MB); the shape of the answer is assumed
  if (body.tooLarge) throw requestError(400, 'Request Entity Too Large')
}

/**
 * A body of a type that the route does not take is refused before anything is done (text:
 * `RequestContentTypeNotSupported` in https://github.com/actions/runner src/Sdk; 400 observed: restsharp/RestSharp#1413).
 * @param {RequestRecord} request
 * @param {Route} route
 */
export function requireContentType({ method, headers, body }, { contentTypes = jsonTypes }) {
  if (body.bytes.length === 0 || contentTypes.includes(body.type) || contentTypes.includes('*/*')) return
  throw serviceError(
    'VssRequestContentTypeNotSupportedException',
    `The request indicated a Content-Type of "${headers['content-type'] ?? ''}" for method type "${method}" which is not ` +
      `supported. Valid content types for this method are: ${contentTypes.join(', ')}.`,
  )
}
