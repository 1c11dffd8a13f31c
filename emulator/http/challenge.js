import { guid } from '../world/guid.js'
import { Refusal } from './refusal.js'

/** @import { IncomingHttpHeaders } from 'node:http' */
/** @import { Reply, Route, Settings } from '../types.ts' */

/** The three schemes that Services offer (observed: azure-pipelines-agent#4826, AzDevOpsDemoGenerator#56). */
const schemes = [
  'Bearer authorization_uri=https://login.microsoftonline.com/6f1c0e52-0d0b-4c55-9a55-3f1d6a1f7a10',
  'Basic realm="https://tfsprodweu1.app.visualstudio.com/"',
  'TFS-Federated',
]

const objectMoved = '<html><head><title>Object moved</title></head><body><h2>Object moved</h2></body></html>'

/**
 * 401 for a credential that was not accepted. The one in the recordings has no content-type and an empty body.
 * @param {Partial<Reply>} [more]
 */
export function unauthorized({ body = '', headers = {} } = {}) {
  const activity = guid(`activity ${Math.random()}`)
  return new Refusal({
    status: 401,
    headers: {
      'www-authenticate': schemes,
      activityid: activity,
      'x-vss-e2eid': activity,
      ...headers,
    },
    body,
  })
}

/**
 * What becomes of a refused credential: 401 for a client that asked for no sign-in redirects (the header is
 * VssHttpRequestSettings.SuppressFedAuthRedirects of https://github.com/actions/runner), else 302 to the sign-in page.
 * @param {string} method
 * @param {IncomingHttpHeaders} headers
 * @param {Settings} settings
 * @param {Partial<Reply>} [more] of the 401
 */
export function challenge(method, headers, settings, more) {
  // observed: auth-samples#52, a PATCH is answered with 401 whatever it asks for
  if (String(headers['x-tfs-fedauthredirect']).toLowerCase() === 'suppress' || method === 'PATCH')
    return unauthorized(more)
  const location = `${settings.origin}/_signin?realm=dev.azure.com&reply_to=${encodeURIComponent(settings.url)}`
  return new Refusal({
    status: 302,
    headers: { location, 'content-type': 'text/html; charset=utf-8' },
    body: objectMoved,
  })
}

/**
 * Where the redirect ends: not an error but 203 with a page (observed: MicrosoftDocs/vsts-rest-api-specs#97, #574).
 */
const signInPage =
  '<!DOCTYPE html><html lang="en-US"><head><title>Azure DevOps Services | Sign In</title></head><body>Sign in</body></html>'

/** @type {readonly Route[]} */
export const signInRoutes = [
  {
    method: 'GET',
    template: '/_signin',
    handle: () => ({
      status: 203,
      body: signInPage,
      type: 'text/html; charset=utf-8',
      headers: { 'cache-control': 'no-cache, no-store' },
    }),
  },
]
