import { Problem } from './problem.ts'

/** An organization of Azure DevOps Services, or a collection of a server. */
export interface Organization {
  /** Base URL without a slash at its end; paths are appended to it. */
  readonly url: string
}

/** https://learn.microsoft.com/azure/devops/organizations/settings/naming-restrictions */
const maxNameLength = 50

/**
 * Reads a name or any base URL. The host is never rebuilt: jobs of an organization with the old address, and servers,
 * only work with the one that they have.
 */
export function parseOrganization(text: string, allowHttp: boolean): Organization {
  const whole = /^dev\.azure\.com\//i.test(text) ? `https://${text}` : text
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(whole)) return { url: `https://dev.azure.com/${parseName(text)}` }
  const url = URL.canParse(whole) ? new URL(whole) : undefined
  if (url === undefined || url.hostname === '') throw new Problem('is not a URL')
  // No collection has these in its name; a password with a slash puts them into the path, and itself into the host.
  if (url.username !== '' || url.password !== '' || /[@:\uff20]|%40|%3a|%ef%bc%a0/i.test(url.pathname))
    throw new Problem('contains a user name or a password. Set the token in {pat}')
  if (url.search !== '' || url.hash !== '') throw new Problem('has a ? or # in its URL. Set the base URL only')
  if (url.protocol === 'http:' && !allowHttp && !isLoopback(url.hostname))
    throw new Problem('is http://, which would show the token to everyone on the way. Use https://, or {allow-http}')
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw new Problem('is neither https:// nor http://')
  const path = url.pathname.replace(/\/+$/, '')
  if (/^dev\.azure\.com$/i.test(url.hostname) && !/^\/[^/]+$/.test(path))
    throw new Problem('must end with the name of the organization alone, as https://dev.azure.com/contoso')
  // Whatever is longer may be a token, and must not be sent in a URL.
  if (/^dev\.azure\.com$/i.test(url.hostname) && characters(path) > maxNameLength + 1)
    throw new Problem(`has a name longer than ${maxNameLength} characters`)
  return { url: `${url.origin}${path}` }
}

/** How many there are in a path: continuation bytes of percent-encoded UTF-8 do not count. */
function characters(path: string): number {
  return path.replace(/%[89ab][\da-f]/gi, '').replace(/%[\da-f]{2}/gi, '_').length
}

function parseName(text: string): string {
  if (!/^[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?$/u.test(text))
    throw new Problem('is neither a name, as contoso, nor a URL, as https://dev.azure.com/contoso')
  if ([...text].length > maxNameLength) throw new Problem(`is longer than ${maxNameLength} characters`)
  return encodeURIComponent(text)
}

/** Scheme, host, port, and path in characters that no credential needs: nothing that could stand before an `@`. */
const plainAddress =
  /^(?:https?:\/\/)?(?:[\p{L}\p{N}.-]+(?: [\p{L}\p{N}.-]{1,15})*|\[[\da-f:.]+\])(?::\d{1,5})?(?:\/[\p{L}\p{N}._~ -]*)*$/iu

/**
 * How a message may quote what was set: people write credentials into addresses in more ways than URLs have, so what is
 * not plainly an address, and every part that is as long as a token, is hidden.
 */
export function quoteOrganization(text: string): string {
  if (isPlain(text)) return text
  const [, scheme = '', rest = ''] = /^(https?:\/\/)?.*@([^@]*)$/is.exec(text) ?? []
  return isPlain(rest) ? `${scheme}***@${rest}` : '***'
}

function isPlain(text: string): boolean {
  return plainAddress.test(text) && text.split(/[/.: ]/).every(part => part.length <= maxNameLength)
}

/**
 * Whether a URL's host is this machine itself. Names below `localhost` are not: they go to a proxy or a DNS server,
 * which decides where they lead.
 */
export function isLoopback(hostname: string): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/i.test(hostname)
}

/**
 * The page of a build. Built here and never taken from an answer, so that nobody can lead a reader elsewhere. Team
 * Foundation Server 2018 and older have it at another address.
 * @param apiVersion the one that the server understands
 */
export function buildPage(organization: Organization, project: string, id: number, apiVersion = '7.1'): string {
  const page = Number.parseFloat(apiVersion) < 5 ? 'index' : 'results'
  return `${organization.url}/${encodeURIComponent(project.toWellFormed())}/_build/${page}?buildId=${id}`
}

/** The page with all builds of a pipeline. */
export function pipelinePage(organization: Organization, project: string, id: number, apiVersion = '7.1'): string {
  const page = Number.parseFloat(apiVersion) < 5 ? '/index' : ''
  return `${organization.url}/${encodeURIComponent(project.toWellFormed())}/_build${page}?definitionId=${id}`
}
