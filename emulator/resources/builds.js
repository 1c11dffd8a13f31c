import { readList, readNumber } from '../http/parameters.js'
import { serviceError } from '../http/refusal.js'
import { advanceBuilds, countLook } from '../world/course.js'
import { ticks, toTicks } from '../world/time.js'
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
  const builds = settings.world.builds.filter(buildFilter(query, project)).filter(isListed(settings))
  const selected = call.orderBuilds(orderKey(project, query), builds, query)
  const { page, token } = takePage(
    limitPerDefinition(selected, query.maxBuildsPerDefinition, settings.quirks.countsBy),
    query,
    call,
  )
  return {
    value: { count: page.length, value: page.map(({ build }) => served(call, build, query.properties)) },
    ...(token && { headers: { 'x-ms-continuationtoken': token } }),
  }
}

/**
 * With a lag, a new build is missing from lists although it can be asked for by its id.
 * @param {Call['settings']} settings
 * @returns {(build: Build) => boolean}
 */
function isListed({ quirks: { listLag }, clock }) {
  if (listLag === 0) return () => true
  const newest = toTicks(clock.now() - listLag)
  return ({ queueTime }) => ticks(queueTime) <= newest
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
  return { value: served(call, findBuild(call), readList(call.parameters.get('propertyfilters'))) }
}

/**
 * The build that the path names, as it is by now.
 * @param {Call} call
 * @returns {Build}
 */
export function findBuild(call) {
  const { world, clock } = call.settings
  const project = findProject(call)
  const id = readNumber(call.route.build)
  advanceBuilds(world.builds, clock.now())
  const build = world.builds.find(one => one.id === id && one.project.id === project.id)
  if (build !== undefined) return build
  throw serviceError('BuildNotFoundException', `The requested build ${call.route.build} could not be found.`)
}

/**
 * A build with only the properties that were asked for: none when none were named.
 * @param {Call} call
 * @param {Build} build
 * @param {readonly string[]} [names]
 */
export function served({ render, settings: { quirks } }, build, names = []) {
  countLook(build)
  const properties = Object.fromEntries(Object.entries(build.properties).filter(([name]) => names.includes(name)))
  const wire = Object.assign(render.build(build), { properties })
  // There by the time that it runs (assumed), absent in a classic sample of 2015.
  if (quirks.lateCommit && build.status === 'notStarted') Reflect.deleteProperty(wire, 'sourceVersion')
  return wire
}

/** @type {readonly Route[]} */
export const buildRoutes = [
  { method: 'GET', template: '{project}/_apis/build/builds', handle: listBuilds, scope: 'vso.build' },
  { method: 'GET', template: '{project}/_apis/build/builds/{build}', handle: getBuild, scope: 'vso.build' },
]
