import { markerAt } from './hosts.ts'
import { isSafe } from './operations.ts'
import type { Method } from './route.ts'

/** The scopes of an area that read and that change, as the page of tokens names them. */
type Scopes = readonly [read: string, change: string]

const work: Scopes = ['Work Items (Read)', 'Work Items (Read & write)']
const build: Scopes = ['Build (Read)', 'Build (Read & execute)']
const packaging: Scopes = ['Packaging (Read)', 'Packaging (Read & write)']
const projects: Scopes = ['Project and Team (Read)', 'Project and Team (Read, write, & manage)']
const security: Scopes = ['Security (Manage)', 'Security (Manage)']
const tests: Scopes = ['Test Management (Read)', 'Test Management (Read & write)']
const code: Scopes = ['Code (Read)', 'Code (Read & write)']
const entitlements: Scopes = ['Member Entitlement Management (Read)', 'Member Entitlement Management (Read & write)']

/** By area, or by its first two segments. https://learn.microsoft.com/azure/devops/integrate/get-started/authentication/oauth#scopes */
const scopes: ReadonlyMap<string, Scopes> = new Map<string, Scopes>([
  ['accesscontrolentries', security],
  ['accesscontrollists', security],
  ['audit', ['Audit Log (Read)', 'Audit Streams (Manage)']],
  ['build', build],
  ['dashboard', ['Team Dashboards (Read)', 'Team Dashboards (Manage)']],
  ['distributedtask', ['Agent Pools (Read)', 'Agent Pools (Read & manage)']],
  ['distributedtask/deploymentgroups', ['Deployment Groups (Read & manage)', 'Deployment Groups (Read & manage)']],
  ['distributedtask/environments', ['Environment (Read & manage)', 'Environment (Read & manage)']],
  ['distributedtask/securefiles', ['Secure Files (Read)', 'Secure Files (Read, create, & manage)']],
  ['distributedtask/taskgroups', ['Task Groups (Read)', 'Task Groups (Read, create, & manage)']],
  ['distributedtask/variablegroups', ['Variable Groups (Read)', 'Variable Groups (Read, create, & manage)']],
  ['extensionmanagement', ['Extensions (Read)', 'Extensions (Read & manage)']],
  ['git', code],
  ['graph', ['Graph (Read)', 'Graph (Read & manage)']],
  ['groupentitlements', entitlements],
  ['identities', ['Identity (Read)', 'Identity (Read & manage)']],
  ['memberentitlements', entitlements],
  ['notification', ['Notifications (Read)', 'Notifications (Read & write)']],
  ['packaging', packaging],
  ['pipelines', build],
  ['permissions', security],
  ['permissionsreport', security],
  ['policy', code],
  ['process', work],
  ['projects', projects],
  ['provenance', packaging],
  ['release', ['Release (Read)', 'Release (Read, write, & execute)']],
  ['search/codesearchresults', code],
  ['search/packagesearchresults', packaging],
  ['search/wikisearchresults', ['Wiki (Read)', 'Wiki (Read & write)']],
  ['search/workitemsearchresults', work],
  ['securityroles', security],
  ['serviceendpoint', ['Service Connections (Read)', 'Service Connections (Read, query, & manage)']],
  ['serviceprincipalentitlements', entitlements],
  ['sourceproviders', build],
  ['symbol', ['Symbols (Read)', 'Symbols (Read & write)']],
  ['teams', projects],
  ['test', tests],
  ['testplan', tests],
  ['testresults', tests],
  ['tfvc', code],
  ['userentitlements', entitlements],
  ['userentitlementsummary', entitlements],
  ['wiki', ['Wiki (Read)', 'Wiki (Read & write)']],
  ['wit', work],
  ['work', work],
])

/** The scope that a call most likely needs, for messages; `required` where nobody knows. */
export function scopeOf(method: Method, path: readonly string[]): string {
  const [marker, area = '', resource = ''] = path.slice(markerAt(path)).map(segment => segment.toLowerCase())
  if (marker === '_odata') return 'Analytics (Read)'
  if (marker === '_packaging') return 'Packaging (Read)'
  const [read, change] = scopes.get(`${area}/${resource}`) ?? scopes.get(area) ?? ['required', 'required']
  return isSafe(method, path) ? read : change
}
