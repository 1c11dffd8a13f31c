import { readNumber, readTop } from '../http/parameters.js'
import { serviceError } from '../http/refusal.js'
import { enums, readEnum } from './enums.js'

/** @import { Answer, Call, Project, Route } from '../types.ts' */

const guidForm = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/**
 * `GET _apis/projects`. The token is the number of projects to pass over.
 * Source: https://learn.microsoft.com/en-us/rest/api/azure/devops/core/projects/list
 * @param {Call} call
 * @returns {Answer}
 */
export function listProjects({ parameters, settings, visible, render }) {
  const state = readEnum(parameters.get('statefilter'), enums.projectState, settings.maxVersion) ?? 'wellFormed'
  const top = readTop(parameters.get('$top'), settings.projectPageLimit)
  const start = readNumber(parameters.get('continuationtoken')) ?? readNumber(parameters.get('$skip')) ?? 0
  const projects = settings.world.projects.filter(
    project => visible(project) && (state === 'all' || project.state === state),
  )
  const page = projects.slice(start, start + top)
  const more = start + top < projects.length
  return {
    value: { count: page.length, value: page.map(render.project) },
    ...(more && { headers: { 'x-ms-continuationtoken': String(start + top) } }),
  }
}

/**
 * `GET _apis/projects/{projectId}`, by id or name.
 * @param {Call} call
 * @returns {Answer}
 */
export function getProject(call) {
  return { value: call.render.project(findProject(call)) }
}

/**
 * The project that the path names. The statuses are not published for the Build area; 404 is what others saw elsewhere.
 * @param {Call} call
 * @returns {Project}
 */
export function findProject({ settings, route, visible }) {
  const wanted = (route.project ?? '').toLowerCase()
  const found = settings.world.projects.find(({ id, name }) => id === wanted || name.toLowerCase() === wanted)
  if (found !== undefined && visible(found)) return found
  if (found === undefined && !guidForm.test(wanted)) {
    // observed: the recorded answer in a Playwright reporter's tests
    throw serviceError(
      'ProjectDoesNotExistWithNameException',
      `TF200016: The following project does not exist: ${route.project}. Verify that the name of the project is correct ` +
        'and that the project exists on the specified Azure DevOps Server.',
    )
  }
  // observed: badges/shields#5349, azure-pipelines-tasks#13357
  throw serviceError(
    'ProjectDoesNotExistException',
    `VS800075: The project with id '${found?.id ?? route.project}' does not exist, or you do not have permission to access it.`,
  )
}

/** @type {readonly Route[]} */
export const projectRoutes = [
  { method: 'GET', template: '_apis/projects', handle: listProjects, scope: 'vso.project' },
  { method: 'GET', template: '_apis/projects/{project}', handle: getProject, scope: 'vso.project' },
]
