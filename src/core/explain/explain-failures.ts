import { counted, shorten } from '../base/text.ts'
import { type Build, nameOf } from '../builds/build.ts'
import { messageOf } from '../errors/errors.ts'
import { parse, splitPage } from '../service/json-list.ts'
import type { Service } from '../service/service.ts'
import type { Explanation } from './failures.ts'
import { linkTo } from './link.ts'
import { type LogRange, maxLogBytes, rangeAround, withLog } from './log-excerpt.ts'
import { cleanMessage, type Redact } from './message.ts'
import { logRequest, logsRequest, timelineRequest } from './requests.ts'
import { type Cause, retriesThatPassed, rootCauses, validationCause } from './root-causes.ts'
import { readTimeline, type Timeline } from './timeline.ts'
import { Tree } from './tree.ts'

/** What explaining needs from outside. */
export interface ExplainTools {
  readonly service: Pick<Service, 'request' | 'now' | 'clock' | 'signal'>
  readonly redact: Redact
  /** The page of a build. */
  readonly pageOf: (build: Build) => string
}

/** More builds are named by the verdict, and nobody reads so many reasons. */
export const maxExplained = 5

/** Milliseconds for all of it: the verdict is known, and a job waits for this to end. */
const timeout = 60_000

/** Requests for logs, of one build. */
const maxLogRequests = 2

/** More logs than a build has; the list of them is small. */
const maxLogs = 100_000

/** Says why builds failed. Whatever goes wrong becomes a note; only the end of the step is thrown. */
export function explainFailures(builds: readonly Build[], tools: ExplainTools): Promise<Explanation[]> {
  const deadline = tools.service.clock.now() + timeout
  return Promise.all(builds.slice(0, maxExplained).map(build => explainFailure(build, tools, deadline)))
}

async function explainFailure(build: Build, tools: ExplainTools, deadline: number): Promise<Explanation> {
  const page = tools.pageOf(build)
  const errors = build.validationErrors.map(message => cleanMessage(message, tools.redact))
  if (errors.length > 0) return { build, causes: [validationCause(errors, page)], notes: [] }
  try {
    const { service, redact } = tools
    const timeline = await service.request(timelineRequest(build, deadline), response => readTimeline(response, redact))
    const tree = new Tree(timeline.records)
    const causes = rootCauses(tree, page)
    const retries = retriesThatPassed(tree)
    if (causes.length === 0)
      return { build, causes: canceledCause(build, page), notes: [whyNone(build, timeline), ...noteOf(retries)] }
    return { build, causes: await addLogs(build, causes, tools, deadline), notes: noteOf(retries) }
  } catch (error) {
    tools.service.signal.throwIfAborted()
    return { build, causes: [], notes: [`Why ${nameOf(build)} failed cannot be shown. ${firstLineOf(error)}`] }
  }
}

function firstLineOf(error: unknown): string {
  return shorten(messageOf(error).split('\n')[0] ?? '', 300)
}

/** A build that was canceled before anything was recorded of it. */
function canceledCause({ result }: Build, page: string): Cause[] {
  return result === 'canceled' ? [{ ...validationCause(['The build was canceled.'], page), kind: 'canceled' }] : []
}

function whyNone({ result, deleted }: Build, { gone, records }: Timeline): string {
  // A build that was refused, or canceled in the queue, has no timeline either.
  if (gone === 'deleted' && deleted) return 'The build is deleted, and its timeline with it.'
  if (gone === 'purged') return 'The build no longer exists: it was deleted, or its retention period is over.'
  if (result === 'canceled') return 'It was canceled before a job ended.'
  return records.length === 0 ? 'The build has no timeline.' : 'The timeline of the build names no cause.'
}

function noteOf(retries: readonly string[]): string[] {
  if (retries.length === 0) return []
  const more = retries.length - 3
  return [`Retried: ${retries.slice(0, 3).join(', ')}${more > 0 ? `, and ${counted(more, 'more')}` : ''}.`]
}

/** Reads the logs of the first causes whose messages say nothing. */
async function addLogs(build: Build, causes: Cause[], tools: ExplainTools, deadline: number): Promise<Cause[]> {
  const silent = causes.filter(({ noise, log }) => noise && log !== undefined)
  const [first] = silent
  if (first?.log === undefined) return causes
  const read = (cause: Cause, range: LogRange) => readLog(build, cause, range, tools, deadline)
  // Without a line, the number of lines must be known first, which takes the second request.
  const told =
    first.log.line === undefined
      ? [await readEnd(build, first, first.log.id, tools, deadline)]
      : await Promise.all(
          silent.slice(0, maxLogRequests).map(cause => {
            const { id, line } = cause.log ?? {}
            return id === undefined || line === undefined ? cause : read(cause, rangeAround(id, line))
          }),
        )
  const byPlace = new Map(told.map((cause, index) => [silent[index], cause]))
  return causes.map(cause => byPlace.get(cause) ?? cause)
}

/** A log that cannot be read leaves the cause as it is. */
async function readLog(
  build: Build,
  cause: Cause,
  range: LogRange,
  tools: ExplainTools,
  deadline: number,
): Promise<Cause> {
  const { service, redact, pageOf } = tools
  try {
    const request = logRequest(build, range, deadline)
    const log = await service.request(request, ({ body }) => body.toString('utf8', 0, maxLogBytes))
    return withLog(cause, log, range, pageOf(build), redact)
  } catch {
    service.signal.throwIfAborted()
    return cause
  }
}

async function readEnd(
  build: Build,
  cause: Cause,
  logId: number,
  tools: ExplainTools,
  deadline: number,
): Promise<Cause> {
  const { service, pageOf } = tools
  try {
    const lines = await service.request(logsRequest(build, deadline), ({ body }) => linesOf(body, logId))
    if (lines === undefined) return cause
    const told = await readLog(build, cause, rangeAround(logId, lines), tools, deadline)
    return told.url === cause.url ? { ...told, url: linkTo(pageOf(build), cause.place, lines) } : told
  } catch {
    service.signal.throwIfAborted()
    return cause
  }
}

/** How many lines a log has, by the list of logs. */
function linesOf(body: Buffer, logId: number): number | undefined {
  for (const bytes of splitPage(body, 'value', maxLogs)) {
    const { id, lineCount } = parse(bytes) as { id?: unknown; lineCount?: unknown }
    if (id === logId) return Number.isSafeInteger(lineCount) ? (lineCount as number) : undefined
  }
  return undefined
}
