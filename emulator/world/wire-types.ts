/**
 * The shapes of what Azure DevOps puts on the wire, as the emulator keeps them. Everything marked optional is added when
 * it is served (links, urls) or exists only in some states.
 * Source: https://learn.microsoft.com/en-us/rest/api/azure/devops/build/builds/list
 */

export type Links = Record<string, { href: string }>

export interface Identity {
  displayName: string
  url?: string
  _links?: Links
  id: string
  uniqueName: string
  imageUrl?: string
  descriptor: string
}

export interface Project {
  id: string
  name: string
  description?: string
  url?: string
  state: string
  revision: number
  visibility: string
  lastUpdateTime: string
}

export interface Queue {
  id: number
  name: string
  pool: { id: number; name: string; isHosted?: boolean }
}

export interface Repository {
  id: string
  type: string
  /** Not of a GitHub repository. */
  name?: string
  url?: string
  clean: string | null
  /** Only in a definition that is asked for by its id. */
  defaultBranch?: string
  checkoutSubmodules: boolean
}

export interface Definition {
  drafts: unknown[]
  id: number
  name: string
  url?: string
  uri?: string
  path: string
  type: string
  queueStatus: string
  revision: number
  project: Project
  /** The rest is only in the definitions list, not in a build's reference to its definition. */
  createdDate?: string
  quality?: string
  authoredBy?: Identity
  queue?: Queue
  repository?: Repository
  _links?: Links
}

export interface Build {
  _links?: Links
  properties: Record<string, unknown>
  tags: string[]
  validationResults: unknown[]
  plans?: { planId: string }[]
  triggerInfo: Record<string, string>
  id: number
  buildNumber: string
  status: string
  result?: string
  queueTime: string
  startTime?: string
  finishTime?: string
  url?: string
  definition: Definition
  buildNumberRevision: number
  project: Project
  uri?: string
  /** A XAML build has none. */
  sourceBranch: string
  sourceVersion: string
  /** A XAML build has none. */
  queue: Queue
  priority: string
  reason: string
  requestedFor: Identity
  requestedBy: Identity
  lastChangedDate: string
  lastChangedBy: Identity
  orchestrationPlan?: { planId: string }
  logs?: { id: number; type: string; url: string }
  repository: Repository
  keepForever: boolean
  retainedByRelease: boolean
  triggeredByBuild: unknown
  appendCommitMessageToRunName: boolean
  parameters?: string
  templateParameters?: Record<string, string>
  queuePosition?: number
  deleted?: boolean
  deletedDate?: string
  deletedBy?: Identity
  deletedReason?: string
  /** Of a XAML build. */
  controller?: object
}

type Derived = '_links' | 'plans' | 'url' | 'uri' | 'orchestrationPlan' | 'logs'

/** A build as it is served, with everything that the emulator derives. */
export type WireBuild = Build & Required<Pick<Build, Derived>>

/** Any part of a build; what is explicitly `undefined` is left out of the result. */
export type BuildOverrides = {
  [Key in keyof Build]?:
    | (Build[Key] extends readonly unknown[] | undefined ? Build[Key] : Partial<Build[Key]>)
    | undefined
}

/** Everything that the emulated organization holds. Tests may change it at any time. */
export interface World {
  projects: Project[]
  definitions: Definition[]
  builds: Build[]
}
