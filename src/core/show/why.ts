import { maxOutputBytes } from '../base/output-size.ts'
import { code, counted, markdown, shorten } from '../base/text.ts'
import { milliseconds } from '../base/time.ts'
import { nameOf } from '../builds/build.ts'
import { type Explanation, failureLine, failuresJson, whatOf, whereOf } from '../explain/failures.ts'
import type { Cause } from '../explain/root-causes.ts'
import type { HostContext } from '../inputs/raw-inputs.ts'
import { utc } from './build-words.ts'
import type { Message, Part } from './part.ts'
import { linkToUrl } from './summary-words.ts'

/** Causes of one build that are shown; the outputs have as many as fit. */
const maxCauses = 10

/** GitHub shows ten errors of a step, and the verdict is one of them: https://docs.github.com/actions/reference/limits */
const maxAnnotations = 9

/** Lines of one message that the log shows. */
const maxLines = 6

const maxLineLength = 500

/** Bytes of the section, so that the page keeps room for the builds. */
const maxSectionBytes = 300_000

interface Shown {
  readonly context: Pick<HostContext, 'host'>
  /** Milliseconds since 1970. */
  readonly now: number
}

/**
 * Why builds failed, for the log, annotations, the summary, and outputs.
 * @param activities what the builds are doing that were not completed in time, a line each
 */
export function whyPart(explanations: readonly Explanation[], activities: readonly string[], shown: Shown): Part {
  const outputs = { failure: failureLine(explanations), failures: failuresJson(explanations, maxOutputBytes) }
  if (explanations.length === 0 && activities.length === 0) return { outputs }
  return {
    outputs,
    log: [...explanations.flatMap(explanation => logLines(explanation, shown.now)), ...activities],
    errors: explanations.flatMap(explanation => annotationsOf(explanation, shown)).slice(0, maxAnnotations),
    summary: [sectionOf(explanations, activities)],
  }
}

const states: ReadonlyMap<string, string> = new Map([
  ['canceled', 'was canceled'],
  ['partiallySucceeded', 'partially succeeded'],
])

function logLines({ build, causes, notes }: Explanation, now: number): string[] {
  const lines = [`Why ${shorten(nameOf(build), 120)} ${states.get(build.result) ?? 'failed'}:`]
  for (const cause of causes.slice(0, maxCauses)) lines.push(...causeLines(cause, now))
  if (causes.length > maxCauses) lines.push(`  and ${counted(causes.length - maxCauses, 'more cause')}`)
  return [...lines, ...notes.map(note => `  ${note}`)]
}

function causeLines(cause: Cause, now: number): string[] {
  const { excerpt, url } = cause
  return [
    `  ${titleOf(cause)} (${detailsOf(cause, now)})`,
    ...messageLines(cause).map(line => `    ${line}`),
    ...excerpt.map(line => `    | ${line}`),
    `    ${url}`,
  ]
}

/** `Build > Linux x64 > Run tests`, or the kind for what is in no place. */
function titleOf(cause: Cause): string {
  return shorten(whereOf(cause) || cause.kind, 300)
}

/** `script, 05:12 UTC, attempt 2, in 3 places`. */
function detailsOf({ kind, finishTime, attempt, count }: Cause, now: number): string {
  return [
    kind,
    ...(finishTime === undefined ? [] : [utc(milliseconds(finishTime), now)]),
    ...(attempt > 1 ? [`attempt ${attempt}`] : []),
    ...(count > 1 ? [`in ${count} places`] : []),
  ].join(', ')
}

function messageLines(cause: Cause): string[] {
  const { messages, more } = cause
  if (messages.length === 0) return [whatOf({ ...cause, excerpt: [] })]
  const lines = messages.flatMap(message =>
    message
      .split('\n')
      .filter(line => line.trim() !== '')
      .slice(0, maxLines),
  )
  return [...lines.map(line => shorten(line, maxLineLength)), ...(more > 0 ? [`+${more} more`] : [])]
}

/** Titles are shown on GitHub only. */
function annotationsOf({ build, causes }: Explanation, { context }: Shown): Message[] {
  return causes.map(cause => {
    const place = [build.pipelineName, whereOf(cause)].filter(part => part !== '').join(' > ')
    const title = shorten(place || nameOf(build), 200)
    const where = context.host === 'azure' ? `${title}: ` : ''
    return { title, text: [`${where}${shorten(whatOf(cause), maxLineLength)}${hiddenOf(cause)}`, cause.url] }
  })
}

/** ` (+3 more)`: the log and the summary have them. */
function hiddenOf({ messages, more }: Cause): string {
  const hidden = Math.max(0, messages.length - 1) + more
  return hidden === 0 ? '' : ` (+${hidden} more)`
}

/** The section of the summary, with as many causes as fit. Everything from the service is text in it, and never markup. */
function sectionOf(explanations: readonly Explanation[], activities: readonly string[]): string {
  for (let most = maxCauses; ; most = Math.floor(most / 2)) {
    const items = explanations.flatMap(explanation => itemsOf(explanation, most, explanations.length > 1))
    const open = activities.map(line => `- ⏳ ${markdown(shorten(line, 1000))}`)
    const section = ['### Why', '', ...items, ...open].join('\n').replace('\n\n\n', '\n\n')
    if (Buffer.byteLength(section) <= maxSectionBytes || most === 0) return section
  }
}

function itemsOf({ build, causes, notes }: Explanation, most: number, named: boolean): string[] {
  const left = causes.length - Math.min(most, causes.length)
  return [
    ...(named ? ['', `**${markdown(shorten(nameOf(build), 120))}**`, ''] : []),
    ...causes.slice(0, most).map(itemOf),
    ...(left > 0 ? [`- and ${counted(left, 'more cause')}`] : []),
    ...notes.map(note => `- ${markdown(shorten(note, 1000))}`),
  ]
}

function itemOf(cause: Cause): string {
  const { kind, count, attempt, excerpt, url } = cause
  const details = [
    kind,
    ...(attempt > 1 ? [`attempt ${attempt}`] : []),
    ...(count > 1 ? [`in ${count} places`] : []),
  ].join(', ')
  const lines = [
    `- ${linkToUrl(url, titleOf(cause))} (${markdown(details)})`,
    ...messageLines(cause).map(line => code(line)),
    ...excerpt.map(line => code(line)),
  ]
  return lines.join('<br>')
}
