import { guid } from './guid.js'

/** @import { Build } from '../types.ts' */

/**
 * Where a build's repository is; recorded for Azure Repos.
 * @param {string} base the collection's URL
 * @param {Build} build
 */
export function repositoryUrl(base, { project, repository }) {
  if (repository.type === 'TfsVersionControl') return `${base}/`
  return `${base}/${encodeURIComponent(project.name)}/_git/${encodeURIComponent(repository.name ?? repository.id)}`
}

/**
 * Everything of a build that follows from its id and its project.
 * @param {string} base the collection's URL
 * @param {Build} build
 * @param {boolean} [old] whether the server is TFS 2018 or older, whose links to build pages were others (recorded by vsteam
 *   and az CLI for TFS 2015 to 2018)
 */
export function derivedOf(base, { id, project, definition }, old = false) {
  const apis = `${base}/${project.id}/_apis/build`
  const plan = { planId: planId(id) }
  const page = old
    ? `${base}/_permalink/_build/index?collectionId=${guid(base)}&projectId=${project.id}&buildId=${id}`
    : `${base}/${project.id}/_build/results?buildId=${id}`
  return {
    // Capital and small "builds" as recorded: the paths are case-insensitive.
    _links: {
      self: { href: `${apis}/Builds/${id}` },
      web: { href: page },
      sourceVersionDisplayUri: { href: `${apis}/builds/${id}/sources` },
      timeline: { href: `${apis}/builds/${id}/Timeline` },
      badge: { href: `${apis}/status/${definition.id}` },
    },
    plans: [plan],
    url: `${apis}/Builds/${id}`,
    uri: `vstfs:///Build/Build/${id}`,
    orchestrationPlan: plan,
    logs: { id: 0, type: 'Container', url: `${apis}/builds/${id}/logs` },
  }
}

/**
 * A different id for each build; hashing would be half of the time that a page takes.
 * @param {number} id
 */
function planId(id) {
  const hex = id.toString(16).padStart(12, '0')
  return `${hex.slice(4)}-7e32-4b1a-8ecf-${hex}`
}
