import { ServiceError } from '../errors/errors.ts'
import type { Service } from '../service/service.ts'
import type { AskedBuild } from './asked-build.ts'
import type { FindTools } from './find-lost-build.ts'
import { type QueuedBuild, readQueuedBuild } from './queued-build.ts'
import { buildRequest } from './requests.ts'

/** Milliseconds between the looks for a commit that is not there yet. */
const pauses = [1000, 2000, 4000]

/**
 * The build with its commit, where one was asked for: some services name it only a little later. After some seconds the
 * build is given as it is, because it may wait for an agent for hours.
 */
export async function confirmCommit(
  service: Service,
  { commit, project }: AskedBuild,
  queued: QueuedBuild,
  { clock, signal, say }: FindTools,
): Promise<QueuedBuild> {
  if (commit === undefined || queued.build.sourceVersion !== '') return queued
  for (const pause of pauses) {
    await clock.sleep(pause, signal)
    const request = buildRequest(project, queued.build.id, clock.now() + 10_000)
    try {
      const now = await service.request(request, ({ body }) => readQueuedBuild(body, project))
      if (now !== undefined && now.build.sourceVersion !== '') return now
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error
    }
  }
  say('The build has no commit yet, so its commit could not be compared.')
  return queued
}
