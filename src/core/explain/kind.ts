import { saysTestsFailed } from './noise.ts'
import type { TimelineRecord } from './timeline.ts'

/** What sort of failure it is: what decides who has to act. */
export const kinds = [
  'validation',
  'script',
  'tests',
  'timeout',
  'canceled',
  'agent-lost',
  'approval',
  'unknown',
] as const

export type Kind = (typeof kinds)[number]

const timedOut = [/\bran longer than the maximum time of\b/i, /^The task has timed out\.?$/i]

/** Texts of the service about its agents, as people quote them; each case is named beside a source in test/. */
const lostAgent = [
  /^We stopped hearing from agent\b/i,
  /\bthe agent has received a shutdown signal\b/i,
  /\bdid not renew the lock\b/i,
  /\berror occurred while provisioning resources\b/i,
  /^Received request to deprovision\b/i,
  /\bagent worker exited with code \d+\b/i,
]

const canceled = [/^The (?:operation|job|build|run|pipeline) was cancell?ed\b/i]

/** Tasks whose failure means that tests failed. */
const testTasks = new Set(['VSTest', 'PublishTestResults', 'RunVisualStudioTestsusingTestAgent'])

/** Tasks in which a person decides. */
const personTasks = new Set(['ManualValidation'])

export function isPersonTask({ task }: TimelineRecord): boolean {
  return personTasks.has(task)
}

/** What the messages alone say of the kind; undefined when that is nothing. */
export function kindOfMessages(messages: readonly string[]): Kind | undefined {
  const says = (patterns: readonly RegExp[]) => messages.some(text => patterns.some(pattern => pattern.test(text)))
  if (says(timedOut)) return 'timeout'
  if (says(lostAgent)) return 'agent-lost'
  if (messages.some(saysTestsFailed)) return 'tests'
  return says(canceled) ? 'canceled' : undefined
}

/** The kind of a failed or canceled task. */
export function kindOfTask(task: TimelineRecord, siblings: readonly TimelineRecord[]): Kind {
  if (isPersonTask(task)) return 'approval'
  const said = kindOfMessages(task.errors.map(({ message }) => message))
  if (said !== undefined && said !== 'canceled') return said
  if (task.result === 'canceled') return 'canceled'
  if (testTasks.has(task.task)) return 'tests'
  return isCutOff(task, siblings) ? 'agent-lost' : 'script'
}

/** A task that ended without a word or a log while the steps behind it were abandoned: its agent went away. */
function isCutOff(
  { logId, errors, errorCount, percent }: TimelineRecord,
  siblings: readonly TimelineRecord[],
): boolean {
  if (logId !== undefined || errors.length > 0 || errorCount > 0) return false
  return percent === 0 || siblings.some(({ result }) => result === 'abandoned')
}
