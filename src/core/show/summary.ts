import { code, counted, grouped, listed, markdown, shorten } from '../base/text.ts'
import { formatDuration } from '../base/time.ts'
import { type Build, durationOf } from '../builds/build.ts'
import { shortRef } from '../inputs/branch.ts'
import { buildPage, type Organization } from '../inputs/organization.ts'
import { nameOf, type Sentence, stateOf, type Verdict } from '../judge/verdict.ts'
import type { Listing } from '../result/result.ts'
import type { Statistics } from '../result/statistics.ts'
import type { Settings } from '../settings/settings.ts'
import { age, describeQuery } from './log.ts'

/** So many builds get a row. */
const tableRows = 50

/** The service knows fewer; what else a server sends must not fill the page. */
const mostStates = 20

/** Names of projects are short; one that is not must not fill the page either. */
const longestTarget = 2000

/** GitHub refuses a summary of 1 MiB or more as a whole; a page that long is no summary on Azure either. */
const mostBytes = 1024 * 1024 - 1

const marks: ReadonlyMap<string, string> = new Map([
  ['succeeded', '✅'],
  ['partiallySucceeded', '⚠️'],
  ['failed', '❌'],
  ['canceled', '🚫'],
  ['inProgress', '🔵'],
  ['notStarted', '⚪'],
  ['cancelling', '🚫'],
  ['postponed', '⚪'],
])

function markOf(state: string): string {
  return marks.get(state) ?? '·'
}

const headings: Record<Verdict['outcome'], string> = {
  passed: 'Azure DevOps builds: passed ✅',
  failed: 'Azure DevOps builds: failed ❌',
  none: 'Azure DevOps builds: none found ➖',
  'timed-out': 'Azure DevOps builds: timed out ⌛',
}

/** The job summary: the verdict, the figures, the trend, and a table of builds. Markdown for both hosts. */
export function summarize(settings: Settings, listing: Listing, verdict: Verdict, now: number): string {
  const { organization, requireResult, maxAge } = settings
  // Without a rule the sentence only counts the builds, as the figures do.
  const judged = verdict.outcome !== 'passed' || requireResult.length > 0 || maxAge !== undefined
  const head = [
    `## ${headings[verdict.outcome]}`,
    ...(judged ? verdict.sentences : []).map(sentence => sentenceOf(sentence, organization)),
    ...verdict.warnings
      .filter(warning => !verdict.sentences.some(([first]) => first === warning))
      .map(warning => `⚠️ ${markdown(warning)}`),
  ]
  const figures = listing.count === 0 ? [] : [figuresOf(listing), ...trendOf(listing.statistics)]
  const asked = `Asked for: ${markdown(shorten(describeQuery(settings), 2000))}.`
  for (let rows = tableRows; ; rows = Math.floor(rows / 2)) {
    const page = `${[...head, ...figures, ...tableOf(listing, organization, now, rows), asked].join('\n\n')}\n`
    if (Buffer.byteLength(page) <= mostBytes || rows === 0) return page
  }
}

/** Names come from the service and are shown as they are; links are of this step's making. */
function sentenceOf(sentence: Sentence, organization: Organization): string {
  return sentence
    .map(part => (typeof part === 'string' ? markdown(shorten(part, 500)) : linkTo(part, nameOf(part), organization)))
    .join('')
}

function figuresOf({ count, truncated, statistics }: Listing): string {
  const { byResult, byStatus, completed, passRate } = statistics
  const counts = [...byResult, ...byStatus].filter(([, amount]) => amount > 0).slice(0, mostStates)
  const states = counts.map(([state, amount]) => `${markOf(state)} ${grouped(amount)} ${code(shorten(state, 60))}`)
  const lines = [`**${counted(count, 'build')}**${truncated ? ' (more may match)' : ''}: ${listed(states)}.`]
  const canceled = byResult.get('canceled') ?? 0
  if (passRate !== undefined) {
    const without = canceled === 0 ? '' : `, ${counted(canceled, 'canceled one')} left out`
    lines.push(`Pass rate **${percent(passRate)}** of ${counted(completed - canceled, 'completed build')}${without}.`)
  }
  const [median, most] = [statistics.duration(0.5), statistics.duration(0.9)]
  if (median !== undefined && most !== undefined)
    lines.push(`Duration: median **${formatDuration(median)}**, 90th percentile **${formatDuration(most)}**.`)
  return lines.join('<br>')
}

function percent(share: number): string {
  const text = (share * 100).toFixed(1)
  return `${text.endsWith('.0') ? text.slice(0, -2) : text} %`
}

const blocks = [...'▁▂▃▄▅▆▇█']

/** Results and durations over time; one build alone is no trend. */
function trendOf({ trend }: Statistics): string[] {
  if (trend.length < 2) return []
  const results = trend.map(build => markOf(build.result)).join('')
  const durations = trend.map(build => durationOf(build) ?? 0)
  const longest = Math.max(...durations, 1)
  const bars = durations.map(duration => blocks[Math.round((duration / longest) * (blocks.length - 1))]).join('')
  return [
    `The last ${trend.length} completed, oldest first:<br>${results}<br><code>${bars}</code> durations, up to ${formatDuration(longest)}`,
  ]
}

function tableOf(listing: Listing, organization: Organization, now: number, rows: number): string[] {
  if (listing.count === 0) return []
  const shown = listing.builds.slice(0, rows)
  const several = new Set(shown.map(({ project }) => project)).size > 1
  const columns = [
    'Result',
    'Build',
    ...(several ? ['Project'] : []),
    'Pipeline',
    'Branch',
    'Commit',
    'When',
    'Duration',
  ]
  const table = [
    `| ${columns.join(' | ')} |`,
    `|${' --- |'.repeat(columns.length)}`,
    ...shown.map(build => `| ${cells(build, organization, now, several).join(' | ')} |`),
  ].join('\n')
  const left = listing.count - shown.length
  return left > 0 ? [table, `${counted(left, 'more build')} not shown; the file of builds has all.`] : [table]
}

function cells(build: Build, organization: Organization, now: number, several: boolean): string[] {
  const duration = durationOf(build)
  const state = stateOf(build)
  return [
    onOneLine(`${markOf(state)} ${markdown(shorten(state, 60))}`),
    linkTo(build, build.buildNumber || String(build.id), organization),
    ...(several ? [code(shorten(build.project, 60))] : []),
    code(shorten(build.definitionName, 60)),
    code(shorten(shortRef(build.sourceBranch), 60)),
    build.sourceVersion === '' ? '' : code(build.sourceVersion.slice(0, 8)),
    onOneLine(markdown(age(build, now))),
    onOneLine(duration === undefined ? '' : formatDuration(duration)),
  ]
}

/** Narrow pages break a cell at its spaces, which these are too short for. */
function onOneLine(cell: string): string {
  return cell.replaceAll(' ', '&nbsp;')
}

/** A link to a build. What could end the link or a cell of a table is percent-encoded in its target. */
function linkTo(build: Build, name: string, organization: Organization): string {
  const target = buildPage(organization, build.project, build.id).replace(
    /[()|<>\\`*'"\s[\]]/g,
    character => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  )
  const shown = markdown(shorten(name, 60))
  return target.length > longestTarget ? shown : `[${shown}](${target})`
}
