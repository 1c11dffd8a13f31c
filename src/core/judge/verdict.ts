import { counted, grouped, listed } from '../base/text.ts'
import { formatDuration, type Instant, milliseconds } from '../base/time.ts'
import { type Build, timeOf } from '../builds/build.ts'
import { parseOrder } from '../inputs/order.ts'
import { buildPage, type Organization } from '../inputs/organization.ts'
import type { Outcome } from '../result/outputs.ts'
import type { Listing } from '../result/result.ts'
import type { Settings } from '../settings/settings.ts'

/** Words, and builds that are named and linked where the sentence is shown. */
export type Sentence = readonly (string | Build)[]

/** What the rules say of the builds. */
export interface Verdict {
  readonly outcome: Extract<Outcome, 'passed' | 'failed' | 'none' | 'timed-out'>
  /** Whether the step passes: with `if-none`, an outcome of `none` may. */
  readonly passes: boolean
  /** One sentence for each rule that was broken, or one that says that all is well. */
  readonly sentences: readonly Sentence[]
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
    // The newest is among the first, whatever was cut behind them.
    const judged = requireResult.length > 0 || (maxAge !== undefined && !parseOrder(this.settings.order).descending)
    const warnings =
      judged && truncated
        ? [
            'More builds may match than were returned, and the rules looked at those only. Raise top or scan-limit to judge all.',
          ]
        : []
    if (broken.length > 0) return { outcome: 'failed', passes: false, sentences: broken, warnings }
    return { outcome: 'passed', passes: true, sentences: [this.praise(count)], warnings }
  }

  private wrongResults(count: number): Sentence[] {
    if (this.wrongCount === 0) return []
    const wanted = listed(this.settings.requireResult, 'or')
    const [only] = this.wrong
    if (count === 1 && only !== undefined) return [[only, ` is ${stateOf(only)}, not ${wanted}.`]]
    const what = `${this.wrongCount} of ${counted(count, 'build')} ${this.wrongCount === 1 ? 'is' : 'are'}`
    const builds = eachWithState(this.wrong, this.wrongCount)
    return [[`${what} not ${wanted}: `, ...builds, '.']]
  }

  private praise(count: number): Sentence {
    const { requireResult, maxAge } = this.settings
    if (requireResult.length > 0 && count === 1 && this.newest !== undefined)
      return [this.newest.build, ` is ${stateOf(this.newest.build)}, as required.`]
    if (requireResult.length > 0)
      return [`All ${counted(count, 'build')} are ${listed(requireResult, 'or')}, as required.`]
    if (maxAge !== undefined) return [`The newest build finished within ${formatDuration(maxAge)}.`]
    return [`${counted(count, 'build')} found.`]
  }

  private tooOld(now: number): Sentence[] {
    const { maxAge } = this.settings
    if (maxAge === undefined || this.newest === undefined) return []
    const { build } = this.newest
    const finish = build.status === 'completed' ? timeOf(build.finishTime) : undefined
    const limit = formatDuration(maxAge)
    if (finish === undefined)
      return [['The newest build, ', build, `, has not finished, and max-age wants one that has within ${limit}.`]]
    const age = now - milliseconds(finish)
    if (age <= maxAge) return []
    const finished = `, finished ${formatDuration(age)} ago, longer than max-age allows (${limit}).`
    return [['The newest build, ', build, finished]]
  }
}

/** `<build> is failed, <build> is canceled and 3 more`. @param count how many there are in all */
function eachWithState(builds: readonly Build[], count: number): Sentence {
  const more = count - builds.length
  const items: Sentence[] = [
    ...builds.map((build): Sentence => [build, ` is ${stateOf(build)}`]),
    ...(more > 0 ? [[`${grouped(more)} more`]] : []),
  ]
  return items.flatMap((item, index) => {
    if (index === 0) return item
    return [index === items.length - 1 ? ' and ' : ', ', ...item]
  })
}

function noBuilds(ifNone: string): Verdict {
  const sentence = 'No build matches what was asked for.'
  const warnings = ifNone === 'warn' ? [sentence] : []
  return { outcome: 'none', passes: ifNone !== 'fail', sentences: [[sentence]], warnings }
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
    return outOfTime([`No build that matches appeared within ${formatDuration(settings.appearTimeout)}.`])
  return listing.judge.verdict(listing, now)
}

function stillOpen(settings: Settings, { builds }: Listing): Sentence {
  const open = builds.filter(({ status }) => status !== 'completed' && status !== 'abandoned')
  const names = eachWithState(open.slice(0, named), open.length)
  return [`Not completed within ${formatDuration(settings.waitTimeout)}: `, ...names, '.']
}

function outOfTime(sentence: Sentence): Verdict {
  return { outcome: 'timed-out', passes: false, sentences: [sentence], warnings: [] }
}

/** A sentence for the log: each build is followed by its page, which logs make a link. */
export function inLog(sentence: Sentence, organization: Organization): string {
  const words = sentence.map(part =>
    typeof part === 'string' ? part : `${nameOf(part)} (${buildPage(organization, part.project, part.id)})`,
  )
  return words.join('')
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
