import { code, counted, grouped, listed, markdown, shorten } from '../base/text.ts'
import { formatDuration } from '../base/time.ts'
import { type Build, durationOf, nameOf, stateOf } from '../builds/build.ts'
import { shortRef } from '../inputs/branch.ts'
import type { Finding, Verdict } from '../judge/judge.ts'
import type { Result } from '../result/result.ts'
import type { Statistics } from '../result/statistics.ts'
import type { Settings } from '../settings/settings.ts'
import { shortVersion, when } from './build-words.ts'
import { type ErrorText, errorSection } from './error.ts'
import { ruleText } from './log.ts'
import { describeQuery } from './question.ts'
import { type PageOf, plain } from './sentence.ts'
import { buildTable } from './summary-table.ts'
import { linkTo, markOf, titled } from './summary-words.ts'

/** The service knows fewer; what else a server sends must not fill the page. */
const maxStates = 20

/** Fewer builds than this have no figures worth a reader's time. */
const figuresFrom = 5

/** GitHub refuses a summary of 1 MiB or more as a whole; a page that long is no summary on Azure either. */
const maxBytes = 1024 * 1024 - 1

/** What a page shows. */
export interface SummaryContent {
  /** Undefined while inputs could not be read. */
  readonly settings: Settings | undefined
  readonly result?: Result
  readonly verdict?: Verdict
  readonly error?: ErrorText
  readonly canceled?: boolean
  /** Sections of other rooms, as Markdown: why a build failed, which artifacts were downloaded. */
  readonly sections?: readonly string[]
  /** Lines that say what was searched where nothing was found. */
  readonly nothing?: readonly string[]
  readonly pageOf: PageOf
  readonly now: number
}

const outcomes: Record<Verdict['outcome'] | 'error' | 'canceled', string> = {
  found: 'found 🔎',
  passed: 'passed ✅',
  failed: 'failed ❌',
  none: 'none found ➖',
  started: 'started 🚀',
  'timed-out': 'timed out ⌛',
  error: 'error ⛔',
  canceled: 'canceled 🚫',
}

/** The job summary: what was asked, the verdict, each rule, the builds. Markdown for both hosts. */
export function summarize(content: SummaryContent): string {
  const { settings, result, error, sections = [], nothing = [] } = content
  const head = [
    `## ${titleOf(content)}`,
    ...(error === undefined ? [] : [errorSection(error)]),
    ...(settings === undefined ? [] : findingsOf(content, settings)),
    ...(nothing.length === 0 ? [] : [nothing.map(line => markdown(shorten(line, 1000))).join('<br>')]),
    ...sections,
  ]
  const figures =
    result === undefined || result.count < figuresFrom ? [] : [figuresOf(result), ...trendOf(result.statistics)]
  const question = settings === undefined ? [] : [detailsOf(settings)]
  for (let rows = 50; ; rows = Math.floor(rows / 2)) {
    const table = settings === undefined || result === undefined ? [] : buildTable(result, content, rows)
    const page = `${[...head, ...figures, ...table, ...question].join('\n\n')}\n`
    if (Buffer.byteLength(page) <= maxBytes) return page
    if (rows === 0)
      return `${head
        .slice(0, 3)
        .map(part => shorten(part, 50_000))
        .join('\n\n')}\n`
  }
}

/** `web ci on main: passed ✅`: what was asked, as short as a title, and what came of it. */
function titleOf({ settings, verdict, error, canceled }: SummaryContent): string {
  const outcome =
    outcomes[error !== undefined ? 'error' : canceled === true ? 'canceled' : (verdict?.outcome ?? 'found')]
  if (settings === undefined) return `Azure DevOps builds: ${outcome}`
  const { pipelines, projects, branch, commit } = settings.query
  const what =
    pipelines.length > 0
      ? listed(pipelines.slice(0, 3))
      : projects.includes('*')
        ? 'every project'
        : listed(projects.slice(0, 3))
  const more = Math.max(pipelines.length, projects.length) - 3
  const ref = branch === undefined ? '' : ` on ${shortRef(branch.kind === 'ref' ? branch.ref : branch.pattern)}`
  const version = commit === undefined ? '' : ` at ${shortVersion(commit.text)}`
  return `${titled(`${what}${more > 0 ? ` and ${more} more` : ''}${ref}${version}`)} ${outcome}`
}

const findingMarks: Record<Finding['state'], string> = { kept: '✅', broken: '❌', warning: '⚠️' }

/** Each rule with its result, and the builds that broke it as a list. */
function findingsOf({ verdict, pageOf, now }: SummaryContent, settings: Settings): string[] {
  return (verdict?.findings ?? []).map(finding => {
    const { state, sentence, builds, count } = finding
    const rule = ruleText(finding, settings)
    const text = markdown(shorten(plain(sentence, settings.output), 2000))
    const items = builds.map(build => `- ${markOf(stateOf(build))} ${itemOf(build, pageOf, now)}`)
    const more = count > builds.length ? [`- and ${counted(count - builds.length, 'more build')}`] : []
    return [
      `${findingMarks[state]} ${text}${rule === '' ? '' : ` ${code(rule)}`}`,
      ...(items.length > 0 ? ['', ...items, ...more] : []),
    ].join('\n')
  })
}

function itemOf(build: Build, pageOf: PageOf, now: number): string {
  const parts = [
    linkTo(build, nameOf(build), pageOf),
    build.sourceVersion === '' ? '' : `for ${code(shortVersion(build.sourceVersion))}`,
    build.sourceBranch === '' ? '' : `on ${code(shorten(shortRef(build.sourceBranch), 60))}`,
    markdown(`${stateOf(build)} ${when(build, now)}`),
  ]
  return parts.filter(part => part !== '').join(' ')
}

function figuresOf({ count, truncated, statistics }: Result): string {
  const { byResult, byStatus, completed, passRate } = statistics
  const counts = [...byResult, ...byStatus].filter(([, amount]) => amount > 0).slice(0, maxStates)
  const states = counts.map(([state, amount]) => `${markOf(state)} ${grouped(amount)} ${code(shorten(state, 60))}`)
  const lines = [`**${counted(count, 'build')}**${truncated ? ' (there may be more)' : ''}: ${listed(states)}.`]
  const canceled = byResult.get('canceled') ?? 0
  if (passRate !== undefined) {
    const without = canceled === 0 ? '' : `, without ${counted(canceled, 'canceled build')}`
    lines.push(`Pass rate **${percent(passRate)}** of ${counted(completed - canceled, 'completed build')}${without}.`)
  }
  const [median, most] = [statistics.duration(0.5), statistics.duration(0.9)]
  if (median !== undefined && most !== undefined)
    lines.push(`Duration: median **${formatDuration(median)}**, 90th percentile **${formatDuration(most)}**.`)
  return lines.join('<br>')
}

function percent(share: number): string {
  const text = (share * 100).toFixed(1)
  return `${text.endsWith('.0') ? text.slice(0, -2) : text}%`
}

const blocks = [...'▁▂▃▄▅▆▇█']

/** Results and durations over time. */
function trendOf({ trend }: Statistics): string[] {
  if (trend.length < figuresFrom) return []
  const results = trend.map(build => markOf(build.result)).join('')
  const durations = trend.map(build => durationOf(build) ?? 0)
  const longest = Math.max(...durations, 1)
  const bars = durations.map(duration => blocks[Math.round((duration / longest) * (blocks.length - 1))]).join('')
  return [
    `The last ${trend.length} completed, oldest first:<br>${results}<br><code>${bars}</code> durations, up to ${formatDuration(longest)}`,
  ]
}

/** The question and the settings, which few readers need. */
function detailsOf(settings: Settings): string {
  const { rules, wait, output, service } = settings
  const lines = [
    `Query: ${markdown(shorten(describeQuery(settings), 2000))}.`,
    ...(rules.requireResult.length > 0 ? [`Required result: ${code(rules.requireResult.join(', '))}`] : []),
    ...(rules.maxAge !== undefined ? [`Maximum age: ${formatDuration(rules.maxAge)}`] : []),
    ...(wait === undefined
      ? []
      : [
          `Waited at most ${formatDuration(wait.appearTimeout)} to appear and ${formatDuration(wait.waitTimeout)} to complete.`,
        ]),
    `Authentication: ${markdown(output.tokenSource)} (${output.scheme})${service.apiVersion === '' ? '' : `; API version ${code(service.apiVersion)}`}`,
  ]
  return `<details><summary>Query and settings</summary>\n\n${lines.join('<br>')}\n\n</details>`
}
