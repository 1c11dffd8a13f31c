import type { Clock } from '../base/time.ts'
import type { Build } from './build.ts'
import type { Selection } from './select.ts'

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
