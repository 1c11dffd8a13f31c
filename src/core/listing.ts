import type { Build } from './build.ts'
import type { Found } from './builds.ts'
import { BuildsFile } from './builds-file.ts'
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

  private readonly file: BuildsFile

  /** @param place where the builds go; its folder is made */
  constructor(settings: Settings, place: string) {
    this.statistics = new Statistics(parseOrder(settings.order))
    this.judge = new Judge(settings)
    this.file = new BuildsFile(place)
  }

  /** Absolute. */
  get path(): string {
    return this.file.path
  }

  add({ build, bytes, time }: Found): void {
    this.count++
    if (this.builds.length < keptBuilds) this.builds.push(build)
    this.statistics.add(build)
    this.judge.add(build, time)
    this.file.add(bytes)
  }

  addAll({ found, truncated }: Selection): void {
    for (const one of found) this.add(one)
    this.truncated = truncated
  }

  keep(): void {
    this.file.keep()
  }

  discard(): void {
    this.file.discard()
  }
}
