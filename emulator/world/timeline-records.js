import { createIssue } from './create-log.js'
import { guid } from './guid.js'
import { trimmedTime } from './time.js'

/** @import { IssueOutline, Outline, RecordState, TaskResult, TimelineRecord } from './timeline-types.ts' */

/** What tells records apart before anything has happened to them. @typedef {object} NewRecord
 * @property {string} type
 * @property {string} name
 * @property {string} path makes the id
 * @property {number} order
 * @property {string | null} [identifier]
 * @property {TimelineRecord | null} [parent]
 * @property {string} [id] in place of the made one
 */

/** The records of a timeline while it is made, and the lines of its logs. */
export class TimelineRecords {
  /** @type {TimelineRecord[]} */
  all = []
  /** @type {Map<number, string[]>} */
  logs = new Map()
  /** @type {Map<string | null, TimelineRecord[]>} */
  byParent = new Map()

  /** @param {string} seed makes the ids */
  constructor(seed) {
    this.seed = seed
  }

  /**
   * @param {NewRecord} fixed
   * @param {Outline} [outline]
   * @returns {TimelineRecord}
   */
  add(
    { type, name, path, order, identifier = null, parent = null, id = guid(`${this.seed} ${type} ${path}`) },
    outline = {},
  ) {
    const issues = (outline.issues ?? []).map(outlineOf).map(issue => createIssue(issue))
    const counted = (/** @type {string} */ kind) => issues.filter(issue => issue.type === kind).length
    /** @type {TimelineRecord} */
    const record = {
      previousAttempts: [],
      id,
      parentId: parent?.id ?? null,
      type,
      name,
      startTime: null,
      finishTime: null,
      currentOperation: null,
      percentComplete: null,
      state: 'pending',
      result: null,
      resultCode: outline.resultCode ?? null,
      changeId: this.all.length + 2,
      lastModified: '0001-01-01T00:00:00',
      workerName: null,
      order,
      details: null,
      errorCount: outline.errorCount ?? counted('error'),
      warningCount: counted('warning'),
      url: null,
      log: null,
      task: null,
      attempt: outline.attempt ?? 1,
      identifier,
      ...(issues.length > 0 && { issues }),
    }
    this.all.push(record)
    this.byParent.set(record.parentId, [...(this.byParent.get(record.parentId) ?? []), record])
    return record
  }

  /**
   * State, result and times: as the outline says, else as those inside make them.
   * @param {TimelineRecord} record
   * @param {Outline} outline
   * @param {readonly [number, number]} times in ticks
   */
  finish(record, { state, result }, [begin, end]) {
    const inside = overall(this.childrenOf(record).filter(({ type }) => type !== 'Checkpoint'))
    record.state = state ?? inside.state
    const over = record.state === 'completed'
    record.result = over ? (result ?? inside.result) : null
    record.startTime = record.state === 'pending' ? null : trimmedTime(begin)
    record.finishTime = over ? trimmedTime(end) : null
  }

  /** @param {TimelineRecord} parent */
  childrenOf({ id }) {
    return this.byParent.get(id) ?? []
  }

  /**
   * Gives a record a log; its address is made when it is served.
   * @param {TimelineRecord} record
   * @param {string[]} lines
   */
  addLog(record, lines) {
    const id = this.logs.size + 1
    this.logs.set(id, lines)
    record.log = { id, type: 'Container', url: '' }
  }
}

/** The worst first: what a job, a phase or a stage gets from those inside. @type {readonly TaskResult[]} */
const worstFirst = ['failed', 'canceled', 'succeededWithIssues']

/**
 * What follows from the records inside another one. Counters of errors and skipped or abandoned ones decide nothing
 * (observed: PGielniak/azdo-pipeline-emulator, runfo).
 * @param {readonly TimelineRecord[]} inside
 * @returns {{ state: RecordState, result: TaskResult }}
 */
function overall(inside) {
  const result = worstFirst.find(each => inside.some(record => record.result === each)) ?? 'succeeded'
  if (inside.length > 0 && inside.every(({ state }) => state === 'pending')) return { state: 'pending', result }
  return { state: inside.some(({ state }) => state !== 'completed') ? 'inProgress' : 'completed', result }
}

/**
 * @param {string | IssueOutline} issue
 * @returns {IssueOutline}
 */
export function outlineOf(issue) {
  return typeof issue === 'string' ? { message: issue } : issue
}
