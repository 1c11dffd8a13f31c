import { absentByStatus } from './create-build.js'
import { hostedQueue } from './create-definition.js'
import { serviceIdentity } from './create-identity.js'
import { generateSource } from './generate-source.js'
import { trimmedTime } from './time.js'

/** @import { Build, Definition, Identity } from '../types.ts' */
/** @import { Random } from './random.js' */

const second = 10_000_000

const reasons = /** @type {const} */ ([
  ['individualCI', 48],
  ['pullRequest', 26],
  ['schedule', 10],
  ['manual', 8],
  ['batchedCI', 6],
  ['resourceTrigger', 2],
])
const results = /** @type {const} */ ([
  ['succeeded', 78],
  ['failed', 12],
  ['partiallySucceeded', 5],
  ['canceled', 5],
])
const tagSets = [[], [], [], ['nightly'], ['release'], ['release', 'signed']]
const hostedAndOwn = [hostedQueue, hostedQueue, { id: 31, name: 'Default', pool: { id: 1, name: 'Default' } }]

/**
 * One realistic build without what is derived when it is served; shared parts are shared, so 100,000 fit in memory.
 * @param {object} seed
 * @param {Random} seed.random
 * @param {number} seed.id
 * @param {Definition} seed.definition
 * @param {readonly Identity[]} seed.people
 * @param {readonly string[]} seed.commits
 * @param {number} seed.queued in ticks
 * @param {number} seed.latest in ticks; nothing has finished later
 * @param {string} [seed.status] `completed` when left out
 * @returns {Build}
 */
export function generateBuild({ random, id, definition, people, commits, queued, latest, status = 'completed' }) {
  const reason = random.weighted(reasons)
  const requestedFor = random.pick(people)
  const requestedBy = reason === 'manual' ? requestedFor : serviceIdentity
  const result = random.weighted(results)
  const inQueue = result === 'canceled' && random.below(3) === 0
  const { queueTime, startTime, finishTime, changed } = timesOf(random, queued, latest, inQueue)
  const { triggerInfo, parameters, ...source } = generateSource(random, reason, definition, random.pick(commits))
  /** @type {Build} */
  const build = {
    properties: {},
    tags: [...random.pick(tagSets)],
    validationResults: [],
    triggerInfo,
    id,
    buildNumber: `${queueTime.slice(0, 10).replaceAll('-', '')}.${(id % 40) + 1}`,
    status,
    result,
    queueTime,
    startTime,
    finishTime,
    definition,
    buildNumberRevision: (id % 40) + 1,
    project: definition.project,
    ...source,
    queue: random.pick(hostedAndOwn),
    priority: 'normal',
    reason,
    requestedFor,
    requestedBy,
    lastChangedDate: status === 'completed' ? changed : queueTime,
    lastChangedBy: requestedBy,
    ...(parameters !== undefined && { parameters }),
    repository: /** @type {Build['repository']} */ (definition.repository),
    keepForever: random.below(20) === 0,
    retainedByRelease: false,
    triggeredByBuild: null,
    appendCommitMessageToRunName: true,
  }
  for (const key of absentByStatus[status] ?? []) delete build[key]
  return build
}

/**
 * @param {Random} random
 * @param {number} queued
 * @param {number} latest
 * @param {boolean} inQueue canceled before it started: it starts when it finishes (recorded: azure-devops-cli-extension, 16 of 16)
 */
function timesOf(random, queued, latest, inQueue) {
  const started = queued + random.below(40 * second) + second
  const usual = random.below(900 * second) + 45 * second
  const finished = started + Math.min(usual, Math.floor((latest - started) * (0.2 + 0.7 * random.next())))
  return {
    queueTime: trimmedTime(queued),
    startTime: trimmedTime(inQueue ? finished : started),
    finishTime: trimmedTime(finished),
    // The column behind it keeps milliseconds only (observed: 10:46:58.75Z for a finish at 10:46:58.2758167Z).
    changed: trimmedTime(Math.floor(finished / 10_000) * 10_000 + 4_700_000),
  }
}
