import { pageOf } from '../http/paging.js'
import { perWorld } from '../world/per-world.js'
import { findProject } from './projects.js'

/** @import { Answer, Call, Route } from '../types.ts' */

/** The releases of every project. */
export const releasesOf = perWorld(() =>
  Array.from({ length: 5 }, (_, index) => ({
    id: index + 1,
    name: `Release-${index + 1}`,
    status: 'active',
    releaseDefinition: { id: 1, name: 'web' },
  })),
)

/** 50 unless told otherwise, 100 at most (observed: webdevops/azure-devops-exporter#113, azure-devops-node-api#395). */
function list(/** @type {Call} */ call) {
  findProject(call)
  return pageOf(call, releasesOf(call.settings.world), { limit: 100 })
}

/**
 * Work items through OData, three to a page, with a link to the next.
 * Source: https://learn.microsoft.com/azure/devops/report/extend-analytics/odata-query-guidelines
 * @param {Call} call
 * @returns {Answer}
 */
function listByOData(call) {
  const project = findProject(call)
  const start = Number(call.parameters.get('$skiptoken') ?? 0)
  const value = [1, 2, 3, 4, 5, 6, 7].slice(start, start + 3).map(id => ({ WorkItemId: id, State: 'Active' }))
  const address = `${call.settings.url}/${encodeURIComponent(project.name)}/_odata/${call.route.version}/WorkItems`
  const link = start + 3 < 7 ? { '@odata.nextLink': `${address}?$skiptoken=${start + 3}` } : {}
  return { value: { '@odata.context': `${address}/$metadata`, value, ...link } }
}

/** @type {readonly Route[]} */
export const releaseRoutes = [
  { method: 'GET', template: '{project}/_apis/release/releases', handle: list, scope: 'vso.release' },
  { method: 'GET', template: '{project}/_odata/{version}/WorkItems', handle: listByOData, scope: 'vso.analytics' },
]
