import { counted, listed } from '../base/text.ts'
import { type Clock, formatDuration, type Instant, instantOf } from '../base/time.ts'
import { ServiceError } from '../errors/errors.ts'
import type { Service } from '../service/service.ts'
import type { BuildQuery, WaitSettings } from '../settings/settings.ts'
import { type Build, isCompleted, type MatchedBuild, nameOf, stateOf } from './build.ts'
import { Heartbeat } from './heartbeat.ts'
import { type Cut, mayPrecede } from './list-builds.ts'
import { compareBy } from './order.ts'
import { sortsBy } from './query.ts'
import { findAll, readByIds, type Selection } from './select.ts'
import { isOf, type NamedPipeline, type Targets } from './targets.ts'

/** What waiting needs from outside, and where it speaks. */
export interface WaitTools {
  readonly clock: Clock
  readonly signal: AbortSignal
  readonly random: () => number
  readonly say: (line: string) => void
  /** @param percent 0 to 100 */
  readonly progress: (percent: number, text: string) => void
  /** The page of a build. */
  readonly pageOf: (build: Build) => string
  /** Takes the builds that are waited for, whenever they or their states changed. */
  readonly onChange: (selection: Selection) => void
  /** Lines that say what these builds are doing, at a heartbeat. */
  readonly describe?: (open: readonly Build[]) => Promise<readonly string[]>
  /** A build as it is shown; as it came unless set. */
  readonly shown?: (build: Build) => Build
}

/** What waiting came to. */
export interface Waited extends Selection {
  /** What time ran out on; undefined when all is completed. */
  readonly late?: 'to appear' | 'to complete'
}

/** A failed poll has been retried already; so many more in a row do not end the wait. */
const maxFailedPolls = 3
/** Milliseconds for the poll when time is up, so that a build that has just ended is not missed. */
const lastPoll = 10_000
/** Milliseconds that a new build may take to show in lists, and clocks may differ by. */
const overlap = 30_000
/** So many builds are named in a line. */
const maxNamedBuilds = 10

/** Waits until builds match, then until all of them are completed. */
export async function waitForBuilds(
  service: Service,
  query: BuildQuery,
  settings: WaitSettings,
  targets: Targets,
  tools: WaitTools,
): Promise<Waited> {
  const wait = new Wait(service, query, settings, targets, tools)
  const late = await wait.appear()
  if (late) return wait.result('to appear')
  return wait.result((await wait.complete()) ? 'to complete' : undefined)
}

/** Waits until builds that are known already are completed. */
export async function waitForKnown(
  service: Service,
  query: BuildQuery,
  settings: WaitSettings,
  builds: readonly MatchedBuild[],
  tools: WaitTools,
): Promise<Waited> {
  const wait = new Wait(service, query, settings, nowhere, tools, builds)
  return wait.result((await wait.complete()) ? 'to complete' : undefined)
}

const nowhere: Targets = { projects: [], each: [], named: Promise.resolve([]) }

class Wait {
  private counts: Selection['counts'] | undefined
  private cuts: readonly Cut[] = []
  private more = false
  private named: readonly NamedPipeline[] = []
  /** Builds queued before this time have been seen. */
  private since: Instant | undefined

  constructor(
    private readonly service: Service,
    private readonly query: BuildQuery,
    private readonly settings: WaitSettings,
    private readonly targets: Targets,
    private readonly tools: WaitTools,
    private builds: readonly MatchedBuild[] = [],
  ) {}

  result(late?: Waited['late']): Waited {
    return { ...this.selection, ...(late === undefined ? {} : { late }) }
  }

  private get selection(): Selection {
    const { builds, cuts, more, counts } = this
    return {
      builds: builds.toSorted(compareBy(this.query.order)),
      cuts: cuts.filter(cut => this.matters(cut)),
      more: more || (cuts.length > 0 && builds.length >= this.query.top),
      counts: counts ?? { checked: 0, leftOut: new Map() },
    }
  }

  /** Pipelines that were named and have no matching build yet. */
  private get missing(): readonly NamedPipeline[] {
    return this.named.filter(pipeline => !this.builds.some(found => isOf(pipeline, found)))
  }

  /**
   * Whether a build that is missing could still count: not if there are as many as are wanted, in all or of each named
   * pipeline, and they come before it.
   */
  private matters(cut: Cut): boolean {
    const { builds, named, query } = this
    const { maxBuildsPerPipeline = Number.POSITIVE_INFINITY, order, top } = query
    if (builds.length >= top) return mayPrecede(cut, builds, order)
    const isFull = (pipeline: NamedPipeline) =>
      builds.filter(found => isOf(pipeline, found)).length >= maxBuildsPerPipeline
    if (named.length === 0 || !named.every(isFull)) return true
    const listed = builds.filter(({ target }) => target === cut.project)
    return mayPrecede(cut, listed, order)
  }

  /** Whether builds of other pipelines may still appear, and count then. */
  private get mayJoin(): boolean {
    const { commit, pipelines, top } = this.query
    return commit !== undefined && pipelines.length === 0 && this.builds.length < top
  }

  private get open(): readonly MatchedBuild[] {
    return this.builds.filter(({ build }) => !isCompleted(build))
  }

  /** @returns whether time ran out */
  async appear(): Promise<boolean> {
    const { clock, say } = this.tools
    const deadline = clock.now() + this.settings.appearTimeout
    const tolerate = tolerance(say)
    const beat = new Heartbeat(this.tools, this.settings.appearTimeout, left => `${this.missingText()}; ${left}.`)
    let limit = clock.now() + this.query.queryTimeout
    for (let polls = 1; ; polls++) {
      // A poll that failed says nothing of builds: the last one must not end in "no build".
      const looked = await tolerate(
        () => (polls === 1 ? this.look(limit) : this.poll(limit, true)),
        () => clock.now() < deadline,
      )
      this.named = await this.targets.named
      if (this.builds.length > 0 && this.missing.length === 0) return false
      const left = deadline - clock.now()
      // Without the others, what has appeared is waited for and judged, with what was asked for if some are missing.
      if (left <= 0 && looked) return this.builds.length === 0 || this.settings.ifNone === 'fail'
      if (polls === 1 && left > 0) say(`${this.missingText()}. Checking again for ${inSeconds(left)}.`)
      await beat.rest(this.settings.pollInterval, deadline)
      limit = this.limitOf(deadline)
    }
  }

  /** @returns whether time ran out */
  async complete(): Promise<boolean> {
    const { clock, say, progress } = this.tools
    const { waitTimeout, pollInterval } = this.settings
    const deadline = clock.now() + waitTimeout
    const tolerate = tolerance(say)
    const beat = new Heartbeat(
      this.tools,
      waitTimeout,
      left => `Waiting for ${this.openText()}; ${left}.`,
      () => this.describe(),
    )
    this.announce()
    for (;;) {
      if (this.open.length === 0 && !(await this.goesOn(deadline, tolerate))) return false
      const left = deadline - clock.now()
      if (left <= 0) return true
      progress(Math.min(99, Math.round((1 - left / waitTimeout) * 100)), `Waiting for ${this.openText()}`)
      await beat.rest(pollInterval, deadline)
      const limit = this.limitOf(deadline)
      const poll = () => this.poll(limit, this.mayJoin)
      await (clock.now() < deadline ? tolerate(poll) : forgive(poll, say))
    }
  }

  /** The last look before the verdict; there is none without it. @returns whether it failed, or an open build joined */
  private async goesOn(deadline: number, tolerate: ReturnType<typeof tolerance>): Promise<boolean> {
    if (!this.mayJoin) return false
    const looked = await tolerate(
      () => this.look(this.limitOf(deadline)),
      () => this.tools.clock.now() < deadline,
    )
    return !looked || this.open.length > 0
  }

  /** Looks at the known builds by their IDs, and for newer ones only where others may still appear. */
  private async poll(limit: number, mayAppear: boolean): Promise<void> {
    const [fresh] = await Promise.all([
      readByIds(this.service, this.query, this.open, limit),
      mayAppear && this.look(limit),
    ])
    this.update(fresh)
  }

  /** Looks for builds that match: the first time for all, later for those that were queued since. */
  private async look(limit: number): Promise<void> {
    const began = instantOf(this.service.now() - overlap)
    const found = await findAll(this.service, this.newer(), this.targets, limit)
    if (this.counts === undefined) this.more = found.more
    this.counts ??= found.counts
    // Builds leave a list of some statuses, so one that was cut then may be out of sight now.
    this.cuts = this.readsAll && !this.hasStatus ? found.cuts : [...this.cuts, ...found.cuts]
    this.since = [began, found.counts.undecided].filter(time => time !== undefined).sort()[0]
    this.add(found.builds)
  }

  /**
   * Whether each poll reads all builds: a build that was queued before may match only now, because tags, numbers, and
   * statuses change while it runs; or the server cannot filter by queue time.
   */
  private get readsAll(): boolean {
    const { order, tags, buildNumber } = this.query
    const isByQueueTime = order.time === 'queueTime' && order.descending
    const changes = tags.length > 0 || buildNumber !== '' || this.hasStatus
    return changes || !isByQueueTime || !sortsBy(order, this.service.apiVersion)
  }

  private get hasStatus(): boolean {
    const { status } = this.query
    return status.length > 0 && !status.includes('all')
  }

  /** Without limits of time, every poll would read the whole history again. */
  private newer(): BuildQuery {
    const { query, since } = this
    if (since === undefined || this.readsAll) return query
    return { ...query, minTime: query.minTime !== undefined && query.minTime > since ? query.minTime : since }
  }

  /** A pipeline's builds are fixed once they appeared. */
  private add(found: readonly MatchedBuild[]): void {
    const pipelineOf = ({ build: { project, pipelineId } }: MatchedBuild) => `${pipelineId} ${project}`
    const appeared = new Set(this.builds.map(pipelineOf))
    const fresh = found.filter(one => !appeared.has(pipelineOf(one)))
    const next = [...this.builds, ...fresh.slice(0, this.query.top - this.builds.length)]
    if (next.length === this.builds.length) return
    if (this.builds.length > 0)
      for (const { build } of next.slice(this.builds.length))
        this.tools.say(`${nameOf(build)} appeared: ${this.tools.pageOf(build)}`)
    this.builds = next
    this.tools.onChange(this.selection)
  }

  /** Puts what was seen anew in the place of what was known, with a line for each change. */
  private update(fresh: readonly MatchedBuild[]): void {
    const { say, onChange, shown = build => build } = this.tools
    const seen = new Map(fresh.map(found => [found.build.id, { ...found, build: shown(found.build) }]))
    this.builds = this.builds.map(old => {
      const found = seen.get(old.build.id)
      if (found === undefined) return old
      const [before, after] = [stateOf(old.build), stateOf(found.build)]
      if (before !== after) say(`${nameOf(found.build)}: ${before} → ${after}`)
      return { ...found, target: old.target }
    })
    onChange(this.selection)
  }

  /** Until when a poll may take. */
  private limitOf(deadline: number): number {
    const now = this.tools.clock.now()
    return Math.min(Math.max(deadline, now + lastPoll), now + this.query.queryTimeout)
  }

  private announce(): void {
    const { say, pageOf } = this.tools
    const { open, builds } = this
    if (open.length === 0) {
      say(
        builds.length === 1 ? 'The build is already completed.' : `All ${builds.length} builds are already completed.`,
      )
      return
    }
    for (const { build } of open.slice(0, maxNamedBuilds))
      say(`Waiting for ${nameOf(build)} (${stateOf(build)}): ${pageOf(build)}`)
    if (open.length > maxNamedBuilds) say(`Waiting for ${open.length - maxNamedBuilds} more builds.`)
  }

  private async describe(): Promise<readonly string[]> {
    return (await this.tools.describe?.(this.open.map(({ build }) => build))) ?? []
  }

  private missingText(): string {
    if (this.builds.length === 0 || this.missing.length === 0) return 'No build matches yet'
    return `No build matches yet for ${listed(this.missing.map(({ written }) => written))}`
  }

  private openText(): string {
    const { open } = this
    const [only] = open
    if (open.length === 0) return 'a last check'
    if (open.length === 1 && only !== undefined) return `${nameOf(only.build)} (${stateOf(only.build)})`
    return counted(open.length, 'build')
  }
}

function inSeconds(left: number): string {
  return formatDuration(Math.ceil(left / 1000) * 1000)
}

/** Runs a poll that may fail a few times in a row. It gives whether this one did not. */
function tolerance(say: (line: string) => void) {
  let failures = 0
  return async (poll: () => Promise<void>, goesOn = () => true): Promise<boolean> => {
    try {
      await poll()
      failures = 0
      return true
    } catch (error) {
      const transient = error instanceof ServiceError && error.transient
      if (!transient || ++failures > maxFailedPolls || !goesOn()) throw error
      const [what] = error.message.split('\n')
      say(`This poll failed (${failures} of at most ${maxFailedPolls} in a row), the wait goes on: ${what}`)
      return false
    }
  }
}

/** The poll when time is up: where it fails, time has run out all the same. */
async function forgive(poll: () => Promise<void>, say: (line: string) => void): Promise<void> {
  await poll().catch(error => {
    if (!(error instanceof ServiceError)) throw error
    say(`The last poll failed: ${error.message.split('\n')[0]}`)
  })
}
