import { createDefinition, createRepository, hostedQueue } from './create-definition.js'
import { createIdentity, serviceIdentity } from './create-identity.js'
import { createProject } from './create-project.js'
import { createRenderer } from './renderer.js'
import { ticks, trimmedTime } from './time.js'

/** @import { Build, BuildOverrides, Project, WireBuild } from '../types.ts' */

const second = 10_000_000
let lastId = 1_000_000

/**
 * Which times and results a status has not got yet (observed: recordings of azure-devops-cli-extension, 2026-04).
 * @type {Record<string, (keyof Build)[]>}
 */
export const absentByStatus = {
  notStarted: ['startTime', 'finishTime', 'result'],
  postponed: ['startTime', 'finishTime', 'result'],
  inProgress: ['finishTime', 'result'],
  cancelling: ['finishTime', 'result'],
}

/**
 * A whole build as the service sends it, completed and succeeded unless told otherwise. Objects are merged one level deep
 * (`definition: { name: 'nightly' }`), keys that the status has not got are left out unless given, and a key given as
 * `undefined` is left out too. Ids count up from 1,000,001 when not given.
 * @param {BuildOverrides} [overrides]
 * @returns {WireBuild}
 */
export function createBuild(overrides = {}) {
  if (overrides.deleted) overrides = { ...deletion, ...overrides }
  const project = /** @type {Project} */ ({
    ...createProject(overrides.project?.name ?? 'web'),
    ...overrides.project,
  })
  const build = { ...defaults(project, overrides), ...defined(overrides), ...merged(project, overrides) }
  for (const key of absentByStatus[build.status] ?? []) {
    if (overrides[key] === undefined) delete build[key]
  }
  const rendered = createRenderer('https://dev.azure.com/contoso').build(build)
  for (const [key, value] of Object.entries(overrides)) {
    if (value === undefined) delete rendered[/** @type {keyof Build} */ (key)]
  }
  return rendered
}

/** What tells that a build was deleted; the reason is free text. @type {BuildOverrides} */
const deletion = {
  deletedDate: '2026-01-20T03:00:12.457Z',
  deletedBy: serviceIdentity,
  deletedReason: 'Build retention',
}

/**
 * @param {Project} project
 * @param {BuildOverrides} overrides
 * @returns {Build}
 */
function defaults(project, overrides) {
  const id = overrides.id ?? ++lastId
  const queueTime = overrides.queueTime ?? '2026-01-15T09:00:00.1234567Z'
  const startTime = overrides.startTime ?? later(queueTime, 12.3765433)
  const finishTime = overrides.finishTime ?? later(startTime, 270.25)
  const person = createIdentity('Ada Example')
  return {
    properties: {},
    tags: [],
    validationResults: [],
    triggerInfo: {},
    id,
    buildNumber: `${queueTime.slice(0, 10).replaceAll('-', '')}.${id}`,
    status: 'completed',
    result: 'succeeded',
    queueTime,
    startTime,
    finishTime,
    definition: createDefinition({ project }),
    buildNumberRevision: id,
    project,
    sourceBranch: 'refs/heads/main',
    sourceVersion: '0b5e1f6a7c2d48e39a90b1c2d3e4f5061728394a',
    queue: hostedQueue,
    priority: 'normal',
    reason: 'manual',
    requestedFor: person,
    requestedBy: person,
    lastChangedDate: later(finishTime, 0.51),
    lastChangedBy: person,
    repository: createRepository(project),
    keepForever: false,
    retainedByRelease: false,
    triggeredByBuild: null,
    appendCommitMessageToRunName: true,
  }
}

/**
 * The overrides that are objects, completed with what they leave out.
 * @param {Project} project
 * @param {BuildOverrides} overrides
 */
function merged(project, overrides) {
  const person = createIdentity('Ada Example')
  return {
    project,
    definition: { ...createDefinition({ project }), ...overrides.definition },
    queue: { ...hostedQueue, ...overrides.queue },
    repository: repositoryOf(project, overrides.repository),
    requestedFor: { ...person, ...overrides.requestedFor },
    requestedBy: { ...person, ...overrides.requestedBy },
    lastChangedBy: { ...person, ...overrides.lastChangedBy },
  }
}

/**
 * @param {Project} project
 * @param {BuildOverrides['repository']} given
 */
function repositoryOf(project, given) {
  const repository = { ...createRepository(project), ...given }
  if (repository.type === 'GitHub' && given?.name === undefined) delete repository.name
  return repository
}

/**
 * @param {BuildOverrides} overrides
 * @returns {Partial<Build>}
 */
function defined(overrides) {
  return Object.fromEntries(Object.entries(overrides).filter(([, value]) => value !== undefined))
}

/**
 * @param {string} time
 * @param {number} seconds
 */
function later(time, seconds) {
  return trimmedTime(ticks(time) + Math.round(seconds * second))
}
