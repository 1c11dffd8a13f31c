import { type CauseName, causes } from './causes.ts'

/** Everything that ends the step with an error, as one sentence each: what happened, why, and what to do. */
export class StepError extends Error {
  override readonly name: string = 'StepError'
  readonly reason: CauseName

  /** @param details what is particular to this case; each becomes a line or a clause of its own. */
  constructor(reason: CauseName, details: readonly string[] = [], original?: unknown) {
    const { what, why, fix } = causes[reason]
    super([`${what} ${why} ${fix}`, ...details].join('\n'), original === undefined ? {} : { cause: original })
    this.reason = reason
  }
}

/** Inputs that cannot be used, all at once; no request has been sent. */
export class InputError extends StepError {
  override readonly name = 'InputError'

  constructor(readonly problems: readonly string[]) {
    super('input-invalid', problems)
  }
}

/** A request that did not give a usable answer. */
export class ServiceError extends StepError {
  override readonly name = 'ServiceError'

  /** @param passing whether the same request may succeed later */
  constructor(
    reason: CauseName,
    details: readonly string[],
    readonly passing: boolean,
    original?: unknown,
  ) {
    super(reason, details, original)
  }
}

/** The host asked the step to stop. */
export class CanceledError extends Error {
  override readonly name = 'CanceledError'

  constructor(readonly signal: 'SIGINT' | 'SIGTERM') {
    super(`The step was canceled (${signal}).`)
  }
}

/** What a thrown value says, whatever it is. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
