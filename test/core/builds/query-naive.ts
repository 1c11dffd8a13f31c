import type { Build } from '../../../emulator/types.ts'
import type { Given } from './query-run.ts'

/** What a query must give, worked out from all the builds there are, in the plainest way. */
export interface Expected {
  readonly ids: readonly number[]
  readonly truncated: boolean
}

type TimeName = 'queueTime' | 'startTime' | 'finishTime'

/**
 * The contract without a service: filter everything, sort it, cut it.
 * @param projects in the order in which they are queried
 */
export function naive(builds: readonly Build[], projects: readonly string[], given: Given): Expected {
  const { order = 'queueTimeDescending', top = '100', 'max-builds-per-pipeline': most } = given
  const compare = byOrder(order)
  const perProject = projects.map(project =>
    builds
      .filter(build => build.project.name === project && matches(build, given, order))
      .sort(compare)
      .filter(atMost(Number(most ?? Number.POSITIVE_INFINITY))),
  )
  const limit = Number(top) === 0 ? Number.POSITIVE_INFINITY : Number(top)
  // What is sure to be few is in order over all projects.
  const few = limit !== Number.POSITIVE_INFINITY || most !== undefined || given['build-ids'] !== undefined
  const all = few ? perProject.flat().sort(compare) : perProject.flat()
  return { ids: all.slice(0, limit).map(({ id }) => id), truncated: all.length > limit }
}

function matches(build: Build, given: Given, order: string): boolean {
  const time = timeOf(build, order)
  const { status = '', result = '', reason = '', deleted = 'excludeDeleted', branch = '', commit = '' } = given
  const statuses = words(status)
  const ended = order.startsWith('finish') || words(result).length > 0
  return [
    !ended || build.status === 'completed',
    statuses.length === 0 || statuses.includes('all') || statuses.includes(build.status),
    words(result).length === 0 || words(result).includes(build.result ?? ''),
    words(reason).length === 0 || words(reason).includes(build.reason),
    deleted === 'includeDeleted' || (deleted === 'onlyDeleted') === (build.deleted ?? false),
    branch === '' || glob(wholeRef(branch)).test(build.sourceBranch),
    [build.sourceVersion, build.triggerInfo['pr.sourceSha'] ?? ''].some(hash => hash.startsWith(commit)),
    given['min-time'] === undefined || time >= ticks(given['min-time']),
    given['max-time'] === undefined || time <= ticks(given['max-time']),
    words(given.tags).every(tag => build.tags.includes(tag)),
    oneOf(given.pipelines, [String(build.definition.id), build.definition.name, pathOf(build)]),
    oneOf(given.queues, [String(build.queue.id)]),
    oneOf(given['build-ids'], [String(build.id)]),
    glob(given['build-number'] ?? '*').test(build.buildNumber),
    oneOf(given['requested-for'], [build.requestedFor.displayName, build.requestedFor.uniqueName]),
  ].every(Boolean)
}

function words(text = ''): string[] {
  return text.split(',').filter(word => word !== '')
}

function oneOf(wanted: string | undefined, names: readonly string[]): boolean {
  return wanted === undefined || words(wanted).some(word => names.includes(word))
}

function pathOf({ definition: { path, name } }: Build): string {
  return path === '\\' ? `\\${name}` : `${path}\\${name}`
}

function wholeRef(text: string): string {
  if (text.startsWith('refs/')) return text
  if (text.startsWith('pr:')) return `refs/pull/${text.slice(3)}/merge`
  return text.startsWith('tag:') ? `refs/tags/${text.slice(4)}` : `refs/heads/${text}`
}

function glob(pattern: string): RegExp {
  const parts = [...pattern].map(one =>
    one === '*' ? '.*' : one === '?' ? '.' : `\\u{${one.codePointAt(0)?.toString(16)}}`,
  )
  return new RegExp(`^${parts.join('')}$`, 'su')
}

/** By the order's time, then by id in the same direction. */
export function byOrder(order: string): (a: Build, b: Build) => number {
  const sign = order.endsWith('Descending') ? -1 : 1
  return (a, b) => {
    const [one, other] = [timeOf(a, order), timeOf(b, order)]
    return sign * (one < other ? -1 : one > other ? 1 : a.id - b.id)
  }
}

/** In ticks of 100 ns; later than everything where the build has no such time. */
function timeOf(build: Build, order: string): bigint {
  const text = build[order.replace(/(A|De)scending$/, '') as TimeName]
  return text === undefined ? 2n ** 80n : ticks(text)
}

function ticks(text: string): bigint {
  const [, seconds, fraction = ''] = /^(.{19})(?:\.(\d+))?Z$/.exec(text) ?? []
  return BigInt(Date.parse(`${seconds}Z`)) * 10_000n + BigInt(fraction.padEnd(7, '0'))
}

function atMost(limit: number): (build: Build) => boolean {
  const counts = new Map<number, number>()
  return ({ definition: { id } }) => {
    counts.set(id, (counts.get(id) ?? 0) + 1)
    return (counts.get(id) ?? 0) <= limit
  }
}
