import { type Clock, formatDuration } from '../base/time.ts'
import { ServiceError } from '../errors/errors.ts'
import { header } from './failure.ts'
import type { HttpResponse } from './http.ts'
import type { ServiceRequest } from './request.ts'
import { retryAfter } from './retry.ts'

/**
 * Waits for as long as the service asks to. `Retry-After` comes on good responses too, as a warning: their data is used,
 * and the next request waits. https://learn.microsoft.com/azure/devops/integrate/concepts/rate-limits
 */
export class RetryAfterGate {
  /** Milliseconds since 1970. */
  private until = 0
  private announced = 0

  constructor(
    private readonly clock: Clock,
    private readonly signal: AbortSignal,
    private readonly say: (line: string) => void,
  ) {}

  /** Whether the service wants no request now. */
  get closed(): boolean {
    return this.until > this.clock.now()
  }

  /** @param serviceTime by the clock of the service, which the header may be by: milliseconds since 1970 */
  observe({ headers }: Pick<HttpResponse, 'headers'>, serviceTime = this.clock.now()): void {
    const wait = retryAfter(header(headers, 'retry-after'), serviceTime)
    if (wait !== undefined) this.until = Math.max(this.until, this.clock.now() + wait)
  }

  /**
   * @param last what the request failed with before
   * @throws ServiceError when the request's deadline comes before the end of the pause
   */
  async wait({ words, deadline }: Pick<ServiceRequest, 'words' | 'deadline'>, last?: ServiceError): Promise<void> {
    while (this.closed) {
      const left = this.until - this.clock.now()
      const pause = `Azure DevOps asks for a pause of ${formatDuration(left)} (rate limit, Retry-After)`
      if (this.until > deadline)
        throw new ServiceError('throttled', {
          details: [`${words.what}: ${pause}, longer than the time that is left.`],
          transient: false,
          arrived: last?.arrived ?? 'no',
          ...(last && { request: last.request }),
        })
      if (this.announced !== this.until) this.say(`${pause}. The next request waits for it.`)
      this.announced = this.until
      await this.clock.sleep(left, this.signal)
    }
  }
}
