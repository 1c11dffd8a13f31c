/**
 * The shapes of a build's timeline on the wire, and outlines from which the emulator makes whole ones.
 * Source: https://learn.microsoft.com/en-us/rest/api/azure/devops/build/timeline/get; which fields are null and which are
 * absent is observed in the real timelines of https://github.com/jaredpar/runfo (DevOps.Util.UnitTests/JsonData/5.0).
 */

export type TaskResult = 'succeeded' | 'succeededWithIssues' | 'failed' | 'canceled' | 'skipped' | 'abandoned'
export type RecordState = 'pending' | 'inProgress' | 'completed'

export interface Issue {
  type: 'error' | 'warning'
  /** Null on what the service says itself. */
  category: 'General' | 'Code' | null
  message: string
  /** Every value is a string; absent on what the service says itself. */
  data?: Record<string, string>
}

export interface TimelineRecord {
  previousAttempts: { attempt: number; timelineId: string; recordId: string }[]
  id: string
  parentId: string | null
  type: string
  name: string
  startTime: string | null
  finishTime: string | null
  currentOperation: string | null
  percentComplete: number | null
  state: RecordState
  result: TaskResult | null
  resultCode: string | null
  changeId: number
  lastModified: string
  workerName: string | null
  /** Of a job. */
  queueId?: number
  /** Absent on a checkpoint. */
  order?: number
  details: null
  errorCount: number
  warningCount: number
  url: null
  log: { id: number; type: string; url: string } | null
  task: { id: string; name: string; version: string } | null
  attempt: number
  identifier: string | null
  /** Absent where there are none. */
  issues?: Issue[]
}

/** What the emulator keeps of a build's course: the records in the order of the tree, and what each log holds. */
export interface BuildTimeline {
  records: TimelineRecord[]
  /** Lines by the log's id, without their times. */
  logs: Map<number, string[]>
  /** The timelines of earlier attempts, by their id. */
  attempts: Map<string, TimelineRecord[]>
}

/** An error, or whatever `type` says. */
export interface IssueOutline {
  message: string
  type?: Issue['type']
  category?: Issue['category']
  /** Of a compiler's error: makes the category `Code`. */
  source?: { path: string; line: number; column: number; code?: string }
  /** False for what the service adds itself, which stands in no log. */
  logged?: false
}

/** What all outlines have in common. Results follow from what is inside unless they are named. */
export interface Outline {
  result?: TaskResult | null
  state?: RecordState
  attempt?: number
  resultCode?: string
  issues?: (string | IssueOutline)[]
  /** When more were counted than sent. */
  errorCount?: number
}

export interface TaskOutline extends Outline {
  name: string
  /** The task's own name; `CmdLine` when left out, null for the steps that the agent adds. */
  task?: string | null
  /** How long it ran, 5 when left out. */
  seconds?: number
  /** What it printed; null for a task whose log never arrived. */
  output?: string[] | null
  percentComplete?: number
  currentOperation?: string
}

export interface JobOutline extends Outline {
  name: string
  tasks?: (string | TaskOutline)[]
  worker?: string | null
  /** The phase's result when it differs from the job's. */
  phase?: Outline
  /** A phase whose condition was not met or could not be evaluated has no job. */
  jobless?: true
  /** The result of its first attempt, of which only the job's record is left. */
  firstAttempt?: TaskResult
  /** Seconds after its stage, 1 when left out. */
  after?: number
}

export interface CheckOutline extends Outline {
  type: 'Approval' | 'Authorization' | 'TaskCheck' | 'ExtendsCheck'
  name?: string
}

export interface StageOutline extends Outline {
  /** `__default` when left out, which a pipeline without stages has. */
  name?: string
  checks?: CheckOutline[]
  jobs?: JobOutline[]
  /** Seconds after the stage before it, 1 when left out. */
  after?: number
}

export interface TimelineOutline {
  /** Makes the ids; the same for the same text. */
  seed?: string
  /** ISO 8601. */
  start?: string
  stages?: StageOutline[]
  /** In place of stages: a classic pipeline, whose jobs are the roots. */
  jobs?: JobOutline[]
  /** The whole timeline of an earlier attempt, which a retried stage leaves behind. */
  earlier?: TimelineOutline
}
