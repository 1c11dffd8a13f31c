import { type Instant, instant } from '../base/time.ts'

/** What the step needs of a build: https://learn.microsoft.com/rest/api/azure/devops/build/builds/list#build */
export interface Build {
  readonly id: number
  readonly buildNumber: string
  /** The build number as it was sent, if something of it is hidden in the other. */
  readonly sentNumber?: string
  readonly status: string
  /** Empty until the build is completed. */
  readonly result: string
  /** Name of its project, or what was queried if the service leaves it out. */
  readonly project: string
  /** The GUID of its project, in lower case; empty if the service leaves it out. */
  readonly projectId: string
  readonly pipelineId: number | undefined
  readonly pipelineName: string
  readonly sourceBranch: string
  readonly sourceVersion: string
  /** The commit that a pull request proposes, which sourceVersion, a merge, is not. */
  readonly pullRequestCommit: string
  readonly reason: string
  readonly deleted: boolean
  /** Why it was refused before it began, as the service words it. */
  readonly validationErrors: readonly string[]
  /** As the service writes them; empty where the build has not come so far. */
  readonly queueTime: string
  readonly startTime: string
  readonly finishTime: string
}

/** A build that matches, and the bytes that the service sent of it. */
export interface MatchedBuild {
  readonly build: Build
  /** The project as it was queried: a name or an ID. */
  readonly target: string
  /** The time that the order compares. */
  readonly time: Instant
  /** Empty where they are not kept, or no longer. */
  bytes: Buffer
}

export const noBytes = Buffer.alloc(0)

/** The build as it is shown. @param hide takes out what must not be shown: a pipeline can put values into its build number */
export function shownBuild(build: Build, hide: (text: string) => string): Build {
  const buildNumber = hide(build.buildNumber)
  return buildNumber === build.buildNumber ? build : { ...build, buildNumber, sentNumber: build.buildNumber }
}

type Json = { readonly [key: string]: unknown }

/** Reads one element of a page; undefined when it is not a build. The wire format ends here. */
export function readBuild(json: unknown, project: string): Build | undefined {
  const build = object(json)
  if (!Number.isSafeInteger(build.id)) return undefined
  const definition = object(build.definition)
  const reason = text(build.reason)
  return {
    id: build.id as number,
    buildNumber: text(build.buildNumber),
    ...stateOfXaml(text(build.status), text(build.result)),
    project: text(object(build.project).name) || project,
    projectId: text(object(build.project).id).toLowerCase(),
    pipelineId: Number.isSafeInteger(definition.id) ? (definition.id as number) : undefined,
    pipelineName: text(definition.name),
    ...sourceOf(text(build.sourceBranch), text(build.sourceVersion)),
    pullRequestCommit:
      text(object(build.triggerInfo)['pr.sourceSha']) || proposedCommit(reason, text(build.parameters)),
    reason,
    deleted: build.deleted === true,
    validationErrors: errorsOf(build.validationResults),
    queueTime: text(build.queueTime),
    startTime: text(build.startTime),
    finishTime: text(build.finishTime),
  }
}

/** Hardly a build has any. */
const none: readonly string[] = []

/** Of https://learn.microsoft.com/rest/api/azure/devops/build/builds/list#buildrequestvalidationresult: its warnings stop nothing. */
function errorsOf(results: unknown): readonly string[] {
  if (!Array.isArray(results) || results.length === 0) return none
  const errors = results.slice(0, maxValidationErrors).map(object)
  return errors.filter(({ result }) => result === 'error').map(({ message }) => text(message))
}

const maxValidationErrors = 100

const proposed = 'system.pullRequest.sourceCommitId'

/**
 * Azure Repos writes the source commit of a pull request into the JSON string `parameters` only. Anybody who queues a
 * build by hand can set such a parameter, so it counts for the builds that the service itself queued.
 */
function proposedCommit(reason: string, parameters: string): string {
  if (reason !== 'pullRequest' || !parameters.includes(proposed)) return ''
  try {
    return text(object(JSON.parse(parameters))[proposed])
  } catch {
    // Old builds have parameters in other forms.
    return ''
  }
}

/** XAML builds of old servers have their result as status, and may name both branch and commit in their version. */
function stateOfXaml(status: string, result: string): Pick<Build, 'status' | 'result'> {
  if (result === 'none') return { status, result: '' }
  if (status === 'stopped') return { status: 'completed', result: 'canceled' }
  return /^(?:succeeded|partiallySucceeded|failed)$/.test(status)
    ? { status: 'completed', result: status }
    : { status, result }
}

/** `LG:refs/heads/main:<sha>`: https://learn.microsoft.com/previous-versions/azure/devops/integrate/previous-apis/build/builds */
function sourceOf(sourceBranch: string, sourceVersion: string): Pick<Build, 'sourceBranch' | 'sourceVersion'> {
  const [, branch, version] = /^L[GT]:(.+):([0-9a-f]{7,64})$/i.exec(sourceVersion) ?? []
  return version === undefined
    ? { sourceBranch, sourceVersion }
    : { sourceBranch: sourceBranch || (branch ?? ''), sourceVersion: version }
}

function object(value: unknown): Json {
  return typeof value === 'object' && value !== null ? (value as Json) : {}
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** A time of a build; the year 1 is how the service writes that there is none. */
export function timeOf(text: string): Instant | undefined {
  return text === '' || text.startsWith('0001-') ? undefined : instant(text)
}

/**
 * How long it ran, in milliseconds; undefined while it has not started and finished. A build that was canceled while it
 * was queued has the same time for both, and never ran.
 */
export function durationOf(build: Build): number | undefined {
  const [start, finish] = [timeOf(build.startTime), timeOf(build.finishTime)]
  if (start === undefined || finish === undefined || start === finish) return undefined
  return Math.max(0, Date.parse(finish) - Date.parse(start))
}

/** Whether nothing changes any more. */
export function isCompleted({ status }: Build): boolean {
  return status === 'completed' || status === 'abandoned'
}

/** `Web CI 20260401.4`. */
export function nameOf({ buildNumber, id, pipelineName }: Build): string {
  return [pipelineName, buildNumber || `build ${id}`].filter(part => part !== '').join(' ')
}

/** Its result, or its status until it has one. */
export function stateOf({ status, result }: Build): string {
  return status === 'completed' ? result || 'completed without a result' : status
}
