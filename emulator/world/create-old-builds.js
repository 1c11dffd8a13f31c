import { createBuild } from './create-build.js'
import { createTfvcRepository } from './create-definition.js'
import { createProject } from './create-project.js'

/** @import { BuildOverrides, WireBuild } from '../types.ts' */

/**
 * A build of a TFVC changeset: `sourceVersion` is 943 or C943, and its branch is a path of the tree (the predefined variables
 * Build.SourceVersion and Build.SourceBranch of https://learn.microsoft.com/en-us/azure/devops/pipelines/build/variables).
 * @param {number} changeset
 * @param {BuildOverrides} [overrides]
 * @returns {WireBuild}
 */
export function createTfvcBuild(changeset, overrides = {}) {
  const project = { ...createProject(overrides.project?.name ?? 'web'), ...overrides.project }
  return createBuild({
    sourceVersion: `C${changeset}`,
    sourceBranch: `$/${project.name}/Main`,
    repository: createTfvcRepository(project),
    ...overrides,
  })
}

/**
 * A XAML build, of a kind that is gone since 2018: no branch, no queue but a controller, a commit with its ref before it
 * (recorded in the examples of https://github.com/MicrosoftDocs/vsts-rest-api-specs 315291b4^). Some have a result for a
 * status and no result, as `createXamlBuild({ status: 'succeeded', result: undefined })` does.
 * @param {BuildOverrides} [overrides]
 * @returns {WireBuild}
 */
export function createXamlBuild({ definition, ...overrides } = {}) {
  return createBuild({
    buildNumber: 'Nightly_20150623.1',
    sourceVersion: 'LG:refs/heads/master:b13b8f7261ec6a4ebfa4d98aa63bf164f4be64c5',
    sourceBranch: undefined,
    queue: undefined,
    parameters: '',
    controller: { uri: 'vstfs:///Build/Controller/274', status: 'offline', id: 274, name: 'Hosted Build Controller' },
    ...overrides,
    definition: { id: 2, name: 'Nightly', type: 'xaml', ...definition },
  })
}
