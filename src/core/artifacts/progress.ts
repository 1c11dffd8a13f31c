import { formatSize } from '../base/size.ts'
import type { Clock } from '../base/time.ts'

/** Milliseconds between two lines. */
const interval = 10_000

export interface ProgressTools {
  readonly clock: Clock
  /** Takes a line for the log. */
  readonly say: (line: string) => void
  /** @param percent 0 to 100 */
  readonly progress: (percent: number, text: string) => void
}

/** Bytes of one artifact, in the attempt that is under way. */
export interface Amount {
  downloaded: number
  unpacked: number
}

/** Says every ten seconds how far all artifacts have come, and how fast. */
export class Progress {
  private readonly amounts: Amount[] = []
  private readonly ending = new AbortController()

  /** @param total bytes of all artifacts when unpacked; undefined where that is not known */
  constructor(
    private readonly tools: ProgressTools,
    private readonly total: number | undefined,
  ) {
    // Nothing waits for it, and it ends with `stop`.
    this.report().catch(() => undefined)
  }

  /** Follows one more artifact: whoever fetches it writes the amounts. */
  follow(): Amount {
    const amount = { downloaded: 0, unpacked: 0 }
    this.amounts.push(amount)
    return amount
  }

  stop(): void {
    this.ending.abort()
  }

  private async report(): Promise<never> {
    const { clock, say, progress } = this.tools
    for (let [time, before, percent] = [clock.now(), 0, 0]; ; ) {
      await clock.sleep(interval, this.ending.signal)
      const { downloaded, unpacked } = this.sum()
      // An attempt that failed does not count any more, so there may be less than before.
      const rate = (1000 * Math.max(downloaded - before, 0)) / Math.max(clock.now() - time, 1)
      ;[time, before] = [clock.now(), downloaded]
      const of = this.total === undefined ? '' : ` of ${formatSize(this.total)}`
      const text = `Artifacts: downloaded ${formatSize(downloaded)} (${formatSize(rate)}/s), unpacked ${formatSize(unpacked)}${of}.`
      say(text)
      if (!this.total) continue
      // An archive is at most as large as its content, or hardly larger.
      const done = Math.min(downloaded / this.total, 1) + Math.min(unpacked / this.total, 1)
      percent = Math.max(percent, Math.floor(50 * done))
      progress(percent, text)
    }
  }

  private sum(): Amount {
    return this.amounts.reduce(
      (sum, { downloaded, unpacked }) => ({
        downloaded: sum.downloaded + downloaded,
        unpacked: sum.unpacked + unpacked,
      }),
      { downloaded: 0, unpacked: 0 },
    )
  }
}
