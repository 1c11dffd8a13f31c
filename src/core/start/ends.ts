import type { ServiceError } from '../errors/errors.ts'
import { NetworkError } from '../service/network-error.ts'

/** How a request to start a build ended without a build: surely none was started, or one may have been. */
export type End = 'not started' | 'maybe started'

/**
 * The exceptions with which the service refuses to start a build, also with a status of 500. Any other exception with
 * such a status may have been thrown after the build was queued.
 */
const refusals =
  /^(?:Pipeline|Definition|Project|Branch|Queue|Pool|Agent)\w*(?:NotFound|DoesNotExist|Disabled)\w*Exception$|^(?:BuildRequestValidation(?:Failed|Warning)|PipelineValidation|AccessDenied|AccessCheck|UnauthorizedRequest|InvalidPipeline|YamlFileNotFound|RequestContent|ArgumentNull|RequestBlocked)Exception$|^Vss(?:VersionOutOfRange|InvalidPreviewVersion|InvalidApiResourceVersion|VersionNotSpecified|RequestContentTypeNotSupported)Exception$/

/**
 * Tells the ends of the request apart. Two equal requests are two builds, and the service has no key that would make them
 * one, so whatever is not surely a refusal has to be found out by looking.
 */
export function endOf({ arrived, request: { status, typeKey }, cause }: ServiceError): End {
  // TLS and the like can also fail after everything was sent.
  if (arrived === 'no') return cause instanceof NetworkError && cause.sent ? 'maybe started' : 'not started'
  if (typeKey !== undefined && refusals.test(typeKey)) return 'not started'
  if (status !== undefined && status >= 500) return 'maybe started'
  return arrived === 'refused' ? 'not started' : 'maybe started'
}
