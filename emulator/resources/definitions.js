import { readNumber, readNumbers, readPattern, readTop } from '../http/parameters.js'
import { serviceError } from '../http/refusal.js'
import { enums, readEnum } from './enums.js'
import { findProject } from './projects.js'

/** @import { Answer, Call, Definition, Route } from '../types.ts' */

/**
 * `GET {project}/_apis/build/definitions`. The token is the name of the next definition (observed:
 * sdavis3/CodeCoverageDashboardWidgets#28); with a last-modified order, which nobody described, it is its id.
 * Source: https://learn.microsoft.com/en-us/rest/api/azure/devops/build/definitions/list
 * @param {Call} call
 * @returns {Answer}
 */
export function listDefinitions(call) {
  const { parameters, settings, render } = call
  const project = findProject(call)
  const order = readEnum(parameters.get('queryorder'), enums.definitionOrder, settings.maxVersion) ?? 'none'
  const named = readPattern(parameters.get('name'))
  const under = pathFilter(parameters.get('path'))
  const ids = readNumbers(parameters.get('definitionids'))
  const top = readTop(parameters.get('$top'), settings.definitionPageLimit)
  const definitions = settings.world.definitions
    .filter(({ project: { id } }) => id === project.id)
    .filter(({ name, path, id }) => named(name) && under(path) && (ids === undefined || ids.has(id)))
    .sort(comparisons[order])
  const byName = !order.startsWith('lastModified')
  const tokenOf = (/** @type {Definition} */ definition) => (byName ? definition.name : String(definition.id))
  const start = startOfPage(definitions, parameters.get('continuationtoken'), tokenOf)
  const page = definitions.slice(start, start + top)
  const next = definitions[start + top]
  return {
    value: { count: page.length, value: page.map(render.definition) },
    // A header cannot hold every name, hence the encoding; plain names stay as they are.
    ...(next && { headers: { 'x-ms-continuationtoken': headerText(tokenOf(next)) } }),
  }
}

/**
 * `GET {project}/_apis/build/definitions/{definitionId}`, with the repository and the parts that only a single
 * definition has.
 * @param {Call} call
 * @returns {Answer}
 */
export function getDefinition(call) {
  const { settings, route, render } = call
  const project = findProject(call)
  const id = readNumber(route.definition)
  const found = settings.world.definitions.find(one => one.id === id && one.project.id === project.id)
  if (found === undefined) {
    // observed: MicrosoftDocs/vsts-rest-api-specs#356
    throw serviceError('DefinitionNotFoundException', `Build pipeline ${route.definition} was not found`)
  }
  const process = { yamlFilename: 'azure-pipelines.yml', type: 2 }
  return {
    value: {
      triggers: [],
      properties: {},
      tags: [],
      jobAuthorizationScope: 'project',
      process,
      repository: found.repository && { defaultBranch: 'refs/heads/main', ...found.repository },
      ...render.definition(found),
    },
  }
}

/** @type {Record<keyof typeof enums.definitionOrder, (one: Definition, other: Definition) => number>} */
const comparisons = {
  none: byName,
  definitionNameAscending: byName,
  definitionNameDescending: (one, other) => byName(other, one),
  lastModifiedAscending: byCreation,
  lastModifiedDescending: (one, other) => byCreation(other, one),
}

/**
 * @param {Definition} one
 * @param {Definition} other
 */
function byName(one, other) {
  const [name, otherName] = [one.name.toLowerCase(), other.name.toLowerCase()]
  return name < otherName ? -1 : name > otherName ? 1 : one.id - other.id
}

/**
 * @param {Definition} one
 * @param {Definition} other
 */
function byCreation(one, other) {
  const [time, otherTime] = [one.createdDate ?? '', other.createdDate ?? '']
  return time < otherTime ? -1 : time > otherTime ? 1 : one.id - other.id
}

/**
 * @param {string | undefined} folder "filters to definitions under this folder"
 * @returns {(path: string) => boolean}
 */
function pathFilter(folder) {
  if (!folder) return () => true
  const wanted = `\\${folder.replaceAll('/', '\\').replace(/^\\+|\\+$/g, '')}`.toLowerCase()
  return path => wanted === '\\' || path.toLowerCase() === wanted || path.toLowerCase().startsWith(`${wanted}\\`)
}

/**
 * @param {readonly Definition[]} definitions
 * @param {string | undefined} token
 * @param {(definition: Definition) => string} tokenOf
 */
function startOfPage(definitions, token, tokenOf) {
  if (!token) return 0
  const start = definitions.findIndex(definition =>
    [tokenOf(definition), headerText(tokenOf(definition))].includes(token),
  )
  return start >= 0 ? start : definitions.length
}

/** @param {string} text */
function headerText(text) {
  return /^[\x20-\x7e]+$/.test(text) ? text : encodeURIComponent(text)
}

/** @type {readonly Route[]} */
export const definitionRoutes = [
  { method: 'GET', template: '{project}/_apis/build/definitions', handle: listDefinitions, scope: 'vso.build' },
  {
    method: 'GET',
    template: '{project}/_apis/build/definitions/{definition}',
    handle: getDefinition,
    scope: 'vso.build',
  },
]
