import { shorten } from '../base/text.ts'
import { formatDuration, milliseconds } from '../base/time.ts'
import { type Build, nameOf, stateOf, timeOf } from '../builds/build.ts'
import { shortRef } from '../inputs/branch.ts'

/** A TFVC changeset, or as many digits of a commit as people read. */
export function shortVersion(version: string): string {
  return version.slice(0, 8)
}

/** `web ci 20261124.7 for 4f0c9d1 on main: failed 46 min ago (05:12 UTC)`. @param now milliseconds since 1970 */
export function describeBuild(build: Build, now: number): string {
  const { commit, branch, state, when } = wordsOf(build, now)
  return [shorten(nameOf(build), 120), commit && `for ${commit}`, branch && `on ${branch}:`, state, when]
    .filter(part => part !== '')
    .join(' ')
}

function wordsOf(build: Build, now: number) {
  const at = when(build, now)
  return {
    commit: shortVersion(build.sourceVersion),
    branch: shorten(shortRef(build.sourceBranch), 80),
    state: stateOf(build) + (build.deleted ? ', deleted' : ''),
    when: at,
  }
}

/** How long ago it finished, or started, or was queued, with the absolute time. Empty where the service says nothing. */
export function when(build: Build, now: number): string {
  const [ago, at] = [age(build, now), momentOf(build)]
  return at === undefined ? ago : `${ago} (${utc(at, now)})`
}

/** How long ago it finished, or started, or was queued. */
export function age(build: Build, now: number): string {
  const time = momentOf(build)
  if (time === undefined) return ''
  const what = build.finishTime ? '' : build.startTime ? 'started ' : 'queued '
  const seconds = Math.floor(Math.max(0, now - time) / 1000)
  return seconds === 0 ? `${what}just now` : `${what}${formatDuration(seconds * 1000).split(' ')[0]} ago`
}

function momentOf({ finishTime, startTime, queueTime }: Build): number | undefined {
  const at = timeOf(finishTime || startTime || queueTime)
  return at === undefined ? undefined : milliseconds(at)
}

/** `05:12 UTC` of the last 20 hours, else `2026-11-23 05:12 UTC`. */
export function utc(time: number, now: number): string {
  const text = new Date(time).toISOString()
  const minutes = text.slice(11, 16)
  return Math.abs(now - time) < 72_000_000 ? `${minutes} UTC` : `${text.slice(0, 10)} ${minutes} UTC`
}
