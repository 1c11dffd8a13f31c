import { shorten } from '../base/text.ts'
import { type Build, nameOf } from '../builds/build.ts'
import { messageOf, ServiceError } from '../errors/errors.ts'
import type { ExplainTools } from './explain-failures.ts'
import { overviewOf } from './link.ts'
import { timelineRequest } from './requests.ts'
import { readTimeline } from './timeline.ts'
import { Tree } from './tree.ts'
import { type Activity, activitiesOf, describeActivities } from './waiting-for.ts'

/** Milliseconds: the wait goes on only after it. */
const timeout = 20_000

/** Says what builds that are waited for are doing: one at a time, so that many cost no more than one. */
export class Watch {
  private turn = 0
  private refused = false

  constructor(private readonly tools: ExplainTools) {}

  /** A line on the next of these builds; none where nothing is known. */
  async describe(open: readonly Build[]): Promise<readonly string[]> {
    const build = open[this.turn++ % Math.max(1, open.length)]
    if (build === undefined || this.refused) return []
    const line = await this.lineOf(build)
    return line === undefined ? [] : [open.length > 1 ? `${nameOf(build)}: ${line}` : line]
  }

  /** What each of a few builds is doing, when nobody waits any longer. */
  async describeAll(open: readonly Build[]): Promise<readonly string[]> {
    const lines = await Promise.all(open.map(async build => ({ build, line: await this.lineOf(build) })))
    return lines.flatMap(({ build, line }) => (line === undefined ? [] : [`${nameOf(build)}: ${line}`]))
  }

  private async lineOf(build: Build): Promise<string | undefined> {
    const { service, redact, pageOf } = this.tools
    const request = timelineRequest(build, service.clock.now() + timeout)
    try {
      const timeline = await service.request(request, response => readTimeline(response, redact))
      return describe(build, activitiesOf(new Tree(timeline.records), service.now()), pageOf(build))
    } catch (error) {
      service.signal.throwIfAborted()
      // What is refused once is refused again; the wait itself needs nothing of it.
      this.refused = error instanceof ServiceError && !error.transient
      return `What it is doing cannot be shown. ${shorten(messageOf(error).split('\n')[0] ?? '', 300)}`
    }
  }
}

function describe({ status }: Build, activities: readonly Activity[], page: string): string | undefined {
  const text = describeActivities(activities)
  if (activities.some(({ sort }) => sort === 'person')) return `${text}. Somebody must act: ${overviewOf(page)}`
  if (text !== '') return `${text}.`
  return status === 'notStarted' ? 'No job has begun: the build is in the queue for an agent.' : undefined
}
