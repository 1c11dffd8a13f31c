import { getBuild, listBuilds } from './builds.js'
import { getDefinition, listDefinitions } from './definitions.js'
import { getConnectionData, listLocations, listResourceAreas } from './discovery.js'
import { getProject, listProjects } from './projects.js'

/** @import { Route } from './types.ts' */

const readBuilds = 'vso.build'
const readProjects = 'vso.project'

/**
 * Everything that the emulator serves, below the collection. It only reads: queueing and changing builds is another method.
 * @type {readonly Route[]}
 */
const routes = [
  { template: '{project}/_apis/build/builds', methods: { GET: listBuilds }, scope: readBuilds },
  { template: '{project}/_apis/build/builds/{build}', methods: { GET: getBuild }, scope: readBuilds },
  { template: '{project}/_apis/build/definitions', methods: { GET: listDefinitions }, scope: readBuilds },
  { template: '{project}/_apis/build/definitions/{definition}', methods: { GET: getDefinition }, scope: readBuilds },
  { template: '_apis/projects', methods: { GET: listProjects }, scope: readProjects },
  { template: '_apis/projects/{project}', methods: { GET: getProject }, scope: readProjects },
  { template: '_apis/connectionData', methods: { GET: getConnectionData }, released: false },
  { template: '_apis/resourceAreas', methods: { GET: listResourceAreas }, released: false },
  { template: '_apis/resourceAreas/{areaId}', methods: { GET: listResourceAreas }, released: false },
  { template: '_apis', methods: { OPTIONS: listLocations } },
  { template: '_apis/{area}', methods: { OPTIONS: listLocations } },
]

/**
 * The route of a path, and what its placeholders hold. Paths are case-insensitive (recorded: `Builds` and `builds`).
 * @param {readonly string[]} segments decoded
 * @returns {{ route: Route, values: Record<string, string> } | undefined}
 */
export function findRoute(segments) {
  for (const route of routes) {
    const values = match(route.template.split('/'), segments)
    if (values !== undefined) return { route, values }
  }
  return undefined
}

/**
 * @param {readonly string[]} template
 * @param {readonly string[]} segments
 */
function match(template, segments) {
  if (template.length !== segments.length) return undefined
  /** @type {Record<string, string>} */
  const values = {}
  for (const [index, part] of template.entries()) {
    const segment = segments[index] ?? ''
    const [, name] = /^\{(.+)\}$/.exec(part) ?? []
    if (name === undefined ? part.toLowerCase() !== segment.toLowerCase() : segment.toLowerCase() === '_apis')
      return undefined
    if (name !== undefined) values[name] = segment
  }
  return values
}
