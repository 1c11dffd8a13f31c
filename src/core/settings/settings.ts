import type { Instant } from '../base/time.ts'
import type { TokenSource } from '../credential/token.ts'
import type { BranchFilter } from '../inputs/branch.ts'
import type { CommitFilter } from '../inputs/commit.ts'
import type { InputValues } from '../inputs/inputs.ts'
import type { Order } from '../inputs/order.ts'
import type { Organization } from '../inputs/organization.ts'
import type { HostContext } from '../inputs/raw-inputs.ts'

/** The inputs, checked one by one and against each other, grouped by the room that uses them. */
export interface Settings {
  readonly service: ServiceGroup
  readonly query: BuildQuery
  readonly wait: WaitSettings | undefined
  readonly start: StartSettings | undefined
  readonly rules: Rules
  readonly explain: boolean
  readonly artifacts: ArtifactsSettings | undefined
  readonly output: OutputSettings
}

/** For the gate. Nothing else holds the credential. */
export interface ServiceGroup {
  readonly url: string
  readonly authorization: string
  readonly apiVersion: string
  readonly requestTimeout: number
  readonly concurrency: number
  readonly retries: number
}

/** Which builds match, and how far to look for them. */
export interface BuildQuery
  extends Pick<
    InputValues,
    | 'status'
    | 'result'
    | 'reason'
    | 'tags'
    | 'requestedFor'
    | 'buildNumber'
    | 'buildIds'
    | 'queues'
    | 'repositoryId'
    | 'repositoryType'
    | 'deleted'
    | 'minTime'
    | 'maxTime'
    | 'maxAge'
    | 'properties'
    | 'scanLimit'
    | 'concurrency'
    | 'maxBuildsPerPipeline'
  > {
  /** Names or IDs; `*` is every project that the token can see. */
  readonly projects: readonly string[]
  /** As written: IDs, names, or paths. */
  readonly pipelines: readonly string[]
  readonly branch: BranchFilter | undefined
  readonly commit: CommitFilter | undefined
  readonly order: Order
  /** Which of the times were set as a duration: how long ago, by the clock of this machine. */
  readonly ago: readonly ('minTime' | 'maxTime')[]
  /** How many builds to return; infinite for no limit. */
  readonly top: number
  /** Whether the list is what a rule judges: each pipeline in `pipelines` must then have a matching build. */
  readonly judged: boolean
  /** Results with which a build breaks the rule on results; none without that rule. */
  readonly failing: readonly InputValues['result'][number][]
  /** Empty: the newest that the server supports. */
  readonly apiVersion: string
  /** Milliseconds for one whole query. */
  readonly queryTimeout: number
}

/** Milliseconds. */
export type WaitSettings = Pick<InputValues, 'appearTimeout' | 'waitTimeout' | 'pollInterval'> & {
  /** What to do where a pipeline has no build. */
  readonly ifNone: InputValues['ifNone']
}

/** The build to start. */
export interface StartSettings {
  readonly project: string
  /** As written: an ID, a name, or a path. */
  readonly pipeline: string
  /** The full ref; undefined for the default branch of the pipeline. */
  readonly ref: string | undefined
  /** A full commit SHA or a changeset; undefined for the newest of the branch. */
  readonly commit: string | undefined
  readonly parameters: ReadonlyMap<string, string>
  readonly variables: ReadonlyMap<string, string>
  readonly onCancel: InputValues['onCancel']
  /** Milliseconds for finding the pipeline and starting. */
  readonly queryTimeout: number
}

/** What is judged. */
export interface Rules {
  /** Empty judges no results. */
  readonly requireResult: readonly string[]
  /** Milliseconds. */
  readonly maxAge: number | undefined
  readonly ifNone: InputValues['ifNone']
  /** Whether each named pipeline must have a matching build: with a rule, or when builds are waited for. */
  readonly judged: boolean
  /** Milliseconds that were waited at most. */
  readonly waited: Pick<WaitSettings, 'appearTimeout' | 'waitTimeout'> | undefined
  readonly order: Order
}

export interface ArtifactsSettings {
  /** Names or globs. */
  readonly names: readonly string[]
  readonly path: string
  /** Uncompressed bytes of all artifacts. */
  readonly maxSize: number
  readonly ifNone: InputValues['ifNoArtifacts']
}

/** What is shown, and where. */
export interface OutputSettings {
  readonly organization: Organization
  readonly context: Pick<HostContext, 'host'>
  readonly scheme: 'Basic' | 'Bearer'
  readonly tokenSource: TokenSource
  readonly patExpiresOn: Instant | undefined
  readonly username: string
  readonly file: string
  readonly summary: boolean
  readonly dryRun: boolean
}
