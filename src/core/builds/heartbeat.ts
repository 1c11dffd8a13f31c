import { type Clock, formatDuration } from '../base/time.ts'

/** Milliseconds after the beginning of a wait at which it says what it waits for; then every five minutes. */
const firstBeats = [60_000, 120_000, 300_000]
const laterBeats = 300_000

export interface HeartbeatTools {
  readonly clock: Clock
  readonly signal: AbortSignal
  readonly random: () => number
  readonly say: (line: string) => void
}

/** Rests between polls, and says now and then what is waited for. */
export class Heartbeat {
  private readonly began: number
  private beats = 0

  /**
   * @param timeout milliseconds that the wait may take
   * @param text says what is waited for, with elapsed and remaining time
   * @param more lines that follow it
   */
  constructor(
    private readonly tools: HeartbeatTools,
    private readonly timeout: number,
    private readonly text: (time: string) => string,
    private readonly more: () => Promise<readonly string[]> = async () => [],
  ) {
    this.began = tools.clock.now()
  }

  /**
   * Rests until the next poll: never shorter than the interval, and a little longer, so that jobs that started together
   * do not poll together.
   * @param interval milliseconds
   * @param deadline milliseconds since 1970
   */
  async rest(interval: number, deadline: number): Promise<void> {
    const { clock, random, signal, say } = this.tools
    const until = Math.min(clock.now() + interval * (1 + random() / 10), deadline)
    for (let now = clock.now(); now < until; now = clock.now()) {
      await clock.sleep(Math.min(until, Math.max(this.next, now)) - now, signal)
      if (clock.now() < this.next) continue
      while (clock.now() >= this.next) this.beats++
      if (clock.now() >= deadline) continue
      say(this.text(this.time()))
      for (const line of await this.more()) say(line)
    }
  }

  private get next(): number {
    const first = firstBeats[this.beats]
    return this.began + (first ?? (this.beats - firstBeats.length + 2) * laterBeats)
  }

  private time(): string {
    const elapsed = this.tools.clock.now() - this.began
    const inSeconds = (time: number) => formatDuration(Math.ceil(time / 1000) * 1000)
    return `${inSeconds(elapsed)} elapsed, ${inSeconds(Math.max(0, this.timeout - elapsed))} remaining`
  }
}
