import type { Instant } from '../base/time.ts'
import { timeOf } from '../builds/build.ts'
import { parse, splitPage } from '../service/json-list.ts'
import { cleanMessage, type Redact } from './message.ts'

/** What a record, or the agent that worked on it, reported. */
export interface Issue {
  readonly message: string
  /** The line in the log of the record where the message begins, counted from 1. */
  readonly line: number | undefined
}

/**
 * What explaining needs of a record of a timeline; texts are empty where the service has nothing.
 * https://learn.microsoft.com/rest/api/azure/devops/build/timeline/get#timelinerecord
 */
export interface TimelineRecord {
  readonly id: string
  /** Empty, or the ID of a record that may be missing: then this one is a root. */
  readonly parentId: string
  /** `Stage`, `Phase`, `Job`, `Task`, `Checkpoint`, `Checkpoint.Approval`, ... */
  readonly type: string
  readonly name: string
  /** `pending`, `inProgress` or `completed`. */
  readonly state: string
  /** `succeeded`, `succeededWithIssues`, `failed`, `canceled`, `skipped`, `abandoned`; empty before the end. */
  readonly result: string
  /** Its place among its siblings. */
  readonly order: number
  readonly startTime: Instant | undefined
  readonly finishTime: Instant | undefined
  /** The agent. */
  readonly worker: string
  /** `CmdLine`, `PublishTestResults`; empty for the steps that the agent adds and for what is no task. */
  readonly task: string
  readonly logId: number | undefined
  /** How many errors there were; the service sends at most ten of them. */
  readonly errorCount: number
  readonly errors: readonly Issue[]
  readonly warnings: readonly Issue[]
  /** 1, or more after a retry. */
  readonly attempt: number
  /** 0 to 100, where the task reports it. */
  readonly percent: number | undefined
  /** Why it was skipped, or could not be decided on: its condition, as written and as expanded. */
  readonly condition: string
}

/** What is left of a build's timeline: the records that can explain something. */
export interface Timeline {
  readonly records: readonly TimelineRecord[]
  /** Why there is none: the build is deleted and still kept, or gone for good. */
  readonly gone?: 'deleted' | 'purged'
}

/** The largest timelines seen have 2,750 records and 2 MB. */
const maxRecords = 100_000

/** The agent sends at most ten errors and ten warnings for each record. */
const maxIssues = 20

/**
 * Reads the answer to a request for a timeline. It cuts the body into records and parses one after the other, so that
 * the large objects of a large timeline never exist side by side, and keeps the few small ones that matter.
 *
 * @throws PageError when the body is no timeline
 */
export function readTimeline({ status, body }: { status: number; body: Buffer }, redact: Redact): Timeline {
  if (status === 404) return { records: [], gone: 'purged' }
  if (status === 204) return { records: [], gone: 'deleted' }
  if (hasNoRecords(body)) return { records: [] }
  const records: TimelineRecord[] = []
  for (const bytes of splitPage(body, 'records', maxRecords)) {
    const json = object(parse(bytes))
    const record = matters(json) ? readRecord(json, redact) : undefined
    if (record !== undefined) records.push(record)
  }
  return { records }
}

/** `{"records":null}` is what some builds have that did not start. */
function hasNoRecords(body: Buffer): boolean {
  return body.length < 2000 && /"records"\s*:\s*null/.test(body.toString('latin1'))
}

/** Nine of ten records are tasks that went well, and nothing is ever said about them. */
function matters({ type, result, state, issues }: Json): boolean {
  if (type !== 'Task') return true
  if (result === 'succeeded' || result === 'skipped' || state === 'pending') return false
  return result !== 'succeededWithIssues' || Array.isArray(issues)
}

type Json = { readonly [key: string]: unknown }

/** @returns undefined when it is no record */
function readRecord(record: Json, redact: Redact): TimelineRecord | undefined {
  const id = text(record.id)
  if (id === '') return undefined
  const name = (value: unknown) => cleanMessage(text(value), redact).replaceAll('\n', ' ')
  const issues = Array.isArray(record.issues) ? record.issues.slice(0, maxIssues).map(object) : []
  const ofType = (type: string) => issues.filter(issue => issue.type === type).map(issue => readIssue(issue, redact))
  return {
    id,
    parentId: text(record.parentId),
    type: text(record.type),
    name: name(record.name),
    state: text(record.state),
    result: text(record.result),
    order: integer(record.order) ?? Number.MAX_SAFE_INTEGER,
    startTime: timeOf(text(record.startTime)),
    finishTime: timeOf(text(record.finishTime)),
    worker: name(record.workerName),
    task: text(object(record.task).name),
    logId: integer(object(record.log).id),
    errorCount: integer(record.errorCount) ?? 0,
    errors: ofType('error'),
    warnings: ofType('warning'),
    attempt: integer(record.attempt) ?? 1,
    percent: integer(record.percentComplete),
    condition: cleanMessage(text(record.resultCode), redact),
  }
}

function readIssue({ message, data }: Json, redact: Redact): Issue {
  const line = Number(text(object(data).logFileLineNumber))
  return {
    message: cleanMessage(text(message), redact),
    line: Number.isSafeInteger(line) && line > 0 ? line : undefined,
  }
}

function object(value: unknown): Json {
  return typeof value === 'object' && value !== null ? (value as Json) : {}
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function integer(value: unknown): number | undefined {
  return Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : undefined
}
