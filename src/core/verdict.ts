import { type Build, timeOf } from './build.ts'
import type { Listing } from './listing.ts'
import { buildPage } from './organization.ts'
import type { Outcome } from './outputs.ts'
import type { Settings } from './settings.ts'
import { counted, listed } from './text.ts'
import { formatDuration, type Instant, milliseconds } from './time.ts'

/** What the rules say of the builds. */
export interface Verdict {
  readonly outcome: Extract<Outcome, 'passed' | 'failed' | 'none' | 'timed-out'>
  /** Whether the step passes: with `if-none`, an outcome of `none` may. */
  readonly passes: boolean
  /** One sentence for each rule that was broken, or one that says that all is well. */
  readonly sentences: readonly string[]
  /** What a reader should know although it breaks no rule. */
  readonly warnings: readonly string[]
}

/** So many of the builds that broke a rule are named; the rest is counted. */
const named = 10

/** Looks at each build once, as it comes. */
export class Judge {
  private readonly wrong: Build[] = []
  private wrongCount = 0
  private newest: { build: Build; time: Instant } | undefined

  constructor(private readonly settings: Settings) {}

  add(build: Build, time: Instant): void {
    if (this.newest === undefined || time > this.newest.time) this.newest = { build, time }
    const required = this.settings.requireResult
    if (required.length === 0 || (build.status === 'completed' && required.includes(build.result))) return
    this.wrongCount++
    if (this.wrong.length < named) this.wrong.push(build)
  }

  /** @param now milliseconds since 1970 */
  verdict({ count, truncated }: Pick<Listing, 'count' | 'truncated'>, now: number): Verdict {
    const { ifNone, requireResult, maxAge } = this.settings
    if (count === 0) return noBuilds(ifNone)
    const broken = [...this.wrongResults(count), ...this.tooOld(now)]
    const judged = requireResult.length > 0 || maxAge !== undefined
    const warnings =
      judged && truncated
        ? [
            'More builds may match than were returned, and the rules looked at those only. Raise top or scan-limit to judge all.',
          ]
        : []
    if (broken.length > 0) return { outcome: 'failed', passes: false, sentences: broken, warnings }
    return { outcome: 'passed', passes: true, sentences: [praise(count, this.settings)], warnings }
  }

  private wrongResults(count: number): string[] {
    if (this.wrongCount === 0) return []
    const names = this.wrong.map(build => `${nameOf(build)} is ${stateOf(build)} (${pageOf(build, this.settings)})`)
    const more = this.wrongCount - names.length
    const all = more > 0 ? [...names, `${more} more`] : names
    const what = `${this.wrongCount} of ${counted(count, 'build')} ${this.wrongCount === 1 ? 'is' : 'are'}`
    return [`${what} not ${listed(this.settings.requireResult, 'or')}: ${listed(all)}.`]
  }

  private tooOld(now: number): string[] {
    const { maxAge } = this.settings
    if (maxAge === undefined || this.newest === undefined) return []
    const { build } = this.newest
    const finish = build.status === 'completed' ? timeOf(build.finishTime) : undefined
    const which = `The newest build, ${nameOf(build)} (${pageOf(build, this.settings)}),`
    if (finish === undefined)
      return [`${which} has not finished, and max-age wants one that has within ${formatDuration(maxAge)}.`]
    const age = now - milliseconds(finish)
    if (age <= maxAge) return []
    return [`${which} finished ${formatDuration(age)} ago, longer than max-age allows (${formatDuration(maxAge)}).`]
  }
}

function noBuilds(ifNone: string): Verdict {
  const sentence = 'No build matches what was asked for.'
  const warnings = ifNone === 'warn' ? [sentence] : []
  return { outcome: 'none', passes: ifNone !== 'fail', sentences: [sentence], warnings }
}

function praise(count: number, { requireResult }: Settings): string {
  if (requireResult.length === 0) return `${counted(count, 'build')} found.`
  return `${count === 1 ? 'The build is' : `All ${counted(count, 'build')} are`} ${listed(requireResult, 'or')}.`
}

/** The verdict on what was returned; `late` says on what time ran out while waiting. */
export function judge(
  settings: Settings,
  listing: Listing,
  late: 'to appear' | 'to complete' | undefined,
  now: number,
): Verdict {
  if (late === 'to complete') return outOfTime(stillOpen(settings, listing))
  if (late === 'to appear' && settings.ifNone === 'fail')
    return outOfTime(`No build that matches appeared within ${formatDuration(settings.appearTimeout)}.`)
  return listing.judge.verdict(listing, now)
}

function stillOpen(settings: Settings, { builds }: Listing): string {
  const open = builds.filter(({ status }) => status !== 'completed' && status !== 'abandoned')
  const names = open.slice(0, named).map(build => `${nameOf(build)} is ${stateOf(build)} (${pageOf(build, settings)})`)
  const more = open.length - names.length
  return `Not completed within ${formatDuration(settings.waitTimeout)}: ${listed(more > 0 ? [...names, `${more} more`] : names)}.`
}

function outOfTime(sentence: string): Verdict {
  return { outcome: 'timed-out', passes: false, sentences: [sentence], warnings: [] }
}

/** `20260401.4 of Web CI`. */
export function nameOf({ buildNumber, id, definitionName }: Build): string {
  const number = buildNumber || `build ${id}`
  return definitionName === '' ? number : `${number} of ${definitionName}`
}

/** Its result, or its status until it has one. */
export function stateOf({ status, result }: Build): string {
  return status === 'completed' ? result || 'completed without a result' : status
}

function pageOf(build: Build, { organization }: Settings): string {
  return buildPage(organization, build.project, build.id)
}
