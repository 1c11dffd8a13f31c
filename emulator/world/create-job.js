import { createLog } from './create-log.js'
import { guid } from './guid.js'
import { outlineOf } from './timeline-records.js'

/** @import { JobOutline, TaskOutline, TimelineRecord } from './timeline-types.ts' */
/** @import { TimelineRecords } from './timeline-records.js' */

const second = 10_000_000

/** Real ids of a few tasks; others get one of their name. @type {Record<string, string>} */
const taskIds = {
  CmdLine: 'd9bafed4-0b18-4f58-968d-86655b4d2ce9',
  PublishPipelineArtifact: 'ecdc45f6-832d-4ad9-b52b-ee49e94659be',
}

/** What the agent does in each job besides its tasks. @type {[TaskOutline[], TaskOutline[]]} */
const [before, behind] = [
  [
    { name: 'Initialize job', task: null, seconds: 3 },
    { name: 'Checkout', task: null },
  ],
  [
    { name: 'Post-job: Checkout', task: null, seconds: 1 },
    { name: 'Finalize Job', task: null, seconds: 1 },
  ],
]

/** @typedef {{ parent: TimelineRecord | null, path: string, order: number, from: number }} Where */

/**
 * A job and its tasks.
 * @param {TimelineRecords} records
 * @param {JobOutline} outline
 * @param {Where} where
 * @returns {number} when it ended, in ticks
 */
export function addJob(records, outline, { parent, path, order, from }) {
  const { name, tasks = [], firstAttempt, worker = 'Azure Pipelines 7' } = outline
  const attempt = outline.attempt ?? (firstAttempt ? 2 : 1)
  const identifier = parent === null ? null : `${parent.identifier}.__default`
  const job = records.add(
    { type: 'Job', name, path: `${path}//${name}`, order, parent, identifier },
    { ...outline, attempt },
  )
  job.queueId = 9
  const waits = outline.state === 'pending'
  if (!waits) job.workerName = worker
  if (firstAttempt) {
    const id = guid(`${job.id} attempt 1`)
    job.previousAttempts = [{ attempt: 1, timelineId: id, recordId: id }]
  }
  const end = waits || tasks.length === 0 ? from : addTasks(records, job, tasks.map(taskOf), from)
  records.finish(job, outline, [from, end])
  const lost = records.childrenOf(job).some(({ log, result }) => log === null && result === 'failed')
  if (job.state === 'completed' && !lost)
    records.addLog(job, [`##[section]Starting: ${name}`, `##[section]Finishing: ${name}`])
  return end
}

/** @param {string | TaskOutline} task */
function taskOf(task) {
  return typeof task === 'string' ? { name: task } : task
}

/**
 * @param {TimelineRecords} records
 * @param {TimelineRecord} job
 * @param {TaskOutline[]} own
 * @param {number} from
 */
function addTasks(records, job, own, from) {
  let at = from
  /** What happens to a task of which the outline does not say it. @type {Partial<TaskOutline>} */
  let others = {}
  for (const [index, outline] of [...before, ...own, ...behind].entries()) {
    const untouched = outline.state === undefined && outline.result === undefined && outline.issues === undefined
    const isOwn = own.includes(outline)
    const applies = untouched && (isOwn || others.state === 'pending' || others.result === 'abandoned')
    const task = addTask(records, job, applies ? { ...outline, ...others } : outline, at, index + 1)
    if (task.state === 'completed' && task.result !== 'skipped') at += (outline.seconds ?? 5) * second
    if (task.state !== 'completed') others = { state: 'pending' }
    else if (task.result === 'canceled' || (task.result === 'failed' && task.log === null))
      others = { result: 'abandoned' }
    else if (task.result === 'failed')
      others = { result: 'skipped', resultCode: 'Evaluating: succeeded()\nResult: False\n' }
  }
  return at
}

/**
 * A task that has errors has failed unless the outline says otherwise.
 * @param {TimelineRecords} records
 * @param {TimelineRecord} job
 * @param {TaskOutline} outline
 * @param {number} from
 * @param {number} order
 */
function addTask(records, job, outline, from, order) {
  const { name, task = 'CmdLine', seconds = 5, output = [], percentComplete = null, currentOperation = null } = outline
  const record = records.add({ type: 'Task', name, path: `${job.id}/${order}`, order, parent: job }, outline)
  record.task = task === null ? null : { id: taskIds[task] ?? guid(`task ${task}`), name: task, version: '2.250.1' }
  record.workerName = job.workerName
  Object.assign(record, { percentComplete, currentOperation })
  const failed = record.errorCount > 0
  records.finish(record, { ...(failed && { result: 'failed' }), ...outline }, [from, from + seconds * second])
  const ran = record.state === 'completed' && record.result !== 'skipped' && record.result !== 'abandoned'
  if (!ran || output === null) return record
  const { lines, issues } = createLog({ name, task, output, issues: (outline.issues ?? []).map(outlineOf) })
  if (issues.length > 0) record.issues = issues
  records.addLog(record, lines)
  return record
}
