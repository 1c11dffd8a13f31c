// What the recipes of docs/from-curl-to-call.md name. scripts/act.sh runs against it as well, so it is plain JavaScript.
import { createBuild, createDefinition, createProject, startEmulator } from '../../emulator/index.js'
import { repositoriesOf } from '../../emulator/resources/git.js'
import { pullRequestsOf } from '../../emulator/resources/pull-requests.js'
import { workItemsOf } from '../../emulator/resources/work-items.js'

/** @import { Emulator, World } from '../../emulator/types.ts' */

/**
 * @param {Record<string, { kind: 'pat' | 'bearer' }>} tokens
 * @returns {Promise<Emulator>}
 */
export async function startRecipesService(tokens) {
  const web = createProject('web')
  const definition = createDefinition({ id: 12, name: 'web ci', project: web })
  const failed = createBuild({ id: 7, project: web, definition, status: 'completed', result: 'failed' })
  const world = { projects: [web, createProject('mobile')], definitions: [definition], builds: [failed] }
  const emulator = await startEmulator({ world, tokens })
  fillWorld(emulator.world)
  return emulator
}

/** @param {World} world */
function fillWorld(world) {
  const [repository] = repositoriesOf(world)
  pullRequestsOf(world).push({
    status: 'active',
    title: 'Login',
    description: '',
    sourceRefName: 'refs/heads/feature/login',
    targetRefName: 'refs/heads/release',
    pullRequestId: 123,
    repository: repository?.id ?? '',
    lastMergeSourceCommit: { commitId: '' },
    threads: [],
  })
  const item = { rev: 3, relations: [], comments: [] }
  const fields = { 'System.Title': 'Old', 'System.State': 'Active', 'System.TeamProject': 'web' }
  workItemsOf(world).set(42, { ...item, id: 42, fields })
  workItemsOf(world).set(43, {
    ...item,
    id: 43,
    fields: { ...fields, 'System.State': 'New', 'System.Tags': 'deployment' },
  })
}
