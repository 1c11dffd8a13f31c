import { serviceError } from '../http/refusal.js'
import { setCourse } from '../world/course.js'
import { tokenOwner } from '../world/create-identity.js'
import { pipelineOf } from '../world/pipeline.js'
import { toTicks, trimmedTime } from '../world/time.js'
import { findBuild, served } from './builds.js'
import { accessDenied } from './start-build.js'

/** @import { Answer, Call, Route } from '../types.ts' */

/** Milliseconds from the cancellation to its end; githubnext/ado-aw allows for 60 s. */
const settling = 5_000

/**
 * `PATCH {project}/_apis/build/builds/{buildId}` with `{"status":"Cancelling"}`, which answers the build as it is on its way
 * (recorded: test_build_cancel of https://github.com/Azure/azure-devops-cli-extension). `keepForever` is changed, too;
 * everything else is ignored.
 * Source: https://learn.microsoft.com/en-us/rest/api/azure/devops/build/builds/update-build
 * @param {Call} call
 * @returns {Answer}
 */
export function changeBuild(call) {
  const { settings, body, grant } = call
  const build = findBuild(call)
  const change = /** @type {{ status?: unknown, keepForever?: unknown } | undefined} */ (body.json)
  // observed: SteveL-MSFT/PoshChan-Bot#30
  if (typeof change !== 'object' || change === null)
    throw serviceError(
      'RequestContentException',
      'This request expects an object in the request body, but nothing was supplied.',
    )
  if (typeof change.keepForever === 'boolean') build.keepForever = change.keepForever
  if (String(change.status ?? '').toLowerCase() !== 'cancelling') return { value: served(call, build) }
  const definition = settings.world.definitions.find(({ id }) => id === build.definition.id)
  if (definition && pipelineOf(definition).denied.includes('Stop builds'))
    throw accessDenied('Stop builds', call, definition)
  // The class: actions/runner f78d35dc4^ src/Sdk/BuildWebApi; when it is thrown, its status and its text are assumed.
  if (build.status === 'completed')
    throw serviceError('BuildStatusInvalidChangeException', `The status of build ${build.id} cannot be changed.`)
  const now = settings.clock.now()
  Object.assign(build, {
    status: 'cancelling',
    lastChangedBy: grant.owner ?? tokenOwner,
    lastChangedDate: trimmedTime(toTicks(now)),
  })
  setCourse(build, [{ at: now + settling, status: 'completed', result: 'canceled' }])
  return { value: served(call, build) }
}

/** @type {readonly Route[]} */
export const changeRoutes = [
  {
    method: 'PATCH',
    template: '{project}/_apis/build/builds/{build}',
    handle: changeBuild,
    scope: 'vso.build_execute',
  },
]
