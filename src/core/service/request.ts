import { product, version as productVersion } from '../base/version.ts'
import type { Failure } from '../errors/causes.ts'

/** One question to the service, without what the gate adds: the API version, the credential, the headers. */
export interface Request {
  readonly asked: NonNullable<Failure['asked']>
  /** The project it is about, for messages. */
  readonly project?: string
  /** Segments below the organization's URL, not yet encoded. */
  readonly path: readonly string[]
  /** Names and values, not yet encoded, for the API version that the server understands. */
  readonly query: (version: string) => readonly (readonly [string, string])[]
  /** Milliseconds since 1970 after which neither an attempt nor a pause may go on. */
  readonly deadline: number
}

/** The API version asked for unless the user or an older server names another. */
export const defaultApiVersion = '7.1'

/** The address of a request, as it is sent. */
export function addressOf(base: string, { path, query }: Request, version: string): string {
  const pairs = [...query(version), ['api-version', version] as const]
  const text = pairs.map(([name, value]) => `${name}=${encoded(value)}`).join('&')
  return `${base}/${path.map(encoded).join('/')}?${text}`
}

/**
 * Half a surrogate pair, which no encoding has, becomes the replacement character. A quote is encoded as Node.js itself
 * does it in a query, so that what a dry run shows is what a run sends.
 */
function encoded(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replaceAll("'", '%27')
}

/** The headers of every request: https://learn.microsoft.com/azure/devops/integrate/how-to/call-rest-api */
export function headersOf(authorization: string): Record<string, string> {
  return {
    Accept: 'application/json',
    'Accept-Encoding': 'gzip',
    'User-Agent': `${product}/${productVersion}`,
    // Asks for a 401 where the service would send a browser to its sign-in page.
    'X-TFS-FedAuthRedirect': 'Suppress',
    Authorization: authorization,
  }
}

/** What the request is for, in words. */
export function nameOf({ asked, project }: Request): string {
  return project === undefined ? `The list of ${asked}` : `The list of ${asked} of ${project}`
}
