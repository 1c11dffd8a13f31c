import type { Organization } from '../inputs/organization.ts'

/**
 * The part of a host name that tells the services of Azure DevOps Services apart: `vsrm` is `vsrm.dev.azure.com`; empty
 * is the organization's own host. `app.vssps` and `status` have no organization in their paths.
 */
export type ServiceHost =
  | ''
  | 'advsec'
  | 'almsearch'
  | 'analytics'
  | 'app.vssps'
  | 'artifacts'
  | 'auditservice'
  | 'extmgmt'
  | 'feeds'
  | 'pkgs'
  | 'status'
  | 'vsaex'
  | 'vsrm'
  | 'vssps'
  | 'vstmr'

/**
 * The host of each area, which is the segment after `_apis`; areas that are missing are on the organization's own host.
 * A table and not the service's `resourceAreas`: that costs a request, has gaps, and would let an answer choose a host.
 * https://github.com/MicrosoftDocs/vsts-rest-api-specs
 */
const areas: ReadonlyMap<string, ServiceHost> = new Map<string, ServiceHost>([
  ['accounts', 'app.vssps'],
  ['alert', 'advsec'],
  ['audit', 'auditservice'],
  ['delegatedauth', 'vssps'],
  ['extensionmanagement', 'extmgmt'],
  ['graph', 'vssps'],
  ['groupentitlements', 'vsaex'],
  ['identities', 'vssps'],
  ['management', 'advsec'],
  ['memberentitlements', 'vsaex'],
  ['profile', 'app.vssps'],
  ['provenance', 'pkgs'],
  ['release', 'vsrm'],
  ['reporting', 'advsec'],
  ['search', 'almsearch'],
  ['serviceprincipalentitlements', 'vsaex'],
  ['status', 'status'],
  ['symbol', 'artifacts'],
  ['testresults', 'vstmr'],
  ['tokenadmin', 'vssps'],
  ['tokens', 'vssps'],
  ['userentitlements', 'vsaex'],
  ['userentitlementsummary', 'vsaex'],
])

export const serviceHosts: readonly ServiceHost[] = [
  ...new Set<ServiceHost>(['', 'analytics', 'feeds', ...areas.values()]),
]

/** Packages of these protocols are on `pkgs`, everything else of the area `packaging` is on `feeds`. */
const protocols: ReadonlySet<string> = new Set(['cargo', 'maven', 'npm', 'nuget', 'pypi', 'upack'])

/** The segments that begin an API below the organization, the project, or the team. */
export const markers: ReadonlySet<string> = new Set(['_apis', '_odata', '_packaging'])

/** Satellites that an organization with the old address has under its own name; the rest is on dev.azure.com only. */
const ofOldAddress: ReadonlySet<ServiceHost> = new Set<ServiceHost>([
  'almsearch',
  'extmgmt',
  'feeds',
  'pkgs',
  'vsaex',
  'vsrm',
  'vssps',
  'vstmr',
])

/** Where the API begins in a path; -1 where none does. */
export function markerAt(path: readonly string[]): number {
  return path.findIndex(segment => markers.has(segment.toLowerCase()))
}

/** Which service a path below the organization belongs to. @param path decoded segments */
export function serviceHostOf(path: readonly string[]): ServiceHost {
  const [marker, area = '', ...rest] = path.slice(markerAt(path)).map(segment => segment.toLowerCase())
  if (marker === '_odata') return 'analytics'
  if (marker === '_packaging') return 'pkgs'
  if (area === 'public') return rest[0] === 'packaging' ? 'feeds' : ''
  if (area === 'packaging') {
    const protocol = rest[0] === 'feeds' ? rest[2] : rest[0]
    return protocol !== undefined && protocols.has(protocol) ? 'pkgs' : 'feeds'
  }
  return areas.get(area) ?? ''
}

/** `contoso`, where the organization is one of Azure DevOps Services; undefined for a server. */
export function servicesName({ url }: Organization): string | undefined {
  const { host, pathname } = new URL(url)
  if (host === 'dev.azure.com') return decodeURIComponent(pathname.slice(1))
  return /^([^.]+)\.visualstudio\.com$/.exec(host)?.[1]
}

/**
 * The base URL of a service, without a slash at its end. It is made of the organization alone. A server has one URL for
 * everything.
 */
export function baseOf(organization: Organization, service: ServiceHost): string {
  const name = servicesName(organization)
  if (name === undefined || service === '') return organization.url
  if (service === 'status') return 'https://status.dev.azure.com'
  if (service === 'app.vssps') return 'https://app.vssps.visualstudio.com'
  const { host, pathname } = new URL(organization.url)
  if (host !== 'dev.azure.com' && ofOldAddress.has(service))
    return `https://${name}.${service}.visualstudio.com${pathname.replace(/\/+$/, '')}`
  return `https://${service}.dev.azure.com/${encodeURIComponent(name)}`
}
