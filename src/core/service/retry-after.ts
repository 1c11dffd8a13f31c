import { type Clock, formatDuration } from '../base/time.ts'
import { ServiceError } from '../errors/errors.ts'
import { header } from './failure.ts'
import type { Answer } from './http.ts'
import { nameOf, type Request } from './request.ts'
import { retryAfter } from './retry.ts'

/**
 * Keeps quiet for as long as the service asks to. `Retry-After` comes on good answers too, as a warning: their data is
 * used, and the next request waits. https://learn.microsoft.com/azure/devops/integrate/concepts/rate-limits
 */
export class Quiet {
  /** Milliseconds since 1970. */
  private until = 0
  private announced = 0

  constructor(
    private readonly clock: Clock,
    private readonly signal: AbortSignal,
    private readonly say: (line: string) => void,
  ) {}

  /** Whether the service wants no request now. */
  get wanted(): boolean {
    return this.until > this.clock.now()
  }

  note({ headers }: Answer): void {
    const now = this.clock.now()
    const wait = retryAfter(header(headers, 'retry-after'), now)
    if (wait !== undefined) this.until = Math.max(this.until, now + wait)
  }

  /** @throws ServiceError when the request's time ends before the quiet does */
  async keep(request: Request): Promise<void> {
    while (this.wanted) {
      const wait = this.until - this.clock.now()
      const asked = `Azure DevOps asks for a pause of ${formatDuration(wait)} (Retry-After)`
      if (this.until > request.deadline)
        throw new ServiceError('throttled', [`${nameOf(request)}: ${asked}, longer than the time that is left.`], false)
      if (this.announced !== this.until) this.say(`${asked}; the next request waits for it.`)
      this.announced = this.until
      await this.clock.sleep(wait, this.signal)
    }
  }
}
