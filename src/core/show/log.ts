import { counted, grouped, shorten } from '../base/text.ts'
import { formatDuration } from '../base/time.ts'
import { type Build, durationOf, nameOf, stateOf } from '../builds/build.ts'
import type { FilterCounts } from '../builds/filter.ts'
import { expiryWarning } from '../credential/expiry.ts'
import { shortRef } from '../inputs/branch.ts'
import { inputNameOn, spellNames } from '../inputs/raw-inputs.ts'
import type { Finding, Verdict } from '../judge/judge.ts'
import type { Result } from '../result/result.ts'
import type { Settings } from '../settings/settings.ts'
import { age, describeBuild, shortVersion } from './build-words.ts'
import { proxyHost } from './proxy-host.ts'
import { describeQuery } from './question.ts'
import { type PageOf, plain } from './sentence.ts'

/** So many builds get a line each; a log of a hundred thousand lines helps nobody. */
export const listedBuilds = 200

/** What is queried, with what authentication, and through which proxy. @param proxy URL, of which only the host is shown */
export function introduction(settings: Settings, proxy: string | undefined): string[] {
  const { scheme, tokenSource } = settings.output
  return [
    `${describeQuery(settings)}.`,
    `Authentication: ${tokenSource} (${scheme}).`,
    ...(proxy === undefined ? [] : [`Proxy: ${proxyHost(proxy)}.`]),
  ]
}

/** The expiration date of the token is near or past; or a filter keeps from the gate what it should fail. */
export function settingsWarnings({ output, query }: Settings, now: number): string[] {
  const hidesRed =
    query.result.length > 0 && query.failing.length > 0 && query.result.every(one => !query.failing.includes(one))
  const warnings = [
    expiryWarning(output.patExpiresOn, now),
    hidesRed
      ? `{result} "${query.result.join(', ')}" leaves out every build that {require-result} could fail. Leave {result} out to judge the newest build.`
      : undefined,
  ]
  return warnings.flatMap(warning => (warning === undefined ? [] : [spellNames(warning, output.context)]))
}

/**
 * `Checked 412 builds: 3 match, 1 returned, 380 are on other branches, 29 are for other commits. 1 build matched later.`
 * The most come first.
 */
export function describeCounts(counts: FilterCounts, returned: number): string {
  const matching = matchingOf(counts)
  const reasons = [...counts.leftOut]
    .sort(([, a], [, b]) => b - a)
    .map(([why, count]) => `${grouped(count)} ${count === 1 ? 'is' : 'are'} ${why}`)
  const matches = `${grouped(matching)} ${matching === 1 ? 'matches' : 'match'}`
  const early = returned - (counts.later ?? 0)
  const some = early < matching ? [`${grouped(early)} returned`] : []
  const later = counts.later === undefined ? '' : ` ${counted(counts.later, 'build')} matched later.`
  return `Checked ${counted(counts.checked, 'build')}: ${[matches, ...some, ...reasons].join(', ')}.${later}`
}

function matchingOf({ checked, leftOut }: FilterCounts): number {
  return [...leftOut.values()].reduce((left, count) => left - count, checked)
}

/** One aligned line for each build: result, number, pipeline, branch, commit, age, duration. */
export function buildLines(builds: readonly Build[], count: number, now: number, more: string): string[] {
  const rows = builds.slice(0, listedBuilds).map(build => cells(build, now))
  const widths = rows.reduce<number[]>(
    (most, row) => row.map((cell, index) => Math.max(most[index] ?? 0, cell.length)),
    [],
  )
  const lines = rows.map(row =>
    row
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join('  ')
      .trimEnd(),
  )
  const left = count - lines.length
  return left > 0 ? [...lines, `… and ${counted(left, 'more build', 'more builds')}, all of them in ${more}`] : lines
}

function cells(build: Build, now: number): string[] {
  const duration = durationOf(build)
  return [
    `${marks.get(stateOf(build)) ?? '·'} ${stateOf(build)}${build.deleted ? ', deleted' : ''}`,
    shorten(build.buildNumber || String(build.id), 40),
    shorten(build.pipelineName, 40),
    shorten(shortRef(build.sourceBranch), 40),
    shortVersion(build.sourceVersion),
    age(build, now),
    duration === undefined ? '' : formatDuration(duration),
  ]
}

/** Plain characters, which every log can show. */
const marks: ReadonlyMap<string, string> = new Map([
  ['succeeded', '✓'],
  ['partiallySucceeded', '!'],
  ['failed', '✗'],
  ['canceled', '-'],
  ['inProgress', '▶'],
  ['notStarted', '…'],
  ['cancelling', '-'],
  ['postponed', '…'],
])

/** A broken rule or a warning: what is wrong, and a line for each build. */
export function findingLines(finding: Finding, settings: Settings, now: number, pageOf: PageOf): string[] {
  const { sentence, builds, count } = finding
  const { context } = settings.output
  const gate = finding.state === 'broken' ? `${capitalized(failureTitle(finding))}: ` : ''
  const rule = ruleText(finding, settings)
  const [only] = builds
  // One build says it all: `Gate failed: web ci 20261124.7 for 4f0c9d1 on main: failed 46m ago (05:12 UTC). require-result: succeeded`
  if (finding.rule === 'require-result' && count === 1 && only !== undefined)
    return [`${gate}${describeBuild(only, now)}. ${rule}`, `  ${pageOf(only)}`]
  const lines = builds.map(build => `  ${describeBuild(build, now)} ${pageOf(build)}`)
  const more = count > builds.length ? [`  and ${counted(count - builds.length, 'more build')}`] : []
  return [`${gate}${plain(sentence, { context })}${rule === '' ? '' : ` ${rule}`}`, ...lines, ...more]
}

/** What a broken rule means, in two words. */
export function failureTitle({ rule }: Finding): string {
  return rule === 'start' ? 'start failed' : 'gate failed'
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** `require-result: succeeded`, as it was set. */
export function ruleText({ rule }: Finding, { rules, output: { context } }: Settings): string {
  const value =
    rule === 'require-result'
      ? rules.requireResult.join(', ')
      : rule === 'max-age' && rules.maxAge !== undefined
        ? formatDuration(rules.maxAge)
        : ''
  return value === '' ? '' : `${inputNameOn(rule, context)}: ${value}`
}

/** The last line: the verdict in a few words. */
export function verdictLine({ outcome, findings }: Verdict, { count, builds }: Result, settings: Settings): string {
  const kept = findings.filter(({ state, rule }) => state === 'kept' && !(count === 1 && rule === 'require-result'))
  const rules = kept.map(finding => `${plain(finding.sentence, settings.output)} ${ruleText(finding, settings)}.`)
  const [only] = builds
  const found = count === 1 && only !== undefined ? `${nameOf(only)} (${stateOf(only)})` : counted(count, 'build')
  if (outcome === 'passed') return [`Gate passed: ${found}.`, ...rules].join(' ')
  if (outcome === 'none') return 'No build found.'
  if (outcome === 'started') return `Started ${found}. It is not waited for.`
  return `Found ${found}.`
}
