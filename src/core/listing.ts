import type { Build } from './build.ts'
import type { Found } from './builds.ts'
import { type BuildsFile, openBuildsFile } from './builds-file.ts'
import { parseOrder } from './order.ts'
import type { Selection } from './session.ts'
import type { Settings } from './settings.ts'
import { Statistics } from './statistics.ts'
import { Judge } from './verdict.ts'

/** How many builds are kept in memory for the log, the summary and the outputs; the file has them all. */
const keptBuilds = 1000

/** The builds that are returned: the first of them, what is counted of all, and the file that holds them. */
export class Listing {
  count = 0
  truncated = false
  readonly builds: Build[] = []
  readonly statistics: Statistics
  readonly judge: Judge

  private constructor(
    settings: Settings,
    private readonly file: BuildsFile,
  ) {
    this.statistics = new Statistics(parseOrder(settings.order))
    this.judge = new Judge(settings)
  }

  /** @param place where the builds go; its folder is made */
  static async open(settings: Settings, place: string): Promise<Listing> {
    return new Listing(settings, await openBuildsFile(place))
  }

  /** Absolute. */
  get path(): string {
    return this.file.path
  }

  add({ build, bytes, time }: Found): Promise<void> | undefined {
    this.count++
    if (this.builds.length < keptBuilds) this.builds.push(build)
    this.statistics.add(build)
    this.judge.add(build, time)
    return this.file.add(bytes)
  }

  async addAll({ found, truncated }: Selection): Promise<void> {
    for (const one of found) await this.add(one)
    this.truncated = truncated
  }

  keep(): Promise<void> {
    return this.file.keep()
  }

  discard(): Promise<void> {
    return this.file.discard()
  }
}
