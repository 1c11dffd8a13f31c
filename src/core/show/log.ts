import { counted, grouped, listed, shorten } from '../base/text.ts'
import { formatDuration, milliseconds } from '../base/time.ts'
import { type Build, durationOf, timeOf } from '../builds/build.ts'
import type { Trace } from '../builds/filter.ts'
import { shortRef } from '../inputs/branch.ts'
import { parseOrder } from '../inputs/order.ts'
import { stateOf } from '../judge/verdict.ts'
import type { Settings } from '../settings/settings.ts'

/** So many builds get a line each; a log of a hundred thousand lines helps nobody. */
export const listedBuilds = 200

/** What is asked, in words, one line. */
export function describeQuery(settings: Settings): string {
  const filters: [string, string | readonly (string | number)[] | undefined][] = [
    ['pipeline', settings.definitions],
    ['branch', settings.branch?.kind === 'ref' ? settings.branch.ref : settings.branch?.pattern],
    ['commit', settings.commit],
    ['status', settings.status],
    ['result', settings.result],
    ['reason', settings.reason],
    ['tags', settings.tags],
    ['requested for', settings.requestedFor],
    ['build number', settings.buildNumber],
    ['ids', settings.buildIds],
    ['queue', settings.queues],
    ['repository', settings.repositoryId],
    ['not before', settings.minTime?.replace(/\.\d+/, '')],
    ['not after', settings.maxTime?.replace(/\.\d+/, '')],
    ['deleted', settings.deleted === 'excludeDeleted' ? '' : settings.deleted],
    [
      'at most',
      settings.maxBuildsPerDefinition === undefined ? '' : `${settings.maxBuildsPerDefinition} of a pipeline`,
    ],
  ]
  const given = filters.flatMap(([name, value]) => {
    const text = typeof value === 'string' ? value : (value ?? []).join(', ')
    return text === '' ? [] : [`${name} ${text}`]
  })
  const where = settings.project.includes('*') ? 'every project' : listed(settings.project)
  return [`Builds of ${where} in ${settings.organization.url}`, ...given, howMany(settings)].join('; ')
}

function howMany({ top, order }: Settings): string {
  const { time, descending } = parseOrder(order)
  const which = `${descending ? 'latest' : 'earliest'} ${time.replace('Time', ' time')} first`
  if (top === Number.POSITIVE_INFINITY) return `all, ${which}`
  return top === 1
    ? `only the one with the ${descending ? 'latest' : 'earliest'} ${time.replace('Time', ' time')}`
    : `up to ${top}, ${which}`
}

/** `Looked at 412 builds, kept 3: left out 380 of other branches and 29 of other commits.` The most come first. */
export function describeTrace({ lookedAt, kept, dropped }: Trace, returned: number): string {
  const reasons = [...dropped].sort(([, a], [, b]) => b - a).map(([why, count]) => `${grouped(count)} ${why}`)
  const beyond = kept - returned
  if (beyond > 0) reasons.push(`${grouped(beyond)} beyond top`)
  const tail = reasons.length > 0 ? `: left out ${listed(reasons)}` : ''
  return `Looked at ${counted(lookedAt, 'build')}, kept ${grouped(returned)}${tail}.`
}

/** One aligned line for each build: result, number, pipeline, branch, commit, age, duration. */
export function buildLines(builds: readonly Build[], count: number, now: number): string[] {
  const rows = builds.slice(0, listedBuilds).map(build => cells(build, now))
  const widths = rows.reduce<number[]>(
    (most, row) => row.map((cell, index) => Math.max(most[index] ?? 0, cell.length)),
    [],
  )
  const lines = rows.map(row =>
    row
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join('  ')
      .trimEnd(),
  )
  const more = count - lines.length
  return more > 0
    ? [...lines, `… and ${counted(more, 'more build', 'more builds')}, all of them in builds-file`]
    : lines
}

function cells(build: Build, now: number): string[] {
  const duration = durationOf(build)
  return [
    `${marks.get(stateOf(build)) ?? '·'} ${stateOf(build)}`,
    shorten(build.buildNumber || String(build.id), 40),
    shorten(build.definitionName, 40),
    shorten(shortRef(build.sourceBranch), 40),
    build.sourceVersion.slice(0, 8),
    age(build, now),
    duration === undefined ? '' : formatDuration(duration),
  ]
}

/** Plain characters, which every log can show. */
const marks: ReadonlyMap<string, string> = new Map([
  ['succeeded', '✓'],
  ['partiallySucceeded', '!'],
  ['failed', '✗'],
  ['canceled', '-'],
  ['inProgress', '▶'],
  ['notStarted', '…'],
  ['cancelling', '-'],
  ['postponed', '…'],
])

/** How long ago it finished, or started, or was queued. */
export function age(build: Build, now: number): string {
  const [time, what] = build.finishTime
    ? [build.finishTime, '']
    : build.startTime
      ? [build.startTime, 'started ']
      : [build.queueTime, 'queued ']
  const at = timeOf(time)
  if (at === undefined) return ''
  const seconds = Math.floor(Math.max(0, now - milliseconds(at)) / 1000)
  return seconds === 0 ? `${what}just now` : `${what}${formatDuration(seconds * 1000).split(' ')[0]} ago`
}
