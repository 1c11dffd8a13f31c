import { addJob } from './create-job.js'
import { ticks } from './time.js'
import { TimelineRecords } from './timeline-records.js'

/** @import { BuildTimeline, CheckOutline, JobOutline, StageOutline, TimelineOutline, TimelineRecord } from './timeline-types.ts' */
/** @import { Where } from './create-job.js' */

const second = 10_000_000

/** The only stage of a pipeline without stages has this id in every build (observed: runfo, three builds). */
const defaultStage = '96ac2280-8cb4-5df5-99de-dd2da759617d'

/**
 * A whole timeline from an outline: what the agent and the service add (initialize, checkout, finalize; phases and
 * checkpoints), times, orders, logs with the lines that the issues point to, and the results that follow from those inside.
 *
 *     createTimeline({ stages: [{ jobs: [{ name: 'Linux', tasks: ['Restore', { name: 'Build', issues: ['error CS1002'] }] }] }] })
 *
 * The tasks behind a failed one are skipped, behind a canceled or lost one abandoned, behind a running one pending.
 * @param {TimelineOutline} outline
 * @returns {BuildTimeline}
 */
export function createTimeline({ seed = 'timeline', start = '2026-01-15T09:00:12.5Z', stages, jobs = [], earlier }) {
  const records = new TimelineRecords(seed)
  const from = ticks(start)
  if (stages !== undefined) stages.reduce((at, stage, index) => addStage(records, stage, at, index + 1), from)
  else
    for (const [index, job] of jobs.entries()) addJob(records, job, { parent: null, path: '', order: index + 1, from })
  const attempts = new Map(firstAttempts(records.all, [...(stages ?? []).flatMap(stage => stage.jobs ?? []), ...jobs]))
  if (earlier !== undefined)
    addEarlier(records.all, createTimeline({ ...earlier, seed: `${seed} 1` }).records, attempts)
  return { records: records.all, logs: records.logs, attempts }
}

/**
 * @param {TimelineRecords} records
 * @param {StageOutline} outline
 * @param {number} from
 * @param {number} order
 * @returns {number} when it ended
 */
function addStage(records, outline, from, order) {
  const { name = '__default', checks = [], jobs = [], after = 1 } = outline
  const begin = from + after * second
  const fixed = { type: 'Stage', name, path: name, order, identifier: name }
  const stage = records.add(name === '__default' ? { ...fixed, id: defaultStage } : fixed, outline)
  const checkpoint = addChecks(records, stage, checks, from)
  const ends = jobs.map((job, index) =>
    addPhase(records, job, { parent: stage, path: name, order: index + 1, from: begin }),
  )
  const end = Math.max(begin, ...ends)
  // Most clients saw a stage that is checked as pending (facts of eight public clients); it has no job yet.
  const waits = checkpoint.state === 'inProgress' && outline.state === undefined
  records.finish(stage, waits ? { state: 'pending' } : outline, [begin, end])
  return end
}

/**
 * @param {TimelineRecords} records
 * @param {TimelineRecord} stage
 * @param {CheckOutline[]} checks
 * @param {number} from
 */
function addChecks(records, stage, checks, from) {
  const fixed = { type: 'Checkpoint', name: 'Checkpoint', path: `${stage.name} checkpoint`, parent: stage }
  const checkpoint = records.add({ ...fixed, order: 0, identifier: 'Checkpoint' })
  // observed: runfo
  delete checkpoint.order
  for (const [index, check] of checks.entries()) {
    const type = `Checkpoint.${check.type}`
    const path = `${stage.name} check ${index + 1}`
    const record = records.add({ type, name: check.name ?? type, path, order: index + 1, parent: checkpoint }, check)
    records.finish(record, check, [from, from + second])
  }
  records.finish(checkpoint, {}, [from, from + checks.length * second])
  return checkpoint
}

/**
 * A phase and its job, which both have the job's name. A phase whose condition is not met has none
 * (observed: PGielniak/azdo-pipeline-emulator).
 * @param {TimelineRecords} records
 * @param {JobOutline} outline
 * @param {Where} where
 */
function addPhase(records, outline, { parent, path, order, from }) {
  const { name, phase: own = {}, jobless, after = 1 } = outline
  const begin = from + after * second
  const fixed = { type: 'Phase', name, path: `${path}/${name}`, order, parent, identifier: name.replace(/\W+/g, '_') }
  if (jobless) {
    const phase = records.add(fixed, { ...outline, ...own })
    records.finish(phase, { result: 'skipped', ...outline, ...own }, [begin, begin])
    return begin
  }
  const phase = records.add(fixed, { ...(outline.attempt && { attempt: outline.attempt }), ...own })
  const end = addJob(records, outline, { parent: phase, path: fixed.path, order: 1, from: begin })
  records.finish(phase, own, [begin, end])
  if (phase.state === 'completed') records.addLog(phase, [`##[section]Starting: ${name}`])
  return end
}

/**
 * A job that was retried alone leaves a timeline with just its record (observed: runfo, build 799195).
 * @param {readonly TimelineRecord[]} records
 * @param {readonly JobOutline[]} outlines
 * @returns {[string, TimelineRecord[]][]}
 */
function firstAttempts(records, outlines) {
  return records.flatMap(record => {
    const [before] = record.previousAttempts
    const result = outlines.find(({ name, firstAttempt }) => firstAttempt && name === record.name)?.firstAttempt
    if (before === undefined || result === undefined) return []
    const times = { startTime: null, finishTime: null, log: null, workerName: null }
    const first = { ...record, ...times, id: before.recordId, attempt: 1, previousAttempts: [], result }
    return [[before.timelineId, [first]]]
  })
}

/**
 * A stage that was retried leaves the whole timeline behind (observed: runfo, build 795146).
 * @param {readonly TimelineRecord[]} records
 * @param {TimelineRecord[]} earlier
 * @param {Map<string, TimelineRecord[]>} attempts
 */
function addEarlier(records, earlier, attempts) {
  const timelineId = `${(earlier[0]?.id ?? '').slice(0, 24)}000000000001`
  attempts.set(timelineId, earlier)
  for (const record of records) {
    const before = earlier.find(({ type, name }) => type === record.type && name === record.name)
    if (record.attempt > 1 && before) record.previousAttempts = [{ attempt: 1, timelineId, recordId: before.id }]
  }
}
