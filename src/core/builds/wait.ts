import type { Service } from '../service/service.ts'
import type { BuildQuery, WaitSettings } from '../settings/settings.ts'
import { AwaitedBuilds } from './awaited-builds.ts'
import type { MatchedBuild } from './build.ts'
import { Heartbeat } from './heartbeat.ts'
import { NewerBuilds } from './newer-builds.ts'
import { forgive, tolerance } from './poll-failures.ts'
import { readByIds, type Selection } from './select.ts'
import type { Targets } from './targets.ts'
import type { WaitTools } from './wait-tools.ts'
import { announce, inSeconds, missingText, openText } from './wait-words.ts'

/** What waiting came to. */
export interface Waited extends Selection {
  /** What time ran out on; undefined when all is completed. */
  readonly late?: 'to appear' | 'to complete'
}

/** Milliseconds for the poll when time is up, so that a build that has just ended is not missed. */
const lastPoll = 10_000

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
  private readonly builds: AwaitedBuilds
  private readonly newer: NewerBuilds

  constructor(
    private readonly service: Service,
    private readonly query: BuildQuery,
    private readonly settings: WaitSettings,
    private readonly targets: Targets,
    private readonly tools: WaitTools,
    known: readonly MatchedBuild[] = [],
  ) {
    this.builds = new AwaitedBuilds(query, tools, known)
    this.newer = new NewerBuilds(service, query, targets)
  }

  result(late?: Waited['late']): Waited {
    return { ...this.builds.selection, ...(late === undefined ? {} : { late }) }
  }

  /** @returns whether time ran out */
  async appear(): Promise<boolean> {
    const { clock, say } = this.tools
    const deadline = clock.now() + this.settings.appearTimeout
    const tolerate = tolerance(say)
    const beat = new Heartbeat(this.tools, this.settings.appearTimeout, left => `${missingText(this.builds)}; ${left}.`)
    let limit = clock.now() + this.query.queryTimeout
    for (let polls = 1; ; polls++) {
      // A poll that failed says nothing of builds: the last one must not end in "no build".
      const looked = await tolerate(
        () => (polls === 1 ? this.look(limit) : this.poll(limit, true)),
        () => clock.now() < deadline,
      )
      this.builds.named = await this.targets.named
      const left = deadline - clock.now()
      if (this.builds.allAppeared || (left <= 0 && looked)) this.builds.giveUp()
      if (this.builds.allAppeared) return false
      // Without the others, what has appeared is waited for and judged, with what was asked for if some are missing.
      if (left <= 0 && looked) return this.builds.count === 0 || this.settings.ifNone === 'fail'
      if (polls === 1 && left > 0) say(`${missingText(this.builds)}. Checking again for ${inSeconds(left)}.`)
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
      left => `Waiting for ${openText(this.builds)}; ${left}.`,
      () => this.describe(),
    )
    announce(this.builds, this.tools)
    for (;;) {
      if (this.builds.open.length === 0 && !(await this.goesOn(deadline, tolerate))) return false
      const left = deadline - clock.now()
      if (left <= 0) return true
      progress(Math.min(99, Math.round((1 - left / waitTimeout) * 100)), `Waiting for ${openText(this.builds)}`)
      await beat.rest(pollInterval, deadline)
      const limit = this.limitOf(deadline)
      const poll = () => this.poll(limit, this.builds.mayJoin)
      await (clock.now() < deadline ? tolerate(poll) : forgive(poll, say))
    }
  }

  /** The last look before the verdict; there is none without it. @returns whether it failed, or an open build joined */
  private async goesOn(deadline: number, tolerate: ReturnType<typeof tolerance>): Promise<boolean> {
    if (!this.builds.mayJoin) return false
    const looked = await tolerate(
      () => this.look(this.limitOf(deadline)),
      () => this.tools.clock.now() < deadline,
    )
    return !looked || this.builds.open.length > 0
  }

  /**
   * Looks at the known builds by their IDs, and for newer ones only where others may still appear. Completed ones too:
   * a stage that is run again opens its build again, under the same ID.
   */
  private async poll(limit: number, mayAppear: boolean): Promise<void> {
    const [fresh] = await Promise.all([
      readByIds(this.service, this.query, this.builds.all, limit),
      mayAppear && this.look(limit),
    ])
    this.builds.update(fresh)
  }

  /** Looks for builds that match: the first time for all, later for those that were queued since. */
  private async look(limit: number): Promise<void> {
    const found = await this.newer.find(limit)
    this.builds.take(found, this.newer.isWhole)
  }

  /** Until when a poll may take. */
  private limitOf(deadline: number): number {
    const now = this.tools.clock.now()
    return Math.min(Math.max(deadline, now + lastPoll), now + this.query.queryTimeout)
  }

  private async describe(): Promise<readonly string[]> {
    return (await this.tools.describe?.(this.builds.open.map(({ build }) => build))) ?? []
  }
}
