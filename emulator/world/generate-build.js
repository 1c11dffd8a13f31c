import { absentByStatus } from './create-build.js'
import { hostedQueue } from './create-definition.js'
import { serviceIdentity } from './create-identity.js'
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
const branches = [
  'refs/heads/main',
  'refs/heads/main',
  'refs/heads/feature/x',
  'refs/heads/release/1.2',
  'refs/tags/v1.2.0',
]
const messages = [
  'Handle empty carts',
  'Retry the flaky upload',
  'Bump the base image',
  'Revert "Cache the lookups"',
  'Fix #481: rounding',
]
const tagSets = [[], [], [], ['nightly'], ['release'], ['release', 'signed']]
const hostedAndOwn = [hostedQueue, hostedQueue, { id: 31, name: 'Default', pool: { id: 1, name: 'Default' } }]

/** What tells of a push in `triggerInfo`. */
const pushed = new Set(['individualCI', 'batchedCI'])

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
  const { queueTime, startTime, finishTime, changed } = timesOf(random, queued, latest)
  const source = sourceOf(random, reason, definition, random.pick(commits))
  /** @type {Build} */
  const build = {
    properties: {},
    tags: [...random.pick(tagSets)],
    validationResults: [],
    triggerInfo: source.triggerInfo,
    id,
    buildNumber: `${queueTime.slice(0, 10).replaceAll('-', '')}.${(id % 40) + 1}`,
    status,
    result: random.weighted(results),
    queueTime,
    startTime,
    finishTime,
    definition,
    buildNumberRevision: (id % 40) + 1,
    project: definition.project,
    sourceBranch: source.branch,
    sourceVersion: source.version,
    queue: random.pick(hostedAndOwn),
    priority: 'normal',
    reason,
    requestedFor,
    requestedBy,
    lastChangedDate: status === 'completed' ? changed : queueTime,
    lastChangedBy: requestedBy,
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
 */
function timesOf(random, queued, latest) {
  const started = queued + random.below(40 * second) + second
  const usual = random.below(900 * second) + 45 * second
  const finished = started + Math.min(usual, Math.floor((latest - started) * (0.2 + 0.7 * random.next())))
  return {
    queueTime: trimmedTime(queued),
    startTime: trimmedTime(started),
    finishTime: trimmedTime(finished),
    // The column behind it keeps milliseconds only (observed: 10:46:58.75Z for a finish at 10:46:58.2758167Z).
    changed: trimmedTime(Math.floor(finished / 10_000) * 10_000 + 4_700_000),
  }
}

/**
 * @param {Random} random
 * @param {string} reason
 * @param {Definition} definition
 * @param {string} commit
 * @returns {{ branch: string, version: string, triggerInfo: Record<string, string> }}
 */
function sourceOf(random, reason, definition, commit) {
  const repository = definition.repository?.id ?? ''
  if (reason === 'pullRequest') {
    const number = 100 + random.below(400)
    const triggerInfo = {
      'pr.number': String(number),
      'pr.sourceBranch': `refs/heads/feature/${number}`,
      'pr.sourceSha': random.hex(40),
      'pr.title': random.pick(messages),
      'pr.isFork': 'False',
      'pr.draft': 'False',
      'pr.triggerRepository': repository,
    }
    return { branch: `refs/pull/${number}/merge`, version: commit, triggerInfo }
  }
  const branch = random.pick(branches)
  if (!pushed.has(reason)) return { branch, version: commit, triggerInfo: {} }
  const triggerInfo = {
    'ci.sourceBranch': branch,
    'ci.sourceSha': commit,
    'ci.message': random.pick(messages),
    'ci.triggerRepository': repository,
  }
  return { branch, version: commit, triggerInfo }
}
