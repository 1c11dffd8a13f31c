import { counted, grouped, listedFirst } from '../base/text.ts'
import { formatDuration, milliseconds } from '../base/time.ts'
import { type Build, isCompleted, timeOf } from '../builds/build.ts'
import { mayPrecede } from '../builds/cut.ts'
import { orderTime } from '../builds/order.ts'
import { replaces } from '../builds/undecided.ts'
import type { InputName } from '../inputs/inputs.ts'
import type { Outcome } from '../result/outputs.ts'
import type { Result } from '../result/result.ts'
import type { Rules } from '../settings/settings.ts'

/** Words, builds that are named and linked where the sentence is shown, and inputs that are spelled there. */
export type Sentence = readonly (string | Build | { readonly input: InputName })[]

/** What one rule says. */
export interface Finding {
  readonly rule: InputName
  /** `broken` fails the step; a warning should be known although it does not. */
  readonly state: 'kept' | 'broken' | 'warning'
  readonly sentence: Sentence
  /** The builds that broke it, at most 10. */
  readonly builds: readonly Build[]
  /** How many builds broke it. */
  readonly count: number
}

/** What the rules say of the builds. */
export interface Verdict {
  readonly outcome: Extract<Outcome, 'found' | 'passed' | 'failed' | 'none' | 'started' | 'timed-out'>
  /** Whether the step passes: with `if-none`, an outcome of `none` may. */
  readonly passes: boolean
  readonly findings: readonly Finding[]
}

/** Whether a build breaks the rule on results. */
export function offends({ requireResult }: Rules): (build: Build) => boolean {
  return ({ status, result }) => requireResult.length > 0 && !(status === 'completed' && requireResult.includes(result))
}

/**
 * The verdict on what was returned.
 * @param late on what time ran out while waiting
 * @param now by the clock of the service, which wrote when builds finished: milliseconds since 1970
 */
export function judge(
  result: Result,
  rules: Rules,
  late: 'to appear' | 'to complete' | undefined,
  now: number,
): Verdict {
  const { judged, ifNone } = rules
  if (late === 'to complete') return { outcome: 'timed-out', passes: false, findings: [notCompleted(result, rules)] }
  if (late === 'to appear' && ifNone === 'fail')
    return { outcome: 'timed-out', passes: false, findings: [notAppeared(result, rules)] }
  const cut = cutFinding(result, rules)
  if (result.count === 0) {
    const findings = [...cut, ...noBuilds(ifNone)]
    return judged && cut.length > 0
      ? { outcome: 'failed', passes: false, findings }
      : { outcome: 'none', passes: ifNone !== 'fail', findings }
  }
  if (!judged) return { outcome: 'found', passes: true, findings: cut }
  const findings = [
    ...cut,
    ...missingPipelines(result, ifNone),
    ...missingBuilds(result, ifNone),
    ...undecidedBuilds(result, rules),
    ...wrongResults(result, rules),
    ...tooOld(result, rules, now),
  ]
  if (findings.some(({ state }) => state === 'broken')) return { outcome: 'failed', passes: false, findings }
  const hasRule = rules.requireResult.length > 0 || rules.maxAge !== undefined
  return { outcome: hasRule ? 'passed' : 'found', passes: true, findings }
}

export function finding(
  rule: InputName,
  state: Finding['state'],
  sentence: Sentence,
  builds: readonly Build[] = [],
  count = builds.length,
): Finding {
  return { rule, state, sentence, builds, count }
}

function wrongResults({ offending, count }: Result, { requireResult }: Rules): Finding[] {
  if (requireResult.length === 0) return []
  if (offending.count === 0) {
    const sentence =
      count === 1 ? 'The build has the required result.' : `All ${counted(count, 'build')} have the required result.`
    return [finding('require-result', 'kept', [sentence])]
  }
  const sentence =
    count === 1
      ? 'The build does not have the required result.'
      : `${grouped(offending.count)} of ${counted(count, 'build')} ${offending.count === 1 ? 'does' : 'do'} not have the required result.`
  return [finding('require-result', 'broken', [sentence], offending.builds, offending.count)]
}

function tooOld({ newest }: Result, { maxAge }: Rules, now: number): Finding[] {
  if (maxAge === undefined || newest === undefined) return []
  const limit = formatDuration(maxAge)
  const finish = newest.status === 'completed' ? timeOf(newest.finishTime) : undefined
  if (finish === undefined)
    return [
      finding('max-age', 'broken', [`The newest build has not finished; one must have within ${limit}.`], [newest]),
    ]
  const age = now - milliseconds(finish)
  if (age <= maxAge) return [finding('max-age', 'kept', [`The newest build finished within ${limit}.`])]
  return [
    finding(
      'max-age',
      'broken',
      [`The newest build finished ${formatDuration(age)} ago, more than ${limit}.`],
      [newest],
    ),
  ]
}

function missingPipelines({ missing }: Result, ifNone: Rules['ifNone']): Finding[] {
  if (missing.length === 0) return []
  const names = listedFirst(
    missing.map(({ written, project }) => (project === undefined ? written : `${written} (${project})`)),
  )
  return unlessAccepted('pipelines', ifNone, `No matching build of ${names}.`)
}

/** A build that was filtered out, or that no project has that was searched, is as missing as one that never was. */
function missingBuilds({ missingIds }: Result, ifNone: Rules['ifNone']): Finding[] {
  return missingIds.length === 0
    ? []
    : unlessAccepted('build-ids', ifNone, `No matching build with ${idsText(missingIds)}.`)
}

/** Queued builds that would count if they turned out to be for the commit. */
function undecidedBuilds({ builds, counts: { undecided = [] } }: Result, { order }: Rules): Finding[] {
  const may = undecided.filter(one => !builds.some(build => replaces(build, one, order)))
  const [have, were] = may.length === 1 ? ['has', 'it was'] : ['have', 'they were']
  const sentence = `${counted(may.length, 'queued build')} ${have} no commit yet, so ${were} not judged.`
  return may.length === 0 ? [] : [finding('commit', 'warning', [sentence], may.slice(0, 10), may.length)]
}

function idsText(ids: readonly number[]): string {
  return `the ${ids.length === 1 ? 'ID' : 'IDs'} ${listedFirst(ids.map(String))}`
}

function unlessAccepted(rule: InputName, ifNone: Rules['ifNone'], sentence: string): Finding[] {
  return ifNone === 'ignore' ? [] : [finding(rule, ifNone === 'warn' ? 'warning' : 'broken', [sentence])]
}

function noBuilds(ifNone: Rules['ifNone']): Finding[] {
  return unlessAccepted('if-none', ifNone, 'No build found.')
}

/** A list that the service or the scan limit cut cannot be judged, unless nothing that was cut could change the verdict. */
function cutFinding(result: Result, rules: Rules): Finding[] {
  const [first] = result.cuts
  if (first === undefined || isNewestKnown(result, rules)) return []
  const { why, project } = first
  const list = project === undefined ? 'list of projects' : `list of builds of ${project}`
  const so = rules.judged ? ', so it cannot be judged' : ': more builds may match'
  const [pipelines, minTime] = [{ input: 'pipelines' }, { input: 'min-time' }] as const
  const sentence: Sentence =
    why === 'scan-limit'
      ? [`The ${list} was cut at `, { input: why }, `${so}. Raise it, name `, pipelines, ', or set ', minTime, '.']
      : [`The service repeated itself in the ${list}${so}. Narrow it with `, pipelines, ' or ', minTime, '.']
  return [finding(why === 'scan-limit' ? 'scan-limit' : 'pipelines', rules.judged ? 'broken' : 'warning', sentence)]
}

/** Whether all that counts is the newest build, and whatever was cut is older than the newest that was found. */
function isNewestKnown({ cuts, newest }: Result, { requireResult, maxAge, order }: Rules): boolean {
  if (requireResult.length > 0 || maxAge === undefined || newest === undefined || !order.descending) return false
  const place = { build: newest, time: orderTime(newest, order) }
  return cuts.every(cut => !mayPrecede(cut, [place], order))
}

function notCompleted({ builds }: Result, { waited }: Rules): Finding {
  const open = builds.filter(build => !isCompleted(build))
  const within = formatDuration(waited?.waitTimeout ?? 0)
  return finding('wait-timeout', 'broken', [`Not completed within ${within}.`], open.slice(0, 10), open.length)
}

function notAppeared({ missing, missingIds }: Result, { waited }: Rules): Finding {
  const within = formatDuration(waited?.appearTimeout ?? 0)
  const of = missing.length > 0 ? ` of ${listedFirst(missing.map(({ written }) => written))}` : ''
  const by = missingIds.length > 0 ? `${of === '' ? '' : ' or'} with ${idsText(missingIds)}` : ''
  return finding('appear-timeout', 'broken', [`No matching build${of}${by} appeared within ${within}.`])
}
