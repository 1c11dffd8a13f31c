import type { Build } from '../builds/build.ts'
import type { Found } from '../builds/list-builds.ts'
import type { Selection } from '../builds/session.ts'
import { parseOrder } from '../inputs/order.ts'
import { Judge } from '../judge/verdict.ts'
import type { Settings } from '../settings/settings.ts'
import { BuildsFile } from './builds-file.ts'
import { Statistics } from './statistics.ts'

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
