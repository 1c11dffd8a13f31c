import type { Clock } from '../base/time.ts'
import { type Build, isCompleted, nameOf } from '../builds/build.ts'
import { messageOf, ServiceError, StepError } from '../errors/errors.ts'
import type { Service } from '../service/service.ts'
import { explainRefusal } from './refusal.ts'
import { stopRequest } from './requests.ts'

export interface StopTools {
  readonly clock: Clock
  /** Aborted when the step has to end at once. */
  readonly over: AbortSignal
  readonly say: (line: string) => void
  readonly warn: (message: readonly string[]) => void
  readonly pageOf: (build: Build) => string
}

/** Milliseconds: no host leaves a canceled step more. */
const stopTime = 6_000

/**
 * Cancels a build with one request, and does not wait until it has stopped. Never throws: the step ends anyway.
 * @param project as it was queried
 */
export async function stopBuild(service: Service, project: string, build: Build, tools: StopTools): Promise<void> {
  const { clock, over, say, warn, pageOf } = tools
  if (isCompleted(build)) return
  const name = `${nameOf(build)} ${pageOf(build)}`
  // The signal of the step has been aborted, and would end this request, too.
  const request = { ...stopRequest(project, build.id, clock.now() + stopTime), signal: over }
  try {
    over.throwIfAborted()
    await service.request(request, () => undefined)
    say(`Stopping the build, because the job was canceled: ${name}`)
  } catch (error) {
    const isKnown = error instanceof ServiceError && error.arrived !== 'unknown'
    // The service names the owner of the token.
    const shown = error instanceof ServiceError ? explainRefusal(error, text => text) : error
    const what = `The build ${isKnown ? 'was not' : 'may not have been'} stopped: ${name}`
    warn([what, ...(shown instanceof StepError ? shown.lines : [messageOf(shown)])])
  }
}
