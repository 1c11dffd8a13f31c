import { groupBy } from '../base/group-by.ts'
import type { Instant } from '../base/time.ts'
import type { Kind } from './kind.ts'
import type { Leaf } from './leaf.ts'
import { leavesOf } from './leaves.ts'
import { linkTo } from './link.ts'
import { isNoise } from './noise.ts'
import type { Issue, TimelineRecord } from './timeline.ts'
import { noStage, type Tree } from './tree.ts'

/** One reason why a build failed. Texts are the service's: hostile, though clean of escapes and secrets. */
export interface Cause {
  readonly kind: Kind
  /** Names; empty where the cause is not so far inside, and the stage of a pipeline without stages. */
  readonly stage: string
  readonly job: string
  readonly task: string
  /** At most ten, the first of them first. */
  readonly messages: readonly string[]
  /** How many more errors there were. */
  readonly more: number
  /** In how many places the same happened. */
  readonly count: number
  /** 1, or more after retries. */
  readonly attempt: number
  readonly finishTime: Instant | undefined
  /** The line of the log, or the place in the results of the build. */
  readonly url: string
  /** Whether no message says more than that it failed: then its log may. */
  readonly noise: boolean
  /** Where the log is, and which of its lines the first message is. */
  readonly log: { readonly id: number; readonly line: number | undefined } | undefined
  /** Lines of the log: the last before the failure if nothing else says more, or those behind the name of a failed test. */
  readonly excerpt: readonly string[]
  /** The address without the line. */
  readonly place: Leaf['place']
}

/** Messages of a cause that are kept; the agent sends no more of one task. */
export const maxMessages = 10

/** Why a build failed, the earliest first. @param page the address of the build's page */
export function rootCauses(tree: Tree, page: string): Cause[] {
  const leaves = leavesOf(tree).sort(
    (a, b) => byTime(a.record, b.record) || tree.rankOf(a.record) - tree.rankOf(b.record),
  )
  const groups = groupBy(leaves, sameness)
  return [...groups.values()].map(([first, ...others]) => causeOf(first as Leaf, others.length + 1, page))
}

/** Errors of the request for the build: it never came to run. */
export function validationCause(messages: readonly string[], page: string): Cause {
  const unique = [...new Set(messages)]
  return {
    ...{ kind: 'validation', stage: '', job: '', task: '', messages: unique.slice(0, maxMessages) },
    ...{ more: Math.max(0, unique.length - maxMessages), count: 1, attempt: 1, finishTime: undefined, url: page },
    ...{ noise: false, log: undefined, excerpt: [], place: { stage: undefined, job: undefined, task: undefined } },
  }
}

/** Jobs and stages that failed first and then passed: `Linux x64 passed on attempt 2`. */
export function retriesThatPassed(tree: Tree): string[] {
  const passed = tree
    .inOrder()
    .filter(({ type, attempt, result }) => attempt > 1 && /^(?:Stage|Job)$/.test(type) && result === 'succeeded')
  const stages = new Set(passed.filter(({ type }) => type === 'Stage'))
  const outer = passed.filter(record => stages.has(record) || !tree.pathTo(record).some(each => stages.has(each)))
  return outer.map(record => `${nameOf(record)} passed on attempt ${record.attempt}`)
}

function causeOf({ record, place, kind, issues, unsent }: Leaf, count: number, page: string): Cause {
  const unique = uniqueOf(issues)
  const telling = unique.filter(({ message }) => !isNoise(message))
  const shown = telling.length > 0 ? telling : unique
  const line = shown.find(issue => issue.line !== undefined)?.line
  return {
    kind,
    stage: nameOf(place.stage),
    job: nameOf(place.job),
    task: nameOf(place.task),
    messages: shown.slice(0, maxMessages).map(({ message }) => message),
    more: unsent + Math.max(0, shown.length - maxMessages),
    count,
    attempt: (place.job ?? record).attempt,
    finishTime: record.finishTime,
    url: linkTo(page, place, line),
    noise: telling.length === 0,
    log: record.logId === undefined ? undefined : { id: record.logId, line },
    excerpt: [],
    place,
  }
}

function nameOf(record: TimelineRecord | undefined): string {
  return record === undefined || record.name === noStage ? '' : record.name
}

function uniqueOf(issues: readonly Issue[]): Issue[] {
  const seen = new Set<string>()
  return issues.filter(({ message }) => message !== '' && !seen.has(message) && seen.add(message) !== undefined)
}

/**
 * Equal for what is told once. The name of the agent makes no difference; the name of the task does where the messages
 * say nothing, because a script that exits with code 1 in two places has two reasons.
 */
function sameness({ kind, issues, record, place }: Leaf): string {
  const { worker } = place.job ?? record
  const messages = uniqueOf(issues).map(({ message }) => (worker === '' ? message : message.replaceAll(worker, '')))
  const telling = messages.filter(message => !isNoise(message))
  return JSON.stringify(telling.length > 0 ? [kind, telling] : [kind, messages, record.type, record.name])
}

function byTime(a: TimelineRecord, b: TimelineRecord): number {
  const [one = '~', other = '~'] = [a.finishTime, b.finishTime] as (string | undefined)[]
  return one === other ? 0 : one < other ? -1 : 1
}
