import { type Instant, instantOf } from '../base/time.ts'
import { isCompleted, type MatchedBuild, shownBuild, stateOf, timeOf } from '../builds/build.ts'
import { causes } from '../errors/causes.ts'
import type { Explained } from '../errors/errors.ts'
import type { AskedBuild } from './asked-build.ts'
import { differences } from './difference.ts'
import type { HideValues } from './hide-values.ts'
import { type QueuedBuild, readQueuedBuild } from './queued-build.ts'
import { explainMessages } from './refusal.ts'

/** A build that this step started. */
export interface StartedBuild {
  readonly asked: AskedBuild
  readonly found: MatchedBuild
  /** Whether the answer to the start was lost, and the build was found afterwards. */
  readonly adopted: boolean
  /** How it differs from what was asked for, a sentence each. */
  readonly differences: readonly string[]
  /** Why it had already failed when it was started; empty if it had not. */
  readonly errors: readonly Explained[]
  /** What the service says of it that does not keep it from running, each in lines. */
  readonly warnings: readonly (readonly string[])[]
  readonly hide: HideValues
}

/** What a build comes to that was started or found. */
export function startedOf(
  queued: QueuedBuild,
  context: Pick<StartedBuild, 'asked' | 'adopted' | 'hide'>,
): StartedBuild {
  const { asked, hide } = context
  const { build, bytes, validationResults } = queued
  const isDead = build.status === 'completed' && build.result === 'failed'
  const isError = ({ result }: { result: string }) => isDead && result === 'error'
  const messages = validationResults.filter(isError).map(({ message }) => message)
  const others = validationResults.filter(result => !isError(result)).map(({ message }) => message)
  const time = timeOf(build.queueTime) ?? (instantOf(0) as Instant)
  return {
    ...context,
    found: { build: shownBuild(build, hide), bytes, target: asked.project, time },
    differences: differences(asked, queued),
    errors: explainMessages(messages, hide),
    warnings: explainMessages(others, hide).map(withFix),
  }
}

/** What to do about a warning comes with it, unless that names inputs, which hosts spell differently. */
function withFix({ said, reason }: Explained): string[] {
  const { fix } = causes[reason]
  return reason === 'start-refused' || fix.includes('{') ? [said] : [said, `  Fix: ${fix}`]
}

/** That a build never ran, for whatever reason. @param queued the answer to the start */
export function completedAtOnce({ build }: QueuedBuild): string[] {
  return isCompleted(build) ? [`The build was completed (${stateOf(build)}) as soon as it was started.`] : []
}

/** How the build differs from what was asked for by now; its commit may come late. */
export function differencesNow({ asked }: StartedBuild, { bytes }: Pick<MatchedBuild, 'bytes'>): string[] {
  const queued = readQueuedBuild(bytes, asked.project)
  return queued === undefined ? [] : differences(asked, queued)
}
