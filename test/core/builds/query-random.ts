import fc from 'fast-check'
import { createBuild, createDefinition, createProject } from '../../../emulator/index.js'
import type { Build } from '../../../emulator/types.ts'
import type { Given } from './query-run.ts'

export const projects = ['web', 'r&d 100%', 'Größe']
const branches = [
  'refs/heads/main',
  'refs/heads/release/1.0',
  'refs/heads/release/1.0/fix',
  'refs/pull/7/merge',
  'refs/tags/v1',
]
const commits = ['abcdef1', 'abcdef2', '1234567'].map(start => start.padEnd(40, '0'))
const unfinished = ['inProgress', 'notStarted', 'cancelling', 'postponed']
const people = ['Ada Example', 'Grace Example']
const newest = '7.2-preview.8'

export const definitions = projects.flatMap((name, index) =>
  ['ci', 'nightly'].map((kind, place) =>
    createDefinition({
      id: index * 2 + place + 1,
      name: kind,
      path: place === 0 ? '\\' : '\\Scheduled',
      project: createProject(name),
    }),
  ),
)

/** One build without its id; steps are of a coarse clock, so that equal times are common. */
const sketch = fc.record({
  project: fc.integer({ min: 0, max: 2 }),
  nightly: fc.boolean(),
  status: fc.oneof(
    { weight: 3, arbitrary: fc.constant('completed') },
    fc.constantFrom('inProgress', 'inProgress', ...unfinished, 'abandoned'),
  ),
  result: fc.constantFrom('succeeded', 'partiallySucceeded', 'failed', 'canceled'),
  reason: fc.constantFrom('manual', 'schedule', 'pullRequest'),
  step: fc.integer({ min: 0, max: 1 }),
  waited: fc.integer({ min: 0, max: 3 }),
  took: fc.integer({ min: 0, max: 3 }),
  neverStarted: fc.integer({ min: 0, max: 5 }).map(number => number === 0),
  branch: fc.constantFrom(...branches),
  commit: fc.constantFrom(...commits),
  merge: fc.boolean(),
  tags: fc.subarray(['release', 'stable']),
  deleted: fc.integer({ min: 0, max: 5 }).map(number => number === 0),
  queue: fc.constantFrom(1, 2),
  person: fc.constantFrom(...people),
})

/** Queue, start and finish times never coincide with one another, as those of a service with seven decimals do not. */
function at(minute: number, decimals: string): string {
  return `2026-01-15T09:${String(minute).padStart(2, '0')}:00${decimals}Z`
}

function buildsOf(sketches: readonly Sketch[]): Build[] {
  let minute = 0
  return sketches.map((one, index) => {
    minute += one.step
    const definition = definitions[one.project * 2 + (one.nightly ? 1 : 0)]
    const ended = one.status === 'completed' || one.status === 'abandoned'
    const started = (ended && !one.neverStarted) || one.status === 'inProgress' || one.status === 'cancelling'
    return createBuild({
      id: 101 + index,
      project: createProject(projects[one.project] ?? ''),
      ...(definition && { definition }),
      status: one.status,
      result: one.status === 'completed' ? one.result : undefined,
      reason: one.reason,
      buildNumber: `2026.${index % 3}.${index}`,
      queueTime: at(minute, '.1234567'),
      startTime: started ? at(minute + one.waited, '.51') : undefined,
      finishTime: ended ? at(minute + one.waited + one.took, '') : undefined,
      sourceBranch: one.branch,
      ...(one.merge
        ? { sourceVersion: 'f'.repeat(40), triggerInfo: { 'pr.sourceSha': one.commit } }
        : { sourceVersion: one.commit }),
      tags: one.tags,
      ...(one.deleted && { deleted: true }),
      queue: { id: one.queue },
      requestedFor: { displayName: one.person, uniqueName: `${one.person}@example.com` },
    })
  })
}
type Sketch = typeof sketch extends fc.Arbitrary<infer T> ? T : never

/** Builds of three projects, in every status, with many equal times. */
export const anyBuilds = fc.array(sketch, { maxLength: 40 }).map(buildsOf)

const list = (...items: string[]) => fc.subarray(items, { minLength: 1 }).map(some => some.join(','))
const minutes = fc.integer({ min: 0, max: 25 })
const mostly = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { freq: 1, nil: undefined })
/** Every filter alone must show; all together leave nothing. */
const rarely = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 7, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary })

/** Filters, an order and a limit that go together, as inputs; and the projects in the order in which they are queried. */
export const anyQuery = fc
  .record({
    project: fc.shuffledSubarray(projects, { minLength: 1 }),
    order: fc.constantFrom('queueTime', 'startTime', 'finishTime'),
    ascending: fc.boolean(),
    top: fc.option(fc.integer({ min: 0, max: 8 }), { nil: undefined }),
    status: fc.oneof(
      fc.constant(undefined),
      fc.constantFrom('completed', ...unfinished),
      list('completed', 'all', ...unfinished, 'abandoned'),
    ),
    result: rarely(list('succeeded', 'partiallySucceeded', 'failed', 'canceled')),
    reason: rarely(list('manual', 'schedule', 'pullRequest')),
    deleted: rarely(fc.constantFrom('includeDeleted', 'onlyDeleted')),
    branch: rarely(
      fc.constantFrom('main', 'release/*', 'release/1.?', 'pr:7', 'pr:*', 'tag:v1', 'refs/*', 'refs/heads/main'),
    ),
    commit: rarely(fc.constantFrom('abcdef1', 'abcdef20', 'abcdef1'.padEnd(40, '0'))),
    tags: rarely(list('release', 'stable')),
    pipelines: rarely(list('1', '4', 'ci', '\\Scheduled\\nightly')),
    queues: rarely(list('1', '2')),
    number: rarely(fc.constantFrom('2026.0.0', '2026.1*')),
    person: rarely(fc.constantFrom(...people)),
    ids: rarely(fc.subarray([101, 104, 105, 110, 117], { minLength: 1 }).map(some => some.join(','))),
    most: mostly(fc.integer({ min: 1, max: 3 })),
    from: mostly(minutes),
    to: mostly(minutes),
    decimals: fc.constantFrom('.1234567', '.51', ''),
  })
  .map(givenOf)

/** The same as inputs; what the step refuses is left out. */
function givenOf(
  some: Record<string, unknown> & { project: string[]; from?: number | undefined; to?: number | undefined },
) {
  const { project, order, ascending, top, status, result, from, to, decimals } = some
  const finish = order === 'finishTime'
  const given: Record<string, unknown> = {
    project: project.join('\n'),
    order: `${order}${ascending ? 'Ascending' : 'Descending'}`,
    top,
    status: finish || (result !== undefined && !/completed|all/.test(String(status ?? 'all'))) ? undefined : status,
    result,
    reason: some.reason,
    deleted: some.deleted,
    branch: some.branch,
    commit: some.commit,
    tags: some.tags,
    pipelines: some.pipelines,
    queues: some.queues,
    'build-number': some.number,
    'requested-for': some.person,
    'build-ids': some.ids,
    'max-builds-per-pipeline': some.most,
    'min-time': from === undefined ? undefined : at(from, String(decimals)),
    'max-time': to === undefined ? undefined : at((from ?? 0) + to, String(decimals)),
    // Older versions do not know this status, and a query for all of them would leave it out.
    'api-version': newest,
  }
  const kept = Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]))
  return { project, given: Object.fromEntries(kept) as Given }
}

/** A token is a time: a page that does not reach beyond the builds that share one makes no progress. */
export function smallestPage(builds: readonly Build[]): number {
  const counts = new Map<string, number>()
  for (const { queueTime, startTime = '', finishTime = '' } of builds)
    for (const time of [queueTime, startTime, finishTime]) counts.set(time, (counts.get(time) ?? 0) + 1)
  return Math.max(0, ...counts.values()) + 1
}
