import { Problem } from './problem.ts'

/** An organization of Azure DevOps Services, or a collection of a server. */
export interface Organization {
  /** Base URL without a slash at its end; paths are appended to it. */
  readonly url: string
}

/**
 * Reads a name or any base URL. The host is never rebuilt: jobs of an organization with the old address, and servers,
 * only work with the one that they have.
 */
export function parseOrganization(text: string, allowHttp: boolean): Organization {
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return { url: `https://dev.azure.com/${parseName(text)}` }
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || url.hostname === '') throw new Problem('is not a URL')
  if (url.username !== '' || url.password !== '')
    throw new Problem('holds a user name or a password in its URL. Give the token in pat')
  if (url.search !== '' || url.hash !== '') throw new Problem('has a ? or # in its URL. Give the base URL only')
  if (url.protocol === 'http:' && !allowHttp && !isLoopback(url.hostname))
    throw new Problem('is http://, which would show the token to everyone on the way. Use https://, or allow-http')
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw new Problem('is neither https:// nor http://')
  const path = url.pathname.replace(/\/+$/, '')
  if (/^dev\.azure\.com$/i.test(url.hostname) && !/^\/[^/]+$/.test(path))
    throw new Problem('must end with the organization’s name alone, as https://dev.azure.com/contoso')
  return { url: `${url.origin}${path}` }
}

/** https://learn.microsoft.com/azure/devops/organizations/settings/naming-restrictions */
function parseName(text: string): string {
  if (!/^[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?$/u.test(text))
    throw new Problem('is neither a name, as contoso, nor a URL, as https://dev.azure.com/contoso')
  return encodeURIComponent(text)
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
