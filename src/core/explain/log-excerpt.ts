import { shorten } from '../base/text.ts'
import { linkTo } from './link.ts'
import { cleanMessage, firstLine, type Redact } from './message.ts'
import type { Cause } from './root-causes.ts'
import { tellingLines } from './telling-lines.ts'

/** Lines of a log, counted from 1, both ends included. */
export interface LogRange {
  readonly logId: number
  readonly startLine: number
  readonly endLine: number
}

/** Lines before the failure that are read. */
const linesBefore = 60

/** Read beyond the failure, because the service does not document whether its ranges include their ends. */
const linesAfter = 2

/** Lines that are shown where none says more than the others. */
const shownLines = 10

/** Lines that are shown behind the name of a failed test. */
const shownBehind = 5

const maxLineLength = 300

/** A log that comes whole although a range was requested is read up to here. */
export const maxLogBytes = 4 * 1024 * 1024

/** The agent writes the time before each line: .NET's "O" format, in UTC. */
const timestamp = /^\uFEFF?\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,7})?Z ?/

/** Lines that the agent writes for itself. */
const ofAgent = /^##\[(?:section|debug|endgroup)\]/

const startOfOutput = /^=+ Starting Command Output =+$/

/** The lines around line `line`, or around the end of a log of that many lines. */
export function rangeAround(logId: number, line: number): LogRange {
  return { logId, startLine: Math.max(1, line - linesBefore), endLine: line + linesAfter }
}

interface Line {
  readonly text: string
  readonly number: number
}

/**
 * The cause with what its log says: the lines that name an error, with a few behind the name of a test, or the last ones
 * before the failure. The deep link leads to the first line that names one.
 *
 * @param log the answer to the request for the range, plain text
 */
export function withLog(cause: Cause, log: string, range: LogRange, page: string, redact: Redact): Cause {
  const lines = outputLines(cause, log, range, redact)
  const telling = tellingLines(lines)
  const [first] = telling.lines
  if (first === undefined) return { ...cause, excerpt: lines.slice(-shownLines).map(({ text }) => text) }
  return {
    ...cause,
    excerpt: telling.tests ? behind(lines, first) : [],
    kind: telling.tests && cause.kind === 'script' ? 'tests' : cause.kind,
    messages: telling.lines.map(({ text }) => text),
    more: cause.more + telling.more,
    noise: false,
    url: linkTo(page, cause.place, first.number),
  }
}

/** What a test runner prints behind the name of the first failed test: what was expected, and what came. */
function behind(lines: readonly Line[], first: Line): string[] {
  const at = lines.indexOf(first) + 1
  return lines.slice(at, at + shownBehind).map(({ text }) => text)
}

/** What the task printed before it failed. */
function outputLines(cause: Cause, log: string, { startLine, endLine }: LogRange, redact: Redact): Line[] {
  const all = redact(log.slice(0, maxLogBytes)).split(/\r\n|\n/)
  if (all.at(-1) === '') all.pop()
  const whole = all.length > endLine - startLine + 10
  const raw = (whole ? all.slice(startLine - 1, endLine) : all).map(line => line.replace(timestamp, ''))
  const texts = raw.map(line => shorten(cleanMessage(line, redact), maxLineLength))
  const end = endOfOutput(texts, cause)
  const known = end < texts.length ? cause.log?.line : undefined
  const offset = known === undefined ? startLine : known - end
  const begin = texts.slice(0, end).findLastIndex(text => startOfOutput.test(text)) + 1
  return texts
    .map((text, index) => ({ text, number: Math.max(1, offset + index) }))
    .slice(begin, end)
    .filter(({ text }, index) => text !== '' && !ofAgent.test(raw[begin + index] ?? ''))
}

/** Where the message stands that says no more than that the task failed; the end where it is not there. */
function endOfOutput(texts: readonly string[], { messages }: Cause): number {
  const noise = shorten(firstLine(messages[0] ?? ''), maxLineLength)
  const at = noise === '' ? -1 : texts.lastIndexOf(noise)
  return at < 0 ? texts.length : at
}
