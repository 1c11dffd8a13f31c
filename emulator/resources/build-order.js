import { ticks } from '../world/time.js'

/** @import { Build } from '../types.ts' */
/** @import { BuildQuery } from './build-query.js' */

/**
 * The groups in which builds come whatever the order says (observed: Azure/azure-devops-cli-extension#969; recorded:
 * inProgress, notStarted, completed; where the others stand between them is assumed).
 * @type {Record<string, number>}
 */
const groups = { inProgress: 0, cancelling: 1, postponed: 2, notStarted: 3, completed: 4, abandoned: 4 }

/**
 * A build in its place. `text` is the order's time as the build has it, `time` the same in ticks, and `boundary` the time
 * that stands for it in a continuation token: its queue time where it has not got the order's own yet.
 * @typedef {object} Entry
 * @property {Build} build
 * @property {string} status
 * @property {number} group
 * @property {string | undefined} text
 * @property {number} time
 * @property {number} boundary
 */

/** @typedef {Pick<BuildQuery, 'by' | 'descending' | 'completedFirst' | 'ordered'>} Order */

/**
 * Sorts builds as the service lists them: by group, then by the order's time, then by id in the same direction. Where a
 * build without that time stands is not documented: it counts as the latest.
 * Without an order and a status, but with `$top`, the completed ones come first, so that a build in progress is missing
 * from the first page (observed: Azure/azure-cli#23509, AnyStatus/AnyStatus#44). Without an order those that are not started
 * come oldest first, as they will run (recorded: azure-devops-cli-extension, builds 124 and 125, 109 and 110).
 * @param {readonly Build[]} builds
 * @param {Order} order
 * @returns {Entry[]}
 */
export function orderBuilds(builds, { by, descending, completedFirst, ordered }) {
  const direction = descending ? -1 : 1
  const entries = builds.map(build => {
    const text = build[by]
    const group = groups[build.status] ?? 4
    const time = text === undefined ? Number.POSITIVE_INFINITY : ticks(text)
    const boundary = text === undefined ? ticks(build.queueTime) : time
    return { build, status: build.status, group: completedFirst ? -group : group, text, time, boundary }
  })
  return entries.sort((one, other) => {
    if (one.group !== other.group) return one.group - other.group
    if (!ordered && one.status === 'notStarted') return one.boundary - other.boundary || one.build.id - other.build.id
    if (one.time !== other.time) return one.time < other.time ? -direction : direction
    return (one.build.id - other.build.id) * direction
  })
}

/**
 * So many builds of each definition, in the order of the list.
 * @param {readonly Entry[]} entries
 * @param {number | undefined} limit
 * @param {import('../quirks.js').Quirks['countsBy']} by
 */
export function limitPerDefinition(entries, limit, by) {
  if (limit === undefined || limit < 1) return entries
  /** @type {Map<number, number>} */
  const counts = new Map()
  const chosen = new Set(
    chooseBy(entries, by).filter(({ build }) => {
      const { id } = build.definition
      const count = (counts.get(id) ?? 0) + 1
      counts.set(id, count)
      return count <= limit
    }),
  )
  return entries.filter(entry => chosen.has(entry))
}

/**
 * @param {readonly Entry[]} entries
 * @param {import('../quirks.js').Quirks['countsBy']} by
 */
function chooseBy(entries, by) {
  if (by === 'order') return entries
  /** @param {Entry} entry */
  const keyOf = ({ build: { id, finishTime } }) =>
    by === 'id' ? id : finishTime === undefined ? Number.POSITIVE_INFINITY : ticks(finishTime)
  return [...entries].sort((a, b) => (keyOf(a) === keyOf(b) ? b.build.id - a.build.id : keyOf(b) > keyOf(a) ? 1 : -1))
}
