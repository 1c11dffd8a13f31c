import { shortRef } from './branch.ts'
import { type Build, durationOf } from './build.ts'
import type { Listing } from './listing.ts'
import { buildPage, type Organization } from './organization.ts'
import { age } from './report.ts'
import type { Statistics } from './statistics.ts'
import { code, counted, listed, markdown, shorten } from './text.ts'
import { formatDuration } from './time.ts'
import { stateOf, type Verdict } from './verdict.ts'

/** So many builds get a row. */
const tableRows = 50

/** GitHub refuses a summary of 1 MiB or more as a whole; a page that long is no summary on Azure either. */
const mostBytes = 1024 * 1024 - 1

const marks: Record<string, string> = {
  succeeded: '✅',
  partiallySucceeded: '⚠️',
  failed: '❌',
  canceled: '🚫',
  inProgress: '🔵',
  notStarted: '⚪',
  cancelling: '🚫',
  postponed: '⚪',
}

const verdictMarks: Record<Verdict['outcome'], string> = {
  passed: '✅ Passed',
  failed: '❌ Failed',
  none: '➖ No build',
  'timed-out': '⌛ Timed out',
}

/** The job summary: the verdict, the figures, the trend, and a table of builds. Markdown for both hosts. */
export function summarize(listing: Listing, verdict: Verdict, organization: Organization, now: number): string {
  const head = ['## Azure DevOps builds', `**${verdictMarks[verdict.outcome]}**`, ...verdict.sentences.map(sentenceOf)]
  const figures = listing.count === 0 ? [] : [figuresOf(listing), ...trendOf(listing.statistics)]
  for (let rows = tableRows; ; rows = Math.floor(rows / 2)) {
    const page = `${[...head, ...figures, ...tableOf(listing, organization, now, rows)].join('\n\n')}\n`
    if (Buffer.byteLength(page) <= mostBytes || rows === 0) return page
  }
}

/** Sentences of the verdict hold names from the service; addresses in them become text. */
function sentenceOf(sentence: string): string {
  return shorten(sentence, 4000)
    .split(/(https?:\/\/[^\s)]+)/)
    .map(part => (/^https?:/.test(part) ? code(part) : markdown(part)))
    .join('')
}

function figuresOf({ count, truncated, statistics }: Listing): string {
  const { byResult, byStatus, completed, passRate } = statistics
  const counts = [...byResult, ...byStatus].filter(([, amount]) => amount > 0)
  const states = counts.map(
    ([state, amount]) => `${marks[state] ?? '·'} ${amount.toLocaleString('en-US')} ${code(state)}`,
  )
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
  const results = trend.map(build => marks[build.result] ?? '·').join('')
  const durations = trend.map(build => durationOf(build) ?? 0)
  const longest = Math.max(...durations, 1)
  const bars = durations.map(duration => blocks[Math.round((duration / longest) * (blocks.length - 1))]).join('')
  return [
    `Oldest to newest, the last ${trend.length} completed:<br>${results}<br><code>${bars}</code> up to ${formatDuration(longest)}`,
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
    `${marks[state] ?? '·'} ${markdown(state)}`,
    `[${markdown(shorten(build.buildNumber || String(build.id), 60))}](${linkTo(buildPage(organization, build.project, build.id))})`,
    ...(several ? [code(shorten(build.project, 60))] : []),
    code(shorten(build.definitionName, 60)),
    code(shorten(shortRef(build.sourceBranch), 60)),
    build.sourceVersion === '' ? '' : code(build.sourceVersion.slice(0, 8)),
    markdown(age(build, now)),
    duration === undefined ? '' : formatDuration(duration),
  ]
}

/** An address as the target of a Markdown link: what could end the link or a cell is percent-encoded. */
function linkTo(address: string): string {
  return address.replace(
    /[()|<>\\`*'"\s[\]]/g,
    character => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  )
}
