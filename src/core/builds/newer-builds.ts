import { type Instant, instantOf } from '../base/time.ts'
import { StepError } from '../errors/errors.ts'
import type { Service } from '../service/service.ts'
import type { BuildQuery } from '../settings/settings.ts'
import { timeOf } from './build.ts'
import { sortsBy } from './query.ts'
import { findAll, type Selection } from './select.ts'
import { onServiceTime } from './service-time.ts'
import type { Targets } from './targets.ts'

/** Milliseconds that a new build may take to show in lists, and clocks may differ by. */
const overlap = 30_000

/** Finds builds again and again: the first time all that match, later those that were queued since. */
export class NewerBuilds {
  /** Builds queued before this time have been seen. */
  private since: Instant | undefined
  /** Whether the service filters by time at all, together with everything else that is asked. */
  private filtersTime = true

  constructor(
    private readonly service: Service,
    private readonly query: BuildQuery,
    private readonly targets: Targets,
  ) {}

  /** @param limit milliseconds since 1970 */
  async find(limit: number): Promise<Selection> {
    const { service } = this
    const began = service.now()
    const found = await this.findOnce(limit)
    // Only once it has answered again is it known whether the clock of this machine was set meanwhile.
    const seen = instantOf(Math.min(began, service.now()) - overlap)
    const undecided = (found.counts.undecided ?? []).map(({ queueTime }) => timeOf(queueTime))
    this.since = [seen, ...undecided].filter(time => time !== undefined).sort()[0]
    return found
  }

  private async findOnce(limit: number): Promise<Selection> {
    try {
      return await findAll(this.service, this.newer(), this.targets, limit)
    } catch (error) {
      if (!(error instanceof StepError) || error.reason !== 'filter-refused' || this.readsAll) throw error
      // Which filters go together is not documented: without the time that was added here it takes more builds to tell.
      this.filtersTime = false
      return findAll(this.service, this.newer(), this.targets, limit)
    }
  }

  /** Whether what is found last says alone where the lists were cut. */
  get isWhole(): boolean {
    return this.readsAll && !this.hasStatus
  }

  /**
   * Whether each poll reads all builds: a build that was queued before may match only now, because tags, numbers, and
   * statuses change while it runs; or the server cannot filter by queue time. Builds that were named by their IDs are few.
   */
  private get readsAll(): boolean {
    const { order, tags, buildNumber, buildIds } = this.query
    const isByQueueTime = order.time === 'queueTime' && order.descending
    const changes = tags.length > 0 || buildNumber !== '' || buildIds.length > 0 || this.hasStatus
    return changes || !this.filtersTime || !isByQueueTime || !sortsBy(order, this.service.apiVersion)
  }

  private get hasStatus(): boolean {
    const { status } = this.query
    return status.length > 0 && !status.includes('all')
  }

  /** Without limits of time, every poll would read the whole history again. */
  private newer(): BuildQuery {
    const { since } = this
    if (since === undefined || this.readsAll) return this.query
    const query = onServiceTime(this.query, this.service)
    return { ...query, minTime: query.minTime !== undefined && query.minTime > since ? query.minTime : since }
  }
}
