import { instantOf } from '../base/time.ts'
import { timeOf } from '../builds/build.ts'
import type { AskedBuild } from './asked-build.ts'
import { sameBranch, sameCommit } from './difference.ts'
import type { QueuedBuild } from './queued-build.ts'
import { sameValues } from './values.ts'

/** What is known of a build whose start got no answer. */
export interface LostStart {
  readonly asked: AskedBuild
  /** The default branch of the pipeline, as a whole ref; undefined if the service doesn't say. */
  readonly defaultBranch: string | undefined
  /** The ID of the newest build that was there before; 0 if there was none. */
  readonly newest: number
  /** ID of the token's owner, in lower case. */
  readonly identity: string
  /** When the request was sent, and when it ended, by the service's clock, in milliseconds since 1970. */
  readonly sentAt: number
  readonly endedAt: number
}

/** Milliseconds: the time of a build is up to 2 s before the service's own Date. */
const clockSkew = 5_000

/**
 * Milliseconds that the service may go on working after the connection was lost. At most 10 s were observed
 * (https://github.com/microsoft/go-infra, cmd/releasego); a build that is queued later is another.
 */
const longestWork = 30_000

/**
 * Whether a build can be the one whose start got no answer. `unsure` if it fits in everything that it has so far, and has
 * no commit yet. IDs of all builds of an organization count up, so that the own build is newer than the newest that was seen.
 */
export function fits(queued: QueuedBuild, lost: LostStart): 'yes' | 'no' | 'unsure' {
  const { build } = queued
  const { asked } = lost
  const branch = asked.branch ?? lost.defaultBranch
  const same =
    build.pipelineId === asked.pipelineId &&
    build.id > lost.newest &&
    queued.requestedBy === lost.identity &&
    // A push of the same person starts a build for another reason.
    build.reason === 'manual' &&
    isInTime(build.queueTime, lost) &&
    (branch === undefined || sameBranch(branch, build.sourceBranch)) &&
    sameValues(asked.parameters, queued.parameters) &&
    sameValues(asked.variables, queued.variables)
  if (!same) return 'no'
  if (asked.commit === undefined) return 'yes'
  if (build.sourceVersion === '') return 'unsure'
  return sameCommit(asked.commit, build.sourceVersion) ? 'yes' : 'no'
}

/** The time at or after which the own build was queued, by the service's clock, in milliseconds since 1970. */
export function earliestQueueTime({ sentAt }: LostStart): number {
  return sentAt - clockSkew
}

function isInTime(queueTime: string, lost: LostStart): boolean {
  const { sentAt, endedAt } = lost
  const time = timeOf(queueTime)
  const earliest = instantOf(earliestQueueTime(lost))
  const latest = instantOf(Math.max(endedAt, sentAt + longestWork) + clockSkew)
  return time !== undefined && earliest !== undefined && latest !== undefined && time >= earliest && time <= latest
}
