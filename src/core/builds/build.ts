import type { Instant } from '../base/time.ts'
import { instant } from '../base/time.ts'

/** What the step needs of a build: https://learn.microsoft.com/rest/api/azure/devops/build/builds/list#build */
export interface Build {
  readonly id: number
  readonly buildNumber: string
  readonly status: string
  /** Empty until the build is completed. */
  readonly result: string
  /** Name of its project, or what was asked for where the service leaves it out. */
  readonly project: string
  readonly definitionId: number | undefined
  readonly definitionName: string
  readonly sourceBranch: string
  readonly sourceVersion: string
  /** The commit that a pull request proposes, which sourceVersion, a merge, is not. */
  readonly pullRequestCommit: string
  readonly reason: string
  /** As the service writes them; empty where the build has not come so far. */
  readonly queueTime: string
  readonly startTime: string
  readonly finishTime: string
}

type Json = { readonly [key: string]: unknown }

/** Reads one element of a page; undefined when it is no build. The wire's own form ends here. */
export function readBuild(json: unknown, project: string): Build | undefined {
  const build = object(json)
  if (!Number.isSafeInteger(build.id)) return undefined
  const definition = object(build.definition)
  return {
    id: build.id as number,
    buildNumber: text(build.buildNumber),
    status: text(build.status),
    result: text(build.result),
    project: text(object(build.project).name) || project,
    definitionId: Number.isSafeInteger(definition.id) ? (definition.id as number) : undefined,
    definitionName: text(definition.name),
    sourceBranch: text(build.sourceBranch),
    sourceVersion: text(build.sourceVersion),
    pullRequestCommit: text(object(build.triggerInfo)['pr.sourceSha']),
    reason: text(build.reason),
    queueTime: text(build.queueTime),
    startTime: text(build.startTime),
    finishTime: text(build.finishTime),
  }
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

/** How long it ran, in milliseconds; undefined while it has not started and finished. */
export function durationOf(build: Build): number | undefined {
  const [start, finish] = [timeOf(build.startTime), timeOf(build.finishTime)]
  if (start === undefined || finish === undefined) return undefined
  return Math.max(0, Date.parse(finish) - Date.parse(start))
}
