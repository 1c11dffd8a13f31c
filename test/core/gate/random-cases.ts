import fc from 'fast-check'
import { createProject } from '../../../emulator/index.js'
import type { InputName } from '../../../src/core/inputs/inputs.ts'

export type Given = Partial<Record<InputName, string>>

/** Milliseconds since 1970 at which every case begins, and of a tick, by which polls are apart. */
export const start = Date.UTC(2026, 0, 15, 9)
export const tick = 10_000

export interface Pipeline {
  readonly id: number
  readonly name: string
  readonly path: string
  readonly project: string
}

export const projects = ['web', 'api', 'ops']

/** A project can be named by its ID, too. */
export const idOfProject = (name: string): string => createProject(name).id

/** `ci` is in every project, `nightly` in the first two, `deploy` in the first one. */
export const pipelines: readonly Pipeline[] = projects.flatMap((project, index) =>
  ['ci', 'nightly', 'deploy']
    .slice(0, 3 - index)
    .map((name, place) => ({ id: (index + 1) * 10 + place, name, path: place === 0 ? '\\' : '\\Scheduled', project })),
)

/** What becomes of a build, all of it known from the beginning. Times are milliseconds since 1970. */
export interface Plan {
  readonly id: number
  readonly pipeline: Pipeline
  readonly queued: number
  readonly started: number
  /** Infinite for a build that never ends. */
  readonly ended: number
  readonly result: string
  readonly branch: string
  readonly commit: string
  /** Where the service says which commit it is of. */
  readonly says: 'version' | 'trigger' | 'parameters'
  readonly tags: readonly string[]
}

const branches = ['refs/heads/main', 'refs/heads/release/1.0', 'refs/pull/7/merge']
export const commits = ['abcdef1', 'abcdef2', '1234567'].map(begin => begin.padEnd(40, '0'))

const sketch = fc.record({
  pipeline: fc.constantFrom(...pipelines, ...pipelines.slice(0, 3), ...pipelines.slice(0, 2)),
  // Most builds are there already; the others appear while somebody waits.
  queued: fc.oneof({ weight: 3, arbitrary: fc.integer({ min: -15, max: -1 }) }, fc.integer({ min: 0, max: 5 })),
  // Reruns and builds of one push have equal times.
  late: fc.constantFrom(1, 1, 1, 4, 8),
  waited: fc.oneof({ weight: 2, arbitrary: fc.integer({ min: 0, max: 2 }) }, fc.integer({ min: 3, max: 7 })),
  took: fc.oneof({ weight: 5, arbitrary: fc.integer({ min: 0, max: 4 }) }, fc.constant(Number.POSITIVE_INFINITY)),
  result: fc.constantFrom(...Array(6).fill('succeeded'), 'failed', 'partiallySucceeded', 'canceled'),
  branch: fc.constantFrom('refs/heads/main', ...branches),
  commit: fc.constantFrom(...commits.slice(0, 1), ...commits.slice(0, 1), ...commits),
  says: fc.constantFrom('version', 'version', 'version', 'trigger', 'parameters'),
  tags: fc.subarray(['release', 'stable']),
})

const oneIn = (many: number) => fc.integer({ min: 1, max: many }).map(number => number === many)

/** Builds in the order of their IDs, which is the order in which they are queued. Now and then hardly any ever ends. */
export const anyPlans: fc.Arbitrary<readonly Plan[]> = fc
  .tuple(fc.array(sketch, { minLength: 1, maxLength: 10 }), oneIn(5))
  .map(([all, busy]) =>
    all
      .map(({ queued, late, waited, took, result, ...rest }) => {
        // Never at a poll itself, where it would be a matter of luck.
        const at = start + queued * tick + late * 1000
        const ended = busy && result === 'succeeded' ? Number.POSITIVE_INFINITY : at + (waited + took) * tick
        return { ...rest, result, queued: at, started: at + waited * tick, ended } as const
      })
      .sort((a, b) => a.queued - b.queued)
      .map((plan, index) => ({ ...plan, id: 101 + index }) as Plan),
  )

/** How the service gives its lists, in ways that it may or that are known of it. */
export interface Manner {
  readonly pageLimit: number
  readonly continuation: 'inclusive' | 'exclusive'
  /** It gives the first page again instead of the next. */
  readonly repeats: boolean
  /** Milliseconds until a build that was queued is in lists. */
  readonly lag: number
  /** A build has no commit before it runs. */
  readonly lateCommit: boolean
  /** Which builds of a pipeline it chooses where it is to give so many of each. */
  readonly countsBy: 'order' | 'finish' | 'id'
}

export const pageLimits = [2, 3, 5, 1000]

export const anyManner: fc.Arbitrary<Manner> = fc.record({
  pageLimit: fc.constantFrom(...pageLimits, 2, 1000, 1000),
  continuation: fc.constantFrom('inclusive', 'exclusive', 'exclusive'),
  repeats: oneIn(4),
  lag: fc.constantFrom(1, 1, 1, 2500, 25_000),
  lateCommit: oneIn(3),
  countsBy: fc.constantFrom('order', 'order', 'order', 'finish', 'id'),
})

const sometimes = <T>(often: number, arbitrary: fc.Arbitrary<T>) =>
  fc.oneof({ weight: often, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary })
const list = (...items: string[]) => fc.subarray(items, { minLength: 1 }).map(some => some.join(','))

/** Hardly anything is asked together with everything else, where nothing would be left. */
const anyQuestion = (wait: boolean) =>
  fc.record({
    project: fc.constantFrom(
      ...['web', 'web', 'web', 'api', 'web,api', 'ops,web', 'ops,api,web', '*'],
      // Twice, by name and by ID.
      ...[`web,${idOfProject('web')}`, `api,${idOfProject('web')},web`, idOfProject('web')],
    ),
    pipelines: sometimes(
      1,
      fc.oneof(
        list('ci', 'nightly'),
        list('ci', '11', '20'),
        list('10', '12', '99'),
        list('\\ci', '\\Scheduled\\deploy'),
      ),
    ),
    branch: sometimes(4, fc.constantFrom('main', 'm?in', 'm?in', '*', 'pr:*', 'pr:7')),
    commit: sometimes(wait ? 1 : 2, fc.constantFrom('abcdef1', 'abcdef1', 'abcdef2', ...commits)),
    required: sometimes(1, fc.constantFrom('succeeded', 'succeeded', 'succeeded,partiallySucceeded', 'failed', 'any')),
    age: sometimes(3, fc.constantFrom('30s', '90s', '10m', '10m')),
    ifNone: fc.constantFrom('fail', 'fail', 'warn', 'ignore'),
    top: sometimes(6, fc.integer({ min: 0, max: 4 })),
    most: sometimes(8, fc.integer({ min: 1, max: 3 })),
    // The last one never exists; others may be of other projects, or not be there yet.
    ids: sometimes(
      7,
      fc.subarray([101, 102, 104, 107, 107, 999], { minLength: 1, maxLength: 4 }).map(some => some.join(',')),
    ),
    order: sometimes(
      8,
      fc.constantFrom('startTimeDescending', 'startTimeDescending', 'queueTimeAscending', 'startTimeAscending'),
    ),
    status: sometimes(10, fc.constantFrom('notStarted,inProgress', 'inProgress', 'inProgress,completed', 'all')),
    result: sometimes(14, fc.constantFrom('succeeded', 'failed,canceled')),
    tags: sometimes(12, fc.constantFrom('release', 'release,stable')),
    since: sometimes(12, fc.constantFrom('30s', '1m', '2m')),
    scan: sometimes(2, fc.integer({ min: 1, max: 5 })),
    concurrency: fc.constantFrom('1', '4'),
  })
type Question = ReturnType<typeof anyQuestion> extends fc.Arbitrary<infer T> ? T : never

/** Inputs that go together, for one query or for a wait of some ticks. */
export const questions = (wait: boolean): fc.Arbitrary<Given> =>
  anyQuestion(wait).map(question => givenOf(question, wait))

function givenOf(question: Question, wait: boolean): Given {
  const { required, age, ids, order, pipelines: named = '' } = question
  const judged = wait || age !== undefined || (required !== undefined && required !== 'any')
  const count = Math.max(...[named, ids ?? ''].map(some => (some === '' ? 0 : new Set(some.split(',')).size)))
  const most = judged && ids !== undefined ? undefined : question.most
  const top = judged && question.top !== undefined && question.top > 0 ? Math.max(question.top, count) : question.top
  // Inputs that contradict each other are refused, and tested elsewhere.
  const cannotFail = judged && required !== 'any' && question.result?.split(',').every(one => required?.includes(one))
  const excludesCompleted = judged && !wait && /^(notStarted,)?inProgress$/.test(question.status ?? '')
  const limited = top !== undefined || most !== undefined || ids !== undefined
  const given = {
    project: question.project,
    pipelines: named,
    branch: question.branch,
    commit: question.commit,
    'require-result': required,
    'max-age': age,
    'if-none': question.ifNone,
    top: top?.toString(),
    'max-builds-per-pipeline': most?.toString(),
    'build-ids': ids,
    // The oldest first are judged only by those who say how many.
    order: order?.endsWith('Ascending') && judged && !limited ? undefined : order,
    // What is waited for has no result yet, and what has one is completed.
    status: (question.result === undefined || wait) && !excludesCompleted ? question.status : undefined,
    result: wait || cannotFail ? undefined : question.result,
    tags: question.tags,
    'min-time': question.since,
    'scan-limit': question.scan?.toString(),
    concurrency: question.concurrency,
    ...(wait && { wait: 'true', 'appear-timeout': '30s', 'wait-timeout': '40s', 'poll-interval': '10s' }),
  }
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined && value !== '')) as Given
}
