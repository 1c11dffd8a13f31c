import { defaultApiVersion, headersOf, methodOf, type ServiceRequest, urlOf } from '../service/request.ts'

/** The variable that the shown commands read the token from; the name that Microsoft's own command line uses. */
const variable = 'AZURE_DEVOPS_EXT_PAT'

/** What a dry run shows before its commands. */
export const dryRunNotice = `# No request is sent. Each command reads the token from ${variable}.`

/** What a command needs to know of the settings of a step. */
export interface CurlSettings {
  readonly service: { readonly url: string; readonly apiVersion: string }
  readonly output: { readonly scheme: 'Basic' | 'Bearer'; readonly username: string }
}

/**
 * A request as a command for a POSIX shell. The token is read from a variable.
 * @param body as it may be shown; left out unless set
 */
export function curlCommand({ service, output }: CurlSettings, request: ServiceRequest, body?: string): string {
  const address = urlOf(service.url, request, service.apiVersion || defaultApiVersion)
  const token = `"$${variable}"`
  const authentication =
    output.scheme === 'Basic'
      ? `--user ${quoted(`${output.username}:`)}${token}`
      : `--header 'Authorization: Bearer '${token}`
  const method = methodOf(request)
  const headers = Object.entries(headersOf(request))
    .filter(([name]) => name !== 'Accept-Encoding')
    .map(([name, value]) => `--header ${quoted(`${name}: ${value}`)}`)
  return [
    'curl --compressed --fail-with-body',
    ...(method === 'GET' ? [] : [`--request ${method}`]),
    authentication,
    ...headers,
    ...(body === undefined ? [] : [`--header 'Content-Type: application/json' --data ${quoted(body)}`]),
    quoted(address),
  ].join(' ')
}

/** https://pubs.opengroup.org/onlinepubs/9699919799/utilities/V3_chap02.html#tag_18_02_02 */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}
