import type { Clock } from '../base/time.ts'
import { type Build, isCompleted, nameOf } from '../builds/build.ts'
import { messageOf, ServiceError } from '../errors/errors.ts'
import type { Service } from '../service/service.ts'
import { explainRefusal } from './refusal.ts'
import { stopRequest } from './requests.ts'

export interface StopTools {
  readonly clock: Clock
  readonly say: (line: string) => void
  readonly warn: (message: string) => void
  readonly pageOf: (build: Build) => string
}

/** Milliseconds: hosts give a canceled step 7.5 s after SIGINT and 2.5 s after SIGTERM, in which outputs are set, too. */
const stopTime = 4_000

/**
 * Cancels a build with one request, and does not wait until it has stopped. Never throws: the step ends anyway.
 * @param project as it was queried
 */
export async function stopBuild(service: Service, project: string, build: Build, tools: StopTools): Promise<void> {
  const { clock, say, warn, pageOf } = tools
  if (isCompleted(build)) return
  const name = `${nameOf(build)} ${pageOf(build)}`
  const request = stopRequest(project, build.id, clock.now() + stopTime)
  // The signal of the step has been aborted, and would end this request, too.
  const signal = new AbortController().signal
  try {
    await service.request({ ...request, signal }, () => undefined)
    say(`Stopping the build, because the job was canceled: ${name}`)
  } catch (error) {
    // The service names the owner of the token.
    const shown = error instanceof ServiceError ? explainRefusal(error, text => text) : error
    warn(`The build was not stopped: ${name}\n${messageOf(shown)}`)
  }
}
