import { type Build, durationOf } from '../builds/build.ts'
import type { Order } from '../inputs/order.ts'
import { results } from '../inputs/which-inputs.ts'

/** How many builds the trend shows. */
export const trendLength = 30

/** Counts what the summary tells of builds, one by one as they come, without keeping them. */
export class Statistics {
  readonly byResult = new Map<string, number>(results.map(result => [result, 0]))
  /** Builds that are not completed, by status. */
  readonly byStatus = new Map<string, number>()
  completed = 0
  private readonly durations: number[] = []
  private readonly latest: Build[] = []

  constructor(private readonly order: Order) {}

  add(build: Build): void {
    if (build.status !== 'completed') {
      this.byStatus.set(build.status, (this.byStatus.get(build.status) ?? 0) + 1)
      return
    }
    this.completed++
    this.byResult.set(build.result, (this.byResult.get(build.result) ?? 0) + 1)
    const duration = durationOf(build)
    if (duration !== undefined) this.durations.push(duration)
    // Newest first, the newest are the first; oldest first, they are the last.
    if (!this.order.descending && this.latest.length === trendLength) this.latest.shift()
    if (this.latest.length < trendLength) this.latest.push(build)
  }

  /** StatusPartition of completed builds that succeeded, 0 to 1; canceled ones say nothing about the code and are left out. */
  get passRate(): number | undefined {
    const judged = this.completed - (this.byResult.get('canceled') ?? 0)
    return judged === 0 ? undefined : (this.byResult.get('succeeded') ?? 0) / judged
  }

  /** The duration, in milliseconds, that this share of the builds did not exceed (nearest rank). */
  duration(share: number): number | undefined {
    const sorted = Float64Array.from(this.durations).sort()
    return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]
  }

  /** The newest completed builds, oldest first. */
  get trend(): readonly Build[] {
    return this.order.descending ? this.latest.toReversed() : this.latest
  }
}
