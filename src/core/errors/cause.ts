/** What a request is about: some causes are told apart by it. */
export type Subject =
  | 'builds'
  | 'pipelines'
  | 'projects'
  | 'start'
  | 'timeline'
  | 'log'
  | 'approvals'
  | 'artifacts'
  | 'call'

/** What can be seen of a failure: of the service's response, or of the network when there was none. */
export interface Failure {
  readonly status?: number
  /** The short exception name of the service's error body. */
  readonly typeKey?: string
  /** What the service or the network says, from the error body, `X-TFS-ServiceError` or the error. Already redacted. */
  readonly text?: string
  /** `ValidationResults` of the error body. Already redacted. */
  readonly results?: readonly string[]
  /** Node's code of a network error, or one of http.ts. */
  readonly code?: string
  readonly authenticate?: string
  /** The host that a redirect leads to. Already redacted. */
  readonly leadsTo?: string
  /** Whom the service took the caller for, if it says so. */
  readonly identity?: 'anonymous' | 'known'
  readonly content?: 'json' | 'html' | 'zip' | 'text' | 'other' | 'none'
  readonly subject?: Subject
}

/** A failure shows a sign when everything that the sign names is so. */
export interface Sign {
  readonly status?: readonly number[]
  readonly typeKey?: RegExp
  readonly text?: RegExp
  readonly code?: RegExp
  readonly authenticate?: RegExp
  readonly identity?: Failure['identity']
  readonly content?: Failure['content']
  readonly subject?: readonly Subject[]
}

/** Names of inputs are in braces, and are spelled as on the host where they are shown. */
export interface Cause {
  /** What happened, in one sentence. */
  readonly what: string
  /** The likely cause. */
  readonly why: string
  /** What to do. `{tokens page}` becomes the address of the organization's page of tokens, `{scope}` the scope that the request needs. */
  readonly fix: string
  /** What to do in the call step, which has other inputs than the builds step, if that is something else. */
  readonly fixCall?: string
  /** How it is recognized in a failed request; the first row of the table that fits wins. */
  readonly signs?: readonly Sign[]
}
