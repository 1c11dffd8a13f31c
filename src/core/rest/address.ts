import type { Organization } from '../inputs/organization.ts'
import { Problem } from '../inputs/problem.ts'
import { baseOf, type ServiceHost, serviceHosts } from './hosts.ts'
import type { RouteTemplate } from './route.ts'
import type { Piece } from './route-text.ts'

/** A path from the organization on, and the services that its URL can mean. */
export interface Located {
  readonly path: readonly (readonly Piece[])[]
  readonly services: readonly ServiceHost[]
}

/** How Microsoft's reference writes the hosts, each with the number of segments that stand for the organization. */
const documented: readonly (readonly [origin: string, prefix: 0 | 1, services: readonly ServiceHost[]])[] = [
  ...serviceHosts.map((service): [string, 0 | 1, ServiceHost[]] => {
    if (service === 'app.vssps') return ['https://app.vssps.visualstudio.com', 0, [service]]
    if (service === 'status') return ['https://status.dev.azure.com', 0, [service]]
    return [`https://${service === '' ? '' : `${service}.`}dev.azure.com`, 1, [service]]
  }),
  ...serviceHosts.map((service): [string, 0, ServiceHost[]] => [
    `https://{organization}.${service === '' ? '' : `${service}.`}visualstudio.com`,
    0,
    [service],
  ]),
  // The reference of notifications, which are on the organization's own host.
  ['https://{service}dev.azure.com', 1, ['']],
  ['https://{instance}', 1, serviceHosts],
]

/** What stands for the organization, or a server's collection, in those URLs. */
const prefixes: ReadonlySet<string> = new Set(['organization', 'collection'])

/**
 * Finds the path below the organization. A URL only says which service is meant; it never decides where a request goes.
 * @throws Problem when the URL is neither one of the reference nor one of this organization
 */
export function locate({ origin, path }: RouteTemplate, organization: Organization): Located {
  if (origin === undefined) return { path: isPrefix(path[0]) ? path.slice(1) : path, services: serviceHosts }
  for (const [known, prefix, services] of documented)
    if (known === origin && (prefix === 0 || isPrefix(path[0]))) return { path: path.slice(prefix), services }
  const services = serviceHosts.filter(service => isBelow(baseOf(organization, service), origin, path))
  const [service] = services
  if (service === undefined) {
    const own = organization.url
    throw new Problem(`is a URL outside ${own}. The token is sent nowhere else: write the path alone`)
  }
  return { path: path.slice(segmentsOf(baseOf(organization, service)).length), services }
}

function isPrefix(segment: readonly Piece[] | undefined): boolean {
  const [piece, ...rest] = segment ?? []
  return piece !== undefined && 'placeholder' in piece && rest.length === 0 && prefixes.has(piece.placeholder)
}

function isBelow(base: string, origin: string, path: RouteTemplate['path']): boolean {
  if (!URL.canParse(origin) || new URL(origin).origin !== new URL(base).origin) return false
  return segmentsOf(base).every((name, index) => {
    const [piece, ...rest] = path[index] ?? []
    const text = piece !== undefined && 'text' in piece && rest.length === 0 ? piece.text : undefined
    return text?.toLowerCase() === name.toLowerCase()
  })
}

function segmentsOf(base: string): string[] {
  return new URL(base).pathname.split('/').filter(Boolean).map(decodeURIComponent)
}
