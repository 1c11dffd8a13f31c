import { ticks } from '../world/time.js'
import { enums } from './enums.js'

/** @import { Build, Project } from '../types.ts' */
/** @import { BuildQuery } from './build-query.js' */

/** @typedef {(build: Build) => boolean} Test */

/**
 * Which builds a query selects; all of its filters must agree.
 * @param {BuildQuery} query
 * @param {Project} project
 * @returns {Test}
 */
export function buildFilter(query, project) {
  const { definitions, queues, buildIds, branch } = query
  /** @type {(Test | undefined | false)[]} */
  const tests = [
    build => build.project.id === project.id,
    xamlTest(query.xaml),
    query.deleted === 'excludeDeleted' && (build => !build.deleted),
    query.deleted === 'onlyDeleted' && (build => build.deleted === true),
    definitions && (build => definitions.has(build.definition.id)),
    queues && (build => queues.has(build.queue?.id)),
    buildIds && (build => buildIds.has(build.id)),
    build => query.buildNumber(build.buildNumber),
    // The whole ref, as it is: `main` matches nothing (observed: monitoror/monitoror#271), and there are no wildcards
    // (observed: microsoft/azure-devops-python-api#404).
    branch ? build => build.sourceBranch === branch : undefined,
    flagTest(query.status, enums.status, build => build.status),
    flagTest(query.result, enums.result, build => build.result),
    flagTest(query.reason, enums.reason, build => build.reason),
    tagTest(query.tags),
    requestedForTest(query.requestedFor),
    repositoryTest(query.repository),
    rangeTest(query.range),
  ]
  const needed = tests.filter(test => typeof test === 'function')
  return build => needed.every(test => test(build))
}

/**
 * XAML builds are builds of another kind in the same list.
 * @param {BuildQuery['xaml']} xaml
 * @returns {Test | undefined}
 */
function xamlTest(xaml) {
  if (xaml === 'too') return undefined
  return ({ definition: { type } }) => (type === 'xaml') === (xaml === 'only')
}

/**
 * @param {number | undefined} mask
 * @param {Readonly<Record<string, number>>} members
 * @param {(build: Build) => string | undefined} read
 * @returns {Test | undefined}
 */
function flagTest(mask, members, read) {
  if (mask === undefined) return undefined
  return build => ((members[read(build) ?? ''] ?? 0) & mask) !== 0
}

/**
 * @param {readonly string[] | undefined} tags a build must have all of them
 * @returns {Test | undefined}
 */
function tagTest(tags) {
  const wanted = tags?.map(tag => tag.toLowerCase())
  return wanted && (build => wanted.every(tag => build.tags.some(held => held.toLowerCase() === tag)))
}

/**
 * @param {string | undefined} who display name, unique name or id
 * @returns {Test | undefined}
 */
function requestedForTest(who) {
  if (!who) return undefined
  return ({ requestedFor: { displayName, uniqueName, id } }) =>
    [displayName, uniqueName, id].some(name => name.toLowerCase() === who)
}

/**
 * @param {BuildQuery['repository']} wanted
 * @returns {Test | undefined} the type's case varies between servers (`TfsGit`, `tfsgit`)
 */
function repositoryTest(wanted) {
  if (wanted === undefined) return undefined
  return ({ repository: { id, type } }) => id.toLowerCase() === wanted.id && type.toLowerCase() === wanted.type
}

/**
 * Both ends are included. A build without a start time counts as the latest, as in the order; one without a finish time
 * matches no range.
 * @param {BuildQuery['range']} range
 * @returns {Test | undefined}
 */
function rangeTest(range) {
  if (range === undefined) return undefined
  const { field, min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = range
  return build => {
    const text = build[field]
    if (text === undefined) return field === 'startTime' && max === Number.POSITIVE_INFINITY
    const time = ticks(text)
    return time >= min && time <= max
  }
}
