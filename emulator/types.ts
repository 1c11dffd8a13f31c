import type { IncomingHttpHeaders, OutgoingHttpHeaders, ServerResponse } from 'node:http'
import type { createOrderMemory } from './order-memory.js'
import type { Renderer } from './renderer.js'
import type { Project, World } from './wire-types.ts'

export type * from './wire-types.ts'

/** What a token may do. */
export interface Grant {
  /** `pat` is only accepted with Basic; `bearer` (a job token or an Entra token) with both. */
  kind: 'pat' | 'bearer'
  /** Every scope when left out. */
  scopes?: string[]
  expired?: boolean
  /** Names or ids of the projects that it sees; all when left out. */
  projects?: string[]
  /** Taken for the anonymous user, as a token of another organization is. */
  anonymous?: boolean
  conditionalAccess?: boolean
  notInOrganization?: boolean
}

/** One request as it came, and what became of it. `status` and the rest are filled in when it has been answered. */
export interface RequestRecord {
  method: string
  /** The path as sent, still percent-encoded, without the query. */
  path: string
  query: URLSearchParams
  rawUrl: string
  headers: IncomingHttpHeaders
  /** When it came and when its answer was over, in real milliseconds whatever the emulator's clock says. */
  at: number
  until?: number
  status?: number
  /** Bytes put on the wire for the answer, its head included. */
  sentBytes?: number
}

/** What the emulator is about to send. */
export interface Reply {
  status: number
  headers: OutgoingHttpHeaders
  body: string | Buffer
}

/** Sends the normal answer; `next.reply()` only computes it, for a fault that damages or delays it. */
export interface Next {
  (): Promise<void>
  reply: () => Reply
}

export type FaultAnswer = (request: RequestRecord, response: ServerResponse, next: Next) => void | Promise<void>

export interface Fault {
  when: (request: RequestRecord) => boolean
  answer: FaultAnswer
  times: number
}

export interface Clock {
  now: () => number
}

export interface EmulatorOptions {
  world?: World
  /** The collection's path: `contoso`, `tfs/DefaultCollection`, or empty for a server rooted at its collection. */
  organization?: string
  tokens?: Record<string, Grant> | Map<string, Grant>
  maxVersion?: string
  releasedVersion?: string
  /** The builds list's default page size and the ceiling of its `$top`. */
  pageLimit?: number
  projectPageLimit?: number
  definitionPageLimit?: number
  /** Milliseconds before each answer. */
  latency?: number
  clock?: Clock
  continuation?: 'inclusive' | 'exclusive'
  /** Answer with chunked transfer encoding instead of a content-length. */
  chunked?: boolean
  /** False for Azure DevOps Server, which has no resource areas. */
  hosted?: boolean
  tls?: { key: string | Buffer; cert: string | Buffer } | undefined
  host?: string
  port?: number
}

/** The options with nothing missing, and where the emulator listens. */
export type Settings = Required<Omit<EmulatorOptions, 'tls' | 'tokens'>> & {
  tokens: Map<string, Grant>
  orderBuilds: ReturnType<typeof createOrderMemory>
  origin: string
  url: string
}

export interface Version {
  major: number
  minor: number
  preview: boolean
}

/** Query parameters by lower-case name: ASP.NET binds them whatever their case. */
export type Parameters = ReadonlyMap<string, string>

/** A request that has been let in, as the endpoints see it. */
export interface Call {
  settings: Settings
  parameters: Parameters
  rawQuery: string
  route: Record<string, string>
  /** The api-version that it is served with. */
  version: Version
  visible: (project: Project) => boolean
  anonymous: boolean
  render: Renderer
  orderBuilds: ReturnType<typeof createOrderMemory>
}

/** What an endpoint answers: the JSON value, and headers besides the usual ones. */
export interface Answer {
  value: unknown
  headers?: OutgoingHttpHeaders
}

export interface Route {
  template: string
  methods: Record<string, (call: Call) => Answer>
  /** The scope that a token needs; none when left out. */
  scope?: string
  /** False for the resources that were never released and are served as a preview only. */
  released?: boolean
}

export interface Emulator {
  url: string
  origin: string
  world: World
  requests: RequestRecord[]
  acceptToken: (token: string, grant?: Partial<Grant>) => void
  /** Answers matching requests differently, `times` times; the function returned takes it back. */
  fault: (when: (request: RequestRecord) => boolean, answer: FaultAnswer, times?: number) => () => void
  close: () => Promise<void>
}
