import { createRenderer } from '../world/renderer.js'
import { anonymousRefusal, authenticate, requireScope, visibleTo } from './authentication.js'
import { findRoute, noRoute } from './find-route.js'
import { successHeaders } from './headers.js'
import { readParameters } from './parameters.js'
import { segmentsBelow, segmentsOf } from './path.js'
import { Refusal } from './refusal.js'
import { requireContentType, requireReadable } from './request-checks.js'
import { isTfs, negotiateVersion } from './version.js'

/** @import { Answer, Grant, Project, Reply, RequestRecord, Settings, Version } from '../types.ts' */
/** @import { FoundRoute } from './find-route.js' */

/**
 * What the service answers to a request: the credential is looked at first, then the path, the method, the version, the
 * type of the body, the scope, and at last what was asked for.
 * @param {RequestRecord} request
 * @param {Settings} settings
 * @returns {Reply}
 */
export function respond(request, settings) {
  try {
    requireReadable(request)
    const open = findRoute(settings.routes, request.method, segmentsOf(request.path), true).found
    return open ? answerFound(request, settings, open, nobody) : answer(request, settings)
  } catch (error) {
    if (error instanceof Refusal) return error.reply
    throw error
  }
}

/** Who asks for something outside of the collection, where no credential is looked at. @type {Grant} */
const nobody = { kind: 'pat', anonymous: true }

/**
 * @param {RequestRecord} request
 * @param {Settings} settings
 */
function answer(request, settings) {
  const { method, path, headers } = request
  const segments = segmentsBelow(path, settings)
  const { found, methods } = findRoute(settings.routes, method, segments, false)
  if (found?.route.open) return answerFound(request, settings, found, nobody)
  const grant = authenticate(method, headers, settings)
  if (grant.anonymous && !isPublic(segments[0], settings, visibleTo(grant)))
    throw anonymousRefusal(method, headers, settings)
  if (found === undefined) throw noRoute(method, segments, methods)
  return answerFound(request, settings, found, grant)
}

/**
 * @param {RequestRecord} request
 * @param {Settings} settings
 * @param {FoundRoute} found
 * @param {Grant} grant
 * @returns {Reply}
 */
function answerFound(request, settings, { route, values }, grant) {
  const parameters = readParameters(request.query)
  const version = negotiateVersion(request, parameters, settings, route)
  requireContentType(request, route)
  requireScope(grant, route.scope)
  const answered = route.handle({
    settings,
    request,
    parameters,
    rawQuery: request.rawUrl.split('?')[1] ?? '',
    route: values,
    body: request.body,
    version,
    grant,
    visible: visibleTo(grant),
    anonymous: grant.anonymous ?? false,
    render: createRenderer(settings.url, { anonymous: grant.anonymous ?? false, old: isTfs(settings) }),
    orderBuilds: settings.orderBuilds,
  })
  return replyOf(answered, successHeaders({ version, grant, headers: request.headers }))
}

/**
 * JSON unless the resource gives bytes or a stream and their type; nothing at all without any of them.
 * @param {Answer} answer
 * @param {Reply['headers']} usual
 * @returns {Reply}
 */
function replyOf({ status = 200, value, body, stream, type, headers }, usual) {
  const json = value !== undefined
  const empty = !json && body === undefined && stream === undefined
  const { 'content-type': jsonType, ...others } = usual
  const contentType = type ?? (json ? jsonType : undefined)
  return {
    status,
    headers: { ...others, ...(contentType && !empty && { 'content-type': contentType }), ...headers },
    body: json ? JSON.stringify(value) : (body ?? ''),
    ...(stream && { stream }),
  }
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
