import { found } from '../http/json-body.js'
import { pageOf } from '../http/paging.js'
import { readNumber } from '../http/parameters.js'
import { serviceError } from '../http/refusal.js'
import { guid } from '../world/guid.js'
import { perWorld } from '../world/per-world.js'
import { findProject } from './projects.js'

/** @import { Answer, Call, Project, Route } from '../types.ts' */

/**
 * A repository of Azure Repos.
 * @typedef {object} GitRepository
 * @property {string} id
 * @property {string} name
 * @property {Project} project
 * @property {{ name: string, objectId: string }[]} refs
 * @property {Map<string, string>} files by path
 */

/** The repositories of a world: each project has one of its own name. */
export const repositoriesOf = perWorld(({ projects }) => projects.map(createGitRepository))

/** @param {Project} project @returns {GitRepository} */
function createGitRepository(project) {
  const names = ['refs/heads/main', 'refs/heads/feature/login', 'refs/tags/v1']
  const refs = names.map(name => ({
    name,
    objectId: guid(`${project.name} ${name}`).replaceAll('-', '').padEnd(40, '0'),
  }))
  const files = new Map([
    ['/README.md', `# ${project.name}\n`],
    ['/azure-pipelines.yml', 'steps: []\n'],
  ])
  return { id: guid(`repository ${project.name}`), name: project.name, project, refs, files }
}

/** By id or name, as everywhere. @param {Call} call @returns {GitRepository} */
export function findRepository(call) {
  const project = findProject(call)
  const wanted = (call.route.repository ?? '').toLowerCase()
  const repository = repositoriesOf(call.settings.world).find(
    one => one.project.id === project.id && (one.id === wanted || one.name.toLowerCase() === wanted),
  )
  if (repository !== undefined) return repository
  // observed in many issues, with 404
  const text = `TF401019: The Git repository with name or identifier ${call.route.repository} does not exist or you do not have permissions for the operation you are attempting.`
  throw serviceError('GitRepositoryNotFoundException', text, { status: 404 })
}

/** @param {Call} call @param {GitRepository} repository */
export function renderRepository({ settings, render }, { id, name, project }) {
  const url = `${settings.url}/${project.id}/_apis/git/repositories/${id}`
  const remoteUrl = `${settings.url}/${encodeURIComponent(project.name)}/_git/${encodeURIComponent(name)}`
  return {
    id,
    name,
    url,
    project: render.project(project),
    defaultBranch: 'refs/heads/main',
    size: 731,
    remoteUrl,
    isDisabled: false,
  }
}

/** @param {Call} call @returns {Answer} */
function listRepositories(call) {
  const project = findProject(call)
  const value = repositoriesOf(call.settings.world).filter(one => one.project.id === project.id)
  return { value: { count: value.length, value: value.map(one => renderRepository(call, one)) } }
}

/** The token is the name after which to go on. Source: https://learn.microsoft.com/rest/api/azure/devops/git/refs/list */
function listRefs(/** @type {Call} */ call) {
  const filter = call.parameters.get('filter') ?? ''
  const refs = findRepository(call).refs.filter(({ name }) => name.startsWith(`refs/${filter}`))
  return pageOf(call, refs, { limit: 1000 })
}

/**
 * A file's text when text is asked for, its bytes for `$format=octetStream`, and otherwise what is known of it.
 * Source: https://learn.microsoft.com/rest/api/azure/devops/git/items/get
 * @param {Call} call
 * @returns {Answer}
 */
function getItem(call) {
  const repository = findRepository(call)
  const path = call.parameters.get('path') ?? call.parameters.get('scopepath') ?? '/'
  const text = repository.files.get(path)
  if (text === undefined) {
    const message = `TF401174: The item ${path} could not be found in the repository ${repository.name} at the version specified by <Branch: main>.`
    throw serviceError('GitItemNotFoundException', message, { status: 404 })
  }
  const accept = call.request.headers.accept ?? ''
  if (/octet/i.test(`${accept} ${call.parameters.get('$format') ?? ''}`))
    return { body: Buffer.from(text), type: 'application/octet-stream' }
  if (/^text\/plain/i.test(accept)) return { body: text, type: 'text/plain' }
  return {
    value: {
      objectId: guid(text).replaceAll('-', ''),
      gitObjectType: 'blob',
      path,
      ...(call.parameters.get('includecontent') === 'true' && { content: text }),
    },
  }
}

/** Source: https://learn.microsoft.com/rest/api/azure/devops/git/commits/get-commits: `searchCriteria.$top` and `$skip` only */
function listCommits(/** @type {Call} */ call) {
  const { refs } = findRepository(call)
  const top = readNumber(call.parameters.get('searchcriteria.$top')) ?? 100
  const value = refs.slice(0, top).map(({ objectId }) => ({ commitId: objectId, comment: 'Change' }))
  return { value: { count: value.length, value } }
}

/** @param {Call} call @returns {Answer} */
function listTeams(call) {
  const wanted = (call.route.project ?? '').toLowerCase()
  const project = found(
    call.settings.world.projects.find(({ id, name }) => id === wanted || name.toLowerCase() === wanted),
    'The project',
  )
  return pageOf(call, [
    {
      id: guid(`team ${project.name}`),
      name: `${project.name} Team`,
      projectName: project.name,
      projectId: project.id,
    },
  ])
}

const read = 'vso.code'

/** @type {readonly Route[]} */
export const gitRoutes = [
  { method: 'GET', template: '{project}/_apis/git/repositories', handle: listRepositories, scope: read },
  {
    method: 'GET',
    template: '{project}/_apis/git/repositories/{repository}',
    handle: call => ({ value: renderRepository(call, findRepository(call)) }),
    scope: read,
  },
  { method: 'GET', template: '{project}/_apis/git/repositories/{repository}/refs', handle: listRefs, scope: read },
  { method: 'GET', template: '{project}/_apis/git/repositories/{repository}/items', handle: getItem, scope: read },
  {
    method: 'GET',
    template: '{project}/_apis/git/repositories/{repository}/commits',
    handle: listCommits,
    scope: read,
  },
  { method: 'GET', template: '_apis/projects/{project}/teams', handle: listTeams, scope: 'vso.project' },
]
