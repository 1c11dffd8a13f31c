// The Azure DevOps that the documentation tells of. scripts/act.sh runs against it as well, so it is plain JavaScript.
import {
  artifactsOf,
  createArtifact,
  createBuild,
  createDefinition,
  createProject,
  createTimeline,
  scenes,
  setPipeline,
  startEmulator,
  startStorage,
  timelinesOf,
} from '../../emulator/index.js'

/** @import { Definition, Emulator } from '../../emulator/types.ts' */

/** @typedef {'green' | 'red' | 'agent lost'} State of the newest build of each pipeline */

/**
 * @typedef {object} DocsService
 * @property {Emulator} emulator
 * @property {() => Promise<unknown>} close
 */

/**
 * @param {object} options
 * @param {string} options.commit of the build of `web ci`
 * @param {State} options.state
 * @param {Record<string, { kind: 'pat' | 'bearer' }>} options.tokens
 * @returns {Promise<DocsService>}
 */
export async function startDocsService({ commit, state, tokens }) {
  const result = state === 'green' ? 'succeeded' : 'failed'
  const [web, mobile] = [createProject('web'), createProject('mobile')]
  /** @type {[name: string, project: typeof web][]} */
  const names = [
    ...['web ci', 'web release', 'web nightly', 'nightly'].map(name => /** @type {const} */ ([name, web])),
    ...['mobile nightly', 'nightly'].map(name => /** @type {const} */ ([name, mobile])),
  ].map(([name, project]) => [name, project])
  const definitions = names.map(([name, project], index) => createDefinition({ id: 12 + index, name, project }))
  for (const definition of definitions) setPipeline(definition, pipelineOf(definition))
  const [ci, , ...nightlies] = definitions
  const builds = [
    buildOf(7, ci, 1, { result, sourceVersion: commit, reason: 'individualCI' }),
    buildOf(6, ci, 2, { result, sourceBranch: 'refs/heads/release/1.5' }),
    buildOf(5, definitions[2], 30, { result: 'failed' }),
    ...nightlies.map((definition, index) => buildOf(20 + index, definition, 4, { result, reason: 'schedule' })),
  ]
  const emulator = await startEmulator({ world: { projects: [web, mobile], definitions, builds }, tokens })
  artifactsOf(emulator.world).set(7, [
    createArtifact({ name: 'drop', files: { 'drop/index.html': '<h1>web</h1>\n', 'drop/site.css': 'h1 {}\n' } }),
  ])
  const outline = state === 'agent lost' ? scenes.agentLost() : scenes.compileError()
  timelinesOf(emulator.world).set(7, createTimeline({ ...outline, start: hoursAgo(1) }))
  const storage = await startStorage(emulator)
  return { emulator, close: () => Promise.all([emulator.close(), storage.close()]) }
}

/** What starting them finds; a build is green at once, so that nobody waits. @param {Definition} definition */
function pipelineOf({ name }) {
  const environment = { values: ['staging', 'test', 'production'], default: 'staging' }
  /** @type {import('../../emulator/world/pipeline.js').Pipeline['parameters']} */
  const parameters = {
    environment,
    verbose: { type: 'boolean', default: 'false' },
    regions: { type: 'object', default: '[]' },
  }
  return {
    parameters: name === 'web release' ? parameters : {},
    course: [{ after: 0, status: 'completed', result: 'succeeded' }],
  }
}

/**
 * @param {number} id
 * @param {Definition | undefined} definition
 * @param {number} hours since it was queued
 * @param {Parameters<typeof createBuild>[0]} more
 */
function buildOf(id, definition, hours, more) {
  if (definition === undefined) throw new Error('There is no such pipeline.')
  const time = hoursAgo(hours)
  const finishTime = new Date(Date.parse(time) + 8 * 60_000).toISOString()
  const { project } = definition
  return createBuild({ id, definition, project, queueTime: time, startTime: time, finishTime, ...more })
}

/** @param {number} hours */
function hoursAgo(hours) {
  return new Date(Date.now() - hours * 3_600_000).toISOString()
}
