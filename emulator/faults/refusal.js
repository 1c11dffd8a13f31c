import { serviceError } from '../http/refusal.js'
import { status } from './body.js'

/** @import { OutgoingHttpHeaders } from 'node:http' */
/** @import { FaultAnswer, Reply } from '../types.ts' */

/**
 * Asks the client to wait. With 200 the normal answer comes along, as it does while the service delays somebody:
 * https://learn.microsoft.com/en-us/azure/devops/integrate/concepts/rate-limits ("The response still returns HTTP 200").
 * @param {number | Date | string} when seconds, a date, or the header's raw text
 * @param {number} [code]
 * @returns {FaultAnswer}
 */
export function retryAfter(when, code = 200) {
  const text = when instanceof Date ? when.toUTCString() : String(when)
  return (request, response, next) => {
    if (code !== 200) return status(code, '', { 'retry-after': text })(request, response, next)
    response.setHeader('retry-after', text)
    return next()
  }
}

/** Blocked for using too much (body observed: microsoft/vscode#155632; headers: the rate-limits page). */
export const throttled = refuse(
  serviceError(
    'RequestBlockedException',
    "Request was blocked due to exceeding usage of resource 'Count' in namespace 'AnonymousId'. For more information on why " +
      'your request was blocked, see the topic "Rate limits" on the Microsoft Web site (https://go.microsoft.com/fwlink/?LinkId=823950).',
  ).reply,
  () => ({
    'retry-after': '1',
    'x-ratelimit-resource': 'Concurrency',
    'x-ratelimit-delay': '0.512',
    'x-ratelimit-limit': '200',
    'x-ratelimit-remaining': '0',
    'x-ratelimit-reset': String(Math.ceil(Date.now() / 1000) + 1),
  }),
)

const stopped = serviceError(
  'VssServiceException',
  'TF24668: The following team project collection is stopped: contoso. The organization was deactivated due to inactivity.',
  { status: 503 },
)

/** The organization is being serviced; Microsoft's client does not retry with this header (VssHttpRetryOptions). */
export const hostOffline = status(
  503,
  '<!DOCTYPE html><html><head><title>Azure DevOps Services Unavailable</title></head><body>Unavailable</body></html>',
  { 'x-vss-hostofflineerror': 'true' },
)

/**
 * The organization was deactivated and stays so until a person signs in: JSON behind a byte order mark (recorded by
 * azure-devops-cli-extension; the middle of the text and the type are assumed).
 */
export const deactivated = refuse({ ...stopped.reply, body: `\uFEFF${stopped.reply.body}` })

/**
 * A server that refuses every version and names the one before it, without end.
 * @type {FaultAnswer}
 */
export const namesLowerVersions = (request, response, next) => {
  const asked = Number.parseFloat(request.query.get('api-version') ?? '7.1')
  const message =
    `The requested REST API version of ${asked.toFixed(1)} is out of range for this server. The latest REST API version this ` +
    `server supports is ${(asked - 0.1).toFixed(1)}.`
  return refuse(serviceError('VssVersionOutOfRangeException', message).reply)(request, response, next)
}

/** A hostile or careless server that repeats the credential in its message. @type {FaultAnswer} */
export const echoToken = (request, response, next) => {
  const authorization = request.headers.authorization ?? ''
  const decoded = Buffer.from(authorization.replace(/^\S+\s+/, ''), 'base64').toString('utf8')
  const message = `The credential '${authorization}' (${decoded}, ${encodeURIComponent(decoded)}) is not good enough.`
  return refuse(serviceError('ArgumentException', message).reply)(request, response, next)
}

/**
 * A server whose IIS has Basic authentication switched on: IIS refuses the token before Azure DevOps sees it
 * (https://learn.microsoft.com/en-us/azure/devops/integrate/get-started/authentication/iis-basic-auth; page: node-api#114).
 */
export const iisBasic401 = status(
  401,
  '<!DOCTYPE html><html><head><title>401 - Unauthorized: Access is denied due to invalid credentials.</title></head>' +
    '<body><h2>401 - Unauthorized: Access is denied due to invalid credentials.</h2></body></html>',
  { 'www-authenticate': 'Basic realm="server"', server: 'Microsoft-IIS/10.0' },
)

const anonymousText = 'TF400813: Resource not available for anonymous access. Client authentication required.'

/** What a server says to a request without a credential (observed: azure-repos-vscode#246, dorkag#331). */
export const anonymous401 = status(401, `<!DOCTYPE html><html><head><title>${anonymousText}</title></head></html>`, {
  'www-authenticate': ['Bearer', 'Basic realm="http://tfs:8080/tfs"', 'Negotiate', 'NTLM'],
  // Form-encoded here, with `+` for a space and small hex digits, unlike elsewhere.
  'x-tfs-serviceerror': encodeURIComponent(anonymousText).replaceAll('%20', '+').replaceAll('%3A', '%3a'),
})

/**
 * @param {Reply} reply
 * @param {() => OutgoingHttpHeaders} [more]
 * @returns {FaultAnswer}
 */
function refuse(reply, more = () => ({})) {
  return (_, response) => {
    const body = Buffer.from(reply.body)
    response.writeHead(reply.status, { ...reply.headers, ...more(), 'content-length': body.length }).end(body)
  }
}
