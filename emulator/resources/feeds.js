import { found } from '../http/json-body.js'
import { pageOf } from '../http/paging.js'
import { guid } from '../world/guid.js'
import { perWorld } from '../world/per-world.js'

/** @import { Call, Route } from '../types.ts' */

/** The feeds of an organization and their packages. */
export const feedsOf = perWorld(() =>
  ['tools', 'upstream'].map(name => ({
    id: guid(`feed ${name}`),
    name,
    packages: ['left-pad', 'web-client', 'web-server'].map(item => ({
      id: guid(`package ${name} ${item}`),
      name: item,
      normalizedName: item,
      protocolType: 'Npm',
      versions: [{ version: '1.0.0', isLatest: true }],
    })),
  })),
)

/** @param {Call} call */
function findFeed({ settings, route }) {
  const wanted = (route.feed ?? '').toLowerCase()
  return found(
    feedsOf(settings.world).find(({ id, name }) => id === wanted || name === wanted),
    `A feed with ID or name '${route.feed}'`,
  )
}

/** Offsets and no token. Source: https://learn.microsoft.com/rest/api/azure/devops/artifacts/artifact-details/get-packages */
function listPackages(/** @type {Call} */ call) {
  const { value } = pageOf(call, findFeed(call).packages, { limit: 1000 })
  return { value }
}

/** @type {readonly Route[]} */
export const feedRoutes = ['', '{project}/'].flatMap(scope => [
  {
    method: /** @type {const} */ ('GET'),
    template: `${scope}_apis/packaging/feeds`,
    handle: (/** @type {Call} */ { settings }) => {
      const value = feedsOf(settings.world).map(({ packages: _, ...feed }) => feed)
      return { value: { count: value.length, value } }
    },
    scope: 'vso.packaging',
  },
  {
    method: /** @type {const} */ ('GET'),
    template: `${scope}_apis/packaging/feeds/{feed}/packages`,
    handle: listPackages,
    scope: 'vso.packaging',
  },
])
