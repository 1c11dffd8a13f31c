import type { IncomingHttpHeaders, OutgoingHttpHeaders, ServerResponse } from 'node:http'
import type { Readable } from 'node:stream'
import type { CompiledRoute } from './http/find-route.js'
import type { Quirks } from './quirks.js'
import type { createOrderMemory } from './resources/order-memory.js'
import type { Renderer } from './world/renderer.js'
import type { Identity, Project, World } from './world/wire-types.ts'

export type * from './world/timeline-types.ts'
export type * from './world/wire-types.ts'

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
  /** Whose token it is; the same invented person for every token when left out. */
  owner?: Identity
  notInOrganization?: boolean
  /** Good, but its owner may not see anything: 401 with a known identity. */
  lacksAccess?: boolean
}

/** The whole body of a request, empty when there was none. */
export interface RequestBody {
  bytes: Buffer
  /** The media type in lower case and without parameters; empty without one. */
  type: string
  /** The parsed JSON; undefined when the type is no JSON type or the text no JSON. */
  json: unknown
  /** Whether it was larger than `bodyLimit`; it was not read to its end then, and `bytes` is empty. */
  tooLarge: boolean
}

/** One request as it came, and what became of it. `status` and the rest are filled in when it has been answered. */
export interface RequestRecord {
  method: string
  /** The path as sent, still percent-encoded, without the query. */
  path: string
  query: URLSearchParams
  rawUrl: string
  headers: IncomingHttpHeaders
  body: RequestBody
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
  /** Sent in place of the body. */
  stream?: Readable
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
  /** The largest body that is read, in bytes. */
  bodyLimit?: number
  /** Served before those that every emulator has. */
  routes?: readonly Route[]
  quirks?: Partial<Quirks>
}

/** The options with nothing missing, and where the emulator listens. */
export type Settings = Required<Omit<EmulatorOptions, 'tls' | 'tokens' | 'routes' | 'quirks'>> & {
  routes: readonly CompiledRoute[]
  quirks: Quirks
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
  request: RequestRecord
  parameters: Parameters
  rawQuery: string
  /** What the placeholders of the route hold, decoded. */
  route: Record<string, string>
  body: RequestBody
  /** The api-version that it is served with. */
  version: Version
  grant: Grant
  visible: (project: Project) => boolean
  anonymous: boolean
  render: Renderer
  orderBuilds: ReturnType<typeof createOrderMemory>
}

/**
 * What a resource answers: a value that is sent as JSON, or bytes or a stream with their type, or nothing at all (a 204).
 */
export interface Answer {
  /** 200 when left out. */
  status?: number
  value?: unknown
  body?: string | Buffer
  /** Sent as it comes; give `content-length` among the headers unless it shall be chunked. */
  stream?: Readable
  /** The content type of `body` or `stream`. */
  type?: string
  /** In addition to the usual ones. */
  headers?: OutgoingHttpHeaders
}

/** One method of one path. */
export interface Route {
  method: 'GET' | 'HEAD' | 'OPTIONS' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /**
   * The path below the collection, or that of the whole URL with a slash before it. `{name}` holds one segment, `{*name}` at
   * the end all that are left; the rest matches in any case.
   */
  template: string
  handle: (call: Call) => Answer
  /** The scope that a token needs; none when left out. */
  scope?: string
  /** False for the resources that were never released and are served as a preview only. */
  released?: boolean
  /** The first version that has it. */
  since?: string
  /** What a body may be, `application/json` when left out; an asterisk on both sides of the slash for anything. */
  contentTypes?: readonly string[]
  /** Served to everybody, whatever credential comes along, and without a version. */
  open?: boolean
}

/** An artifact of a build. */
export interface Artifact {
  name: string
  /** `PipelineArtifact`, `Drop`, `Container`, `FilePath`, `SymbolStore` ... */
  type: string
  /** The archive, or what makes it for each download. */
  zip: Buffer | (() => Buffer | Readable)
  /** What its properties tell of the bytes of all files; nothing when left out. */
  size?: number
  /** `resource.data`; made up when left out. */
  data?: string
  /** Milliseconds for which a signed URL is good. */
  lifetime: number
  /** Whether the host of the signed URL redirects to yet another one. */
  inBlobs?: boolean
}

export interface Emulator {
  url: string
  origin: string
  world: World
  /** As they are now; change them at any time. */
  quirks: Quirks
  requests: RequestRecord[]
  acceptToken: (token: string, grant?: Partial<Grant>) => void
  /** Answers matching requests differently, `times` times; the function returned takes it back. */
  fault: (when: (request: RequestRecord) => boolean, answer: FaultAnswer, times?: number) => () => void
  close: () => Promise<void>
}
