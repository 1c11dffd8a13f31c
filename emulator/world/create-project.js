import { guid } from './guid.js'

/** @import { Project } from '../types.ts' */

/**
 * A project; its id follows from its name, so `createBuild({ project: { name: 'web' } })` is in `createProject('web')`.
 * @param {string} name
 * @param {Partial<Project>} [overrides] `visibility: 'public'` makes it readable without a token
 * @returns {Project}
 */
export function createProject(name, overrides = {}) {
  return {
    id: guid(`project ${name.toLowerCase()}`),
    name,
    state: 'wellFormed',
    revision: 73,
    visibility: 'private',
    lastUpdateTime: '2025-11-03T06:41:44.027Z',
    ...overrides,
  }
}
