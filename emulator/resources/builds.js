import { readList, readNumber } from '../http/parameters.js'
import { serviceError } from '../http/refusal.js'
import { advanceBuilds } from '../world/course.js'
import { buildFilter } from './build-filter.js'
import { limitPerDefinition } from './build-order.js'
import { readBuildQuery } from './build-query.js'
import { takePage } from './continuation.js'
import { findProject } from './projects.js'

/** @import { Answer, Build, Call, Project, Route } from '../types.ts' */
/** @import { BuildQuery } from './build-query.js' */

/**
 * `GET {project}/_apis/build/builds`. The header is there only while there is more, and `count` counts this page.
 * Source: https://learn.microsoft.com/en-us/rest/api/azure/devops/build/builds/list
 * @param {Call} call
 * @returns {Answer}
 */
export function listBuilds(call) {
  const { settings } = call
  const project = findProject(call)
  const query = readBuildQuery(call)
  advanceBuilds(settings.world.builds, settings.clock.now())
  const builds = settings.world.builds.filter(buildFilter(query, project))
  const selected = call.orderBuilds(orderKey(project, query), builds, query)
  const { page, token } = takePage(limitPerDefinition(selected, query.maxBuildsPerDefinition), query, call)
  return {
    value: { count: page.length, value: page.map(({ build }) => served(call, build, query.properties)) },
    ...(token && { headers: { 'x-ms-continuationtoken': token } }),
  }
}

/**
 * @param {Project} project
 * @param {BuildQuery} query
 */
function orderKey(project, { by, descending, completedFirst, ordered, status, definitions }) {
  return [project.id, by, descending, completedFirst, ordered, status, ...(definitions ?? [])].join()
}

/**
 * `GET {project}/_apis/build/builds/{buildId}`.
 * Source: https://learn.microsoft.com/en-us/rest/api/azure/devops/build/builds/get
 * @param {Call} call
 * @returns {Answer}
 */
export function getBuild(call) {
  const { settings, route, parameters } = call
  const project = findProject(call)
  const id = readNumber(route.build)
  advanceBuilds(settings.world.builds, settings.clock.now())
  const build = settings.world.builds.find(one => one.id === id && one.project.id === project.id)
  if (build === undefined) {
    throw serviceError('BuildNotFoundException', `The requested build ${route.build} could not be found.`)
  }
  return { value: served(call, build, readList(parameters.get('propertyfilters'))) }
}

/**
 * A build with only the properties that were asked for: none when none were named.
 * @param {Call} call
 * @param {Build} build
 * @param {readonly string[]} [names]
 */
function served({ render }, build, names = []) {
  const properties = Object.fromEntries(Object.entries(build.properties).filter(([name]) => names.includes(name)))
  return Object.assign(render.build(build), { properties })
}

/** @type {readonly Route[]} */
export const buildRoutes = [
  { method: 'GET', template: '{project}/_apis/build/builds', handle: listBuilds, scope: 'vso.build' },
  { method: 'GET', template: '{project}/_apis/build/builds/{build}', handle: getBuild, scope: 'vso.build' },
]
