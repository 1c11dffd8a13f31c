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
