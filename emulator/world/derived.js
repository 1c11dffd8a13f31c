/** @import { Build } from '../types.ts' */

/**
 * Where a build's repository is; recorded for Azure Repos.
 * @param {string} base the collection's URL
 * @param {Build} build
 */
export function repositoryUrl(base, { project, repository }) {
  return `${base}/${encodeURIComponent(project.name)}/_git/${encodeURIComponent(repository.name)}`
}

/**
 * Everything of a build that follows from its id and its project.
 * @param {string} base the collection's URL
 * @param {Build} build
 */
export function derivedOf(base, { id, project, definition }) {
  const apis = `${base}/${project.id}/_apis/build`
  const plan = { planId: planId(id) }
  return {
    // Capital and small "builds" as recorded: the paths are case-insensitive.
    _links: {
      self: { href: `${apis}/Builds/${id}` },
      web: { href: `${base}/${project.id}/_build/results?buildId=${id}` },
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
