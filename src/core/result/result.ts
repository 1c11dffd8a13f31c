import type { Instant } from '../base/time.ts'
import { type Build, type MatchedBuild, noBytes } from '../builds/build.ts'
import type { Cut } from '../builds/cut.ts'
import { addCounts, type FilterCounts, noCounts } from '../builds/filter.ts'
import type { Batch } from '../builds/list-builds.ts'
import { compareBy, type Placed } from '../builds/order.ts'
import { isOf, type NamedPipeline } from '../builds/targets.ts'
import type { Order } from '../inputs/order.ts'
import { BuildsFile } from './builds-file.ts'
import { Statistics } from './statistics.ts'

/** How many builds are kept in memory for the log, the summary and the outputs; the file has them all. */
const keptBuilds = 1000

/** So many of the builds that break a rule are kept; the others are counted. */
const keptOffending = 10

/** What a query came to. */
export interface Result {
  /** How many builds are returned. */
  readonly count: number
  /** False only when everything that matches was returned. */
  readonly truncated: boolean
  /** Where the service or the scan limit cut the list; what the user cut with `top` is what they wanted. */
  readonly cuts: readonly Cut[]
  /** The first builds in order, at most 1,000. */
  readonly builds: readonly Build[]
  readonly statistics: Statistics
  /** What was checked for them. */
  readonly counts: FilterCounts
  /** The first builds that break the rule on results, and how many there are. */
  readonly offending: { readonly builds: readonly Build[]; readonly count: number }
  /** By the time that the order compares, and by ID where times are equal. */
  readonly newest: Build | undefined
  /** Named pipelines without a matching build. */
  readonly missing: readonly NamedPipeline[]
  /** Builds that were named by their IDs, and do not match or do not exist. */
  readonly missingIds: readonly number[]
  /** Absolute path of the builds file. */
  readonly path: string
  /** Whether a file was there before, and is gone. */
  readonly replaced: boolean
}

export interface Collection {
  readonly order: Order
  /** Where the builds go; the folder is made. */
  readonly file: string
  /** Files that must stay as they are. */
  readonly reserved?: readonly string[]
  /** Pipelines that must have a matching build. */
  readonly named: () => Promise<readonly NamedPipeline[]>
  /** IDs of builds that must match; none unless set. */
  readonly buildIds?: readonly number[]
  /** Whether a build breaks the rule on results. */
  readonly offends: (build: Build) => boolean
  /** What is written of a build; the bytes as they came unless set. */
  readonly redact?: (bytes: Buffer) => Buffer
}

/** Takes builds, and their bytes from them, as they come, and writes them to the builds file; if it fails, none is left. */
export async function collectResult(batches: AsyncIterable<Batch>, collection: Collection): Promise<Result> {
  const { order, file: place, reserved, named, buildIds = [], offends, redact = bytes => bytes } = collection
  const file = new BuildsFile(place, reserved)
  try {
    const tally = new Tally(order, offends, buildIds)
    for await (const batch of batches) {
      tally.addBatch(batch)
      for (const found of batch.builds) {
        file.add(redact(found.bytes))
        // They are a view of a whole page, and whoever waits for the next one still holds the builds of this one.
        found.bytes = noBytes
      }
    }
    const result = tally.result(await named())
    return { ...result, path: file.path, replaced: file.keep() }
  } catch (error) {
    file.discard()
    throw error
  }
}

/** Counts builds as they come, without keeping them. */
class Tally {
  private count = 0
  private truncated = false
  private readonly cuts: Cut[] = []
  private readonly builds: Build[] = []
  private readonly statistics: Statistics
  private counts: FilterCounts = noCounts
  private readonly offending: Build[] = []
  private offendingCount = 0
  private newest: { build: Build; time: Instant } | undefined
  private readonly newestFirst: (a: Placed, b: Placed) => number
  private readonly missingIds: Set<number>
  /** One build of each pipeline. */
  private readonly seen = new Map<string, Pick<MatchedBuild, 'build' | 'target'>>()

  constructor(
    order: Order,
    private readonly offends: (build: Build) => boolean,
    buildIds: readonly number[],
  ) {
    this.missingIds = new Set(buildIds)
    this.statistics = new Statistics(order)
    this.newestFirst = compareBy({ ...order, descending: true })
  }

  addBatch({ builds, counts, more, cut }: Batch): void {
    this.counts = addCounts(this.counts, counts)
    if (cut !== undefined) this.cuts.push(cut)
    this.truncated = more || this.cuts.length > 0
    for (const found of builds) this.add(found)
  }

  private add({ build, target, time }: MatchedBuild): void {
    this.count++
    if (this.builds.length < keptBuilds) this.builds.push(build)
    this.statistics.add(build)
    this.missingIds.delete(build.id)
    const placed = { build, time }
    if (this.newest === undefined || this.newestFirst(placed, this.newest) < 0) this.newest = placed
    const key = `${build.pipelineId} ${target}`
    if (!this.seen.has(key)) this.seen.set(key, { build, target })
    if (!this.offends(build)) return
    this.offendingCount++
    if (this.offending.length < keptOffending) this.offending.push(build)
  }

  result(named: readonly NamedPipeline[]): Omit<Result, 'path' | 'replaced'> {
    const { count, truncated, cuts, builds, statistics, counts, offending, offendingCount, newest, seen } = this
    const present = [...seen.values()]
    return {
      count,
      truncated,
      cuts,
      builds,
      statistics,
      counts,
      offending: { builds: offending, count: offendingCount },
      newest: newest?.build,
      missing: named.filter(pipeline => !present.some(found => isOf(pipeline, found))),
      missingIds: [...this.missingIds],
    }
  }
}
