import { createIdentity } from './create-identity.js'
import { createProject } from './create-project.js'
import { guid } from './guid.js'

/** @import { Definition, Project, Queue, Repository } from '../types.ts' */

/** @type {Queue} */
export const hostedQueue = { id: 18, name: 'Azure Pipelines', pool: { id: 9, name: 'Azure Pipelines', isHosted: true } }

/**
 * The Git repository that every new project gets, named after it.
 * @param {Project} project
 * @returns {Repository}
 */
export function createRepository(project) {
  const id = guid(`repository ${project.name.toLowerCase()}`)
  return { id, type: 'TfsGit', name: project.name, clean: null, checkoutSubmodules: false }
}

/**
 * A repository on GitHub: it has no name and its id is one (read from the public project dnceng-public/public, build 1627560,
 * as is the port in its URL).
 * @param {Project} project
 * @returns {Repository}
 */
export function createGitHubRepository(project) {
  const id = `contoso/${project.name.toLowerCase().replaceAll(' ', '-')}`
  return { id, type: 'GitHub', url: `https://github.com:443/${id}`, clean: null, checkoutSubmodules: false }
}

/**
 * The TFVC tree of a project. The type is that of `RepositoryTypes` in https://github.com/actions/runner f78d35dc4^; the rest
 * is assumed.
 * @param {Project} project
 * @returns {Repository}
 */
export function createTfvcRepository(project) {
  return { id: '$/', type: 'TfsVersionControl', name: project.name, clean: 'false', checkoutSubmodules: false }
}

/**
 * A build definition (a pipeline).
 * @param {Partial<Definition>} [overrides]
 * @returns {Definition}
 */
export function createDefinition(overrides = {}) {
  const project = overrides.project ?? createProject('web')
  return {
    drafts: [],
    id: 1,
    name: `${project.name}-ci`,
    path: '\\',
    type: 'build',
    queueStatus: 'enabled',
    revision: 2,
    project,
    createdDate: '2025-11-03T07:12:43.367Z',
    quality: 'definition',
    authoredBy: createIdentity('Ada Example'),
    queue: hostedQueue,
    repository: createRepository(project),
    ...overrides,
  }
}
