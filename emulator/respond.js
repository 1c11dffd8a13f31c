import { anonymousRefusal, authenticate, requireScope, visibleTo } from './authentication.js'
import { signInPage } from './challenge.js'
import { successHeaders } from './headers.js'
import { readParameters } from './parameters.js'
import { segmentsBelow } from './path.js'
import { plainRefusal, Refusal, requestError, serviceError } from './refusal.js'
import { createRenderer } from './renderer.js'
import { findRoute } from './routes.js'
import { negotiateVersion } from './version.js'

/** @import { Project, Reply, RequestRecord, Settings } from './types.ts' */

/**
 * What the service answers to a request: the credential is looked at first, then the path, the method, the version, the
 * scope, and at last what was asked for.
 * @param {RequestRecord} request
 * @param {Settings} settings
 * @returns {Reply}
 */
export function respond(request, settings) {
  try {
    return answer(request, settings)
  } catch (error) {
    if (error instanceof Refusal) return error.reply
    throw error
  }
}

/**
 * @param {RequestRecord} request
 * @param {Settings} settings
 * @returns {Reply}
 */
function answer({ method, path, query, rawUrl, headers }, settings) {
  if (path.toLowerCase() === '/_signin') throw signInPage
  const segments = segmentsBelow(path, settings)
  const grant = authenticate(method, headers, settings)
  const anonymous = grant.anonymous ?? false
  const visible = visibleTo(grant)
  if (anonymous && !isPublic(segments[0], settings, visible)) throw anonymousRefusal(method, headers, settings)
  const { route, values, handler } = resolve(method, segments)
  const parameters = readParameters(query)
  const version = negotiateVersion(parameters, headers, settings, route.released ?? true)
  requireScope(grant, route.scope)
  const { value, headers: more } = handler({
    settings,
    parameters,
    rawQuery: rawUrl.split('?')[1] ?? '',
    route: values,
    version,
    visible,
    anonymous,
    render: createRenderer(settings.url),
    orderBuilds: settings.orderBuilds,
  })
  return {
    status: 200,
    headers: { ...successHeaders({ version, anonymous, headers }), ...more },
    body: JSON.stringify(value),
  }
}

/**
 * @param {string} method
 * @param {readonly string[]} segments
 */
function resolve(method, segments) {
  const found = findRoute(segments)
  if (found === undefined) throw noRoute(segments)
  const handler = found.route.methods[method]
  if (handler === undefined) throw requestError(405, `The requested resource does not support http method '${method}'.`)
  return { ...found, handler }
}

/** @param {readonly string[]} segments */
function noRoute(segments) {
  const names = segments.map(segment => segment.toLowerCase())
  // observed: Azure/azure-devtestlab#427
  if (names[0] === '_apis' && names[1] === 'build' && names[2] !== undefined) {
    const message = 'The guid specified for parameter projectId must not be Guid.Empty.\r\nParameter name: projectId'
    return serviceError('ArgumentException', message)
  }
  if (names.includes('_apis')) return requestError(404, 'No HTTP resource was found that matches the request URI.')
  return plainRefusal(404, 'text/html; charset=utf-8', '<!DOCTYPE html><html><body>Page not found</body></html>')
}

/**
 * Whether an anonymous user gets anything here: only in a public project.
 * @param {string | undefined} project the first segment below the collection
 * @param {Settings} settings
 * @param {(project: Project) => boolean} visible
 */
function isPublic(project, settings, visible) {
  const wanted = project?.toLowerCase()
  if (wanted === undefined) return false
  return settings.world.projects.some(one => visible(one) && (one.id === wanted || one.name.toLowerCase() === wanted))
}
