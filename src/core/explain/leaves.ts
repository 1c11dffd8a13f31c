import { groupBy } from '../base/group-by.ts'
import { leavesOfCheck } from './checks.ts'
import { type Kind, kindOfMessages, kindOfTask } from './kind.ts'
import { hasFailed, isOver, isTask, type Leaf, leafOf, unsentOf, wasCanceled, wentWell } from './leaf.ts'
import type { Issue, TimelineRecord } from './timeline.ts'
import type { Tree } from './tree.ts'

/**
 * Where a build failed: failed tasks, jobs with an error of their own, refused checks, and what failed without anything
 * failing below it. Skipped records and abandoned tasks and jobs only follow from another failure.
 */
export function leavesOf(tree: Tree): Leaf[] {
  const records = tree.inOrder()
  const tasks = groupBy(records.filter(isTask), task => tree.placeOf(task).job?.id ?? '')
  const leaves: Leaf[] = [
    ...records.filter(({ type }) => type === 'Job').flatMap(job => leavesOfJob(tree, job, tasks.get(job.id) ?? [])),
    ...records
      .filter(isTask)
      .filter(task => hasFailed(task) && tree.placeOf(task).job?.type !== 'Job')
      .map(task => leafOf(tree, task, kindOfTask(task, []))),
    ...records.flatMap(record => leavesOfCheck(tree, record)),
  ]
  // Inner ones first: a phase that failed by itself explains its stage.
  for (const type of ['Phase', 'Stage']) {
    const explained = new Set(leaves.flatMap(({ record }) => tree.pathTo(record)))
    for (const record of records) {
      if (record.type === type && !explained.has(record)) leaves.push(...leavesOfGroup(tree, record))
    }
  }
  return heaviest(leaves)
}

/** Of a job that did not go well, what went wrong in it; of one that did, what it got away with. */
function leavesOfJob(tree: Tree, job: TimelineRecord, tasks: readonly TimelineRecord[]): Leaf[] {
  const failed = tasks.filter(hasFailed)
  if (wentWell(job)) {
    const tolerated = tasks.filter(task => hasFailed(task) || task.result === 'succeededWithIssues')
    return tolerated.map(task => ({
      ...leafOf(tree, task, kindOfTask(task, tasks)),
      issues: ownWords(task),
      weight: 'tolerated',
    }))
  }
  const own = ownWords(job)
  const reason = kindOfMessages(own.map(({ message }) => message))
  if ((reason === 'timeout' || reason === 'agent-lost') && isOver(job)) return struck(tree, job, tasks, own, reason)
  const leaves = failed.map(task => leafOf(tree, task, kindOfTask(task, tasks)))
  if (!isOver(job) || (failed.length > 0 && job.errors.length === 0)) return leaves
  return [...leaves, byItself(tree, job, tasks)]
}

/** What a record says of itself; warnings count where there is no error, as the loss of an agent may be one. */
function ownWords({ errors, warnings }: TimelineRecord): readonly Issue[] {
  return errors.length > 0 ? errors : warnings
}

/** A job that was ended from outside: that is the cause, and the task that it struck is only where. */
function struck(
  tree: Tree,
  job: TimelineRecord,
  tasks: readonly TimelineRecord[],
  own: readonly Issue[],
  kind: Kind,
): Leaf[] {
  const failed = tasks.filter(hasFailed)
  const silent = failed.find(task => kindOfTask(task, tasks) === 'agent-lost')
  const hit = tasks.find(wasCanceled) ?? silent ?? failed.at(-1)
  const others = failed.filter(task => task !== hit).map(task => leafOf(tree, task, kindOfTask(task, tasks)))
  const issues = [...own, ...(hit?.errors ?? [])]
  return [...others, { ...leafOf(tree, hit ?? job, kind), issues, unsent: unsentOf(job) + (hit ? unsentOf(hit) : 0) }]
}

/** A job that failed or was canceled without a failed task, or that says more than its tasks. */
function byItself(tree: Tree, job: TimelineRecord, tasks: readonly TimelineRecord[]): Leaf {
  const stopped = tasks.some(hasFailed) ? undefined : tasks.find(wasCanceled)
  const issues = [...job.errors, ...(stopped?.errors ?? [])]
  const said = kindOfMessages(issues.map(({ message }) => message))
  const kind = said ?? (stopped !== undefined || wasCanceled(job) ? 'canceled' : 'unknown')
  const weight = kind === 'canceled' && wasCanceled(job) ? 'canceled' : 'failed'
  return {
    ...leafOf(tree, stopped ?? job, kind),
    issues,
    unsent: unsentOf(job) + (stopped ? unsentOf(stopped) : 0),
    weight,
  }
}

/** A phase or a stage with nothing below it that explains it. A phase is abandoned when its condition cannot be evaluated. */
function leavesOfGroup(tree: Tree, record: TimelineRecord): Leaf[] {
  const { type, result, condition } = record
  const unevaluated =
    type === 'Phase' && result === 'abandoned' && !tree.childrenOf(record).some(child => child.type === 'Job')
  if (!isOver(record) && !unevaluated) return []
  const leaf = leafOf(
    tree,
    record,
    wasCanceled(record) ? 'canceled' : (kindOfMessages(record.errors.map(({ message }) => message)) ?? 'unknown'),
  )
  const weight = wasCanceled(record) ? 'canceled' : 'failed'
  if (!unevaluated || record.errors.length > 0) return [{ ...leaf, weight }]
  const message = ['The condition of the job cannot be evaluated.', condition].filter(line => line !== '').join('\n')
  return [{ ...leaf, issues: [{ message, line: undefined }], weight }]
}

function heaviest(leaves: readonly Leaf[]): Leaf[] {
  for (const weight of ['failed', 'canceled', 'tolerated']) {
    const found = leaves.filter(leaf => leaf.weight === weight)
    if (found.length > 0) return found
  }
  return []
}
