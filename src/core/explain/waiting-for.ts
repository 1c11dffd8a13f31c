import { formatDuration, milliseconds } from '../base/time.ts'
import { whatIsWaitedFor } from './checks.ts'
import { isPersonTask } from './kind.ts'
import type { TimelineRecord } from './timeline.ts'
import { noStage, type Tree } from './tree.ts'

/** What a build that is not completed does, or waits for. */
export interface Activity {
  /** `person`: somebody has to act. `check`: a check that passes by itself. `running`: work. `agent`: a job without an agent. */
  readonly sort: 'person' | 'check' | 'running' | 'agent'
  /** `Deploy > Linux x64 > Run tests`, or `Deploy waits for an approval`. */
  readonly text: string
  /** Milliseconds since it began; undefined where the service does not say when. */
  readonly elapsed: number | undefined
}

/** What needs somebody to act comes first: nothing else lets the build go on. */
const sorts: readonly Activity['sort'][] = ['person', 'check', 'running', 'agent']

/** Checks that only a person can pass. */
const persons: ReadonlySet<string> = new Set(['Checkpoint.Approval', 'Checkpoint.Authorization'])

/** Activities that are named in one line. */
const named = 3

/** What the records of a running build say. @param now milliseconds since 1970, by the service's clock */
export function activitiesOf(tree: Tree, now: number): Activity[] {
  const records = tree.inOrder()
  const found = records.flatMap(record => activityOf(tree, record, now) ?? [])
  if (found.length > 0) return found.sort((a, b) => sorts.indexOf(a.sort) - sorts.indexOf(b.sort))
  // While nothing runs and nothing is checked, a job that is pending waits for no other job.
  const next = records.find(({ type, state }) => type === 'Job' && state === 'pending')
  return next === undefined ? [] : [waitingForAgent(tree, next)]
}

/** `Deploy waits for an approval for 12m 3s, Build > Linux > Run tests for 40s`; empty where nothing is known. */
export function describeActivities(activities: readonly Activity[]): string {
  const words = activities.slice(0, named).map(({ text, elapsed }) => {
    // Whole seconds: tenths of them are no news about a build.
    return elapsed === undefined ? text : `${text} for ${formatDuration(Math.round(elapsed / 1000) * 1000)}`
  })
  const more = activities.length - words.length
  return [...words, ...(more > 0 ? [`${more} more`] : [])].join(', ')
}

function activityOf(tree: Tree, record: TimelineRecord, now: number): Activity | undefined {
  const { type, state, startTime } = record
  if (type === 'Job' && waitsForAgent(tree, record)) return waitingForAgent(tree, record)
  if (state !== 'inProgress' || tree.childrenOf(record).some(child => child.state === 'inProgress')) return undefined
  const path = pathOf(tree, record)
  const elapsed = startTime === undefined ? undefined : Math.max(0, now - milliseconds(startTime))
  if (type.startsWith('Checkpoint') || isPersonTask(record)) {
    const text = `${path || 'The build'} waits for ${whatIsWaitedFor(record)}`
    return { sort: isPersonTask(record) || persons.has(type) ? 'person' : 'check', text, elapsed }
  }
  if (type !== 'Task' && type !== 'Job') return undefined
  return { sort: 'running', text: record.percent ? `${path} (${Math.min(record.percent, 100)}%)` : path, elapsed }
}

/**
 * A job that is pending while its phase has begun: the service has handed it out, and no agent has taken it. A job whose
 * phase is pending too waits for other jobs.
 */
function waitsForAgent(tree: Tree, { state, worker, parentId }: TimelineRecord): boolean {
  const phase = tree.find(parentId)
  return state === 'pending' && worker === '' && (phase === undefined || phase.state === 'inProgress')
}

function waitingForAgent(tree: Tree, job: TimelineRecord): Activity {
  return { sort: 'agent', text: `${pathOf(tree, job)} waits for an agent`, elapsed: undefined }
}

function pathOf(tree: Tree, record: TimelineRecord): string {
  const { stage, job, task } = tree.placeOf(record)
  const names = [stage, job, task].map(each => each?.name ?? '')
  return names.filter(name => name !== '' && name !== noStage).join(' > ')
}
