import { type CauseName, causes } from './causes.ts'

/** What an error keeps as data; it is worded in show/error.ts. */
export interface ErrorDetails {
  /** What is particular to this case, a line each. Redacted; no names of inputs. */
  readonly details?: readonly string[]
  /** Messages of the service, each with a cause of its own. Redacted. */
  readonly explained?: readonly Explained[]
  readonly original?: unknown
}

/** What the service said, and the cause that it shows. */
export interface Explained {
  readonly said: string
  readonly reason: CauseName
}

/** Everything that ends the step with an error. */
export class StepError extends Error {
  override readonly name: string = 'StepError'
  /** What happened and what is particular to this case, a line each. */
  readonly lines: readonly string[]
  readonly details: readonly string[]
  readonly explained: readonly Explained[]

  constructor(
    readonly reason: CauseName,
    { details = [], explained = [], original }: ErrorDetails = {},
  ) {
    const lines = [causes[reason].what, ...details, ...explained.map(({ said }) => said)]
    super(lines.join('\n'), original === undefined ? {} : { cause: original })
    this.lines = lines
    this.details = details
    this.explained = explained
  }
}

/** Inputs that cannot be used, all at once; no request was sent. */
export class InputError extends StepError {
  override readonly name = 'InputError'

  /** @param problems a sentence each, with names of inputs as the host spells them */
  constructor(readonly problems: readonly string[]) {
    super('input-invalid', { details: problems })
  }
}

/** The request of an error, and what was seen of its response. */
export interface RequestDetails {
  readonly method?: string
  /** Without a secret. */
  readonly url?: string
  /** How many attempts were made. */
  readonly attempts?: number
  readonly status?: number
  readonly typeKey?: string
  /** What the service or the network said, redacted. */
  readonly text?: string
  /** Messages of validation that came with a refusal, redacted. */
  readonly results?: readonly string[]
  readonly activityId?: string
  /** The PAT scope that the request needs. */
  readonly scope?: string
}

/** Whether a request reached the service: not at all, yes and it was refused, or nobody can say. */
export type Arrival = 'no' | 'refused' | 'unknown'

/** A request that did not give a usable response. */
export class ServiceError extends StepError {
  override readonly name = 'ServiceError'
  /** Whether the same request may succeed later. */
  readonly transient: boolean
  readonly arrived: Arrival
  readonly request: RequestDetails

  constructor(
    reason: CauseName,
    {
      transient,
      arrived,
      request = {},
      ...rest
    }: ErrorDetails & { readonly transient: boolean; readonly arrived: Arrival; readonly request?: RequestDetails },
  ) {
    super(reason, rest)
    this.transient = transient
    this.arrived = arrived
    this.request = request
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
