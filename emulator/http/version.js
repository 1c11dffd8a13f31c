import { plainRefusal, serviceError } from './refusal.js'

/** @import { Parameters, RequestRecord, Route, Settings, Version } from '../types.ts' */

/**
 * The api-version to serve, from the query or from `Accept: application/json;api-version=7.1`, which are both official:
 * https://learn.microsoft.com/en-us/azure/devops/integrate/concepts/rest-api-versioning
 * A GET without any is served; with which one is not documented, the newest released is assumed.
 * @param {RequestRecord} request
 * @param {Parameters} parameters
 * @param {Settings} settings
 * @param {Route} route
 * @returns {Version}
 */
export function negotiateVersion({ method, headers }, parameters, settings, route) {
  const newest = parseVersion(settings.maxVersion)
  const stable = lower(parseVersion(settings.releasedVersion), newest)
  if (route.open) return stable
  const accepted = /;\s*api-version=([^;,\s]+)/i.exec(headers.accept ?? '')?.[1]
  const text = parameters.get('api-version') || accepted
  if (!text) {
    if (!servedWithout.has(method)) throw notSpecified(method)
    return stable
  }
  const version = parseVersion(text)
  if (isNewer(version, newest)) throw outOfRange(version, settings)
  requireSince(version, route)
  if (!version.preview && (route.released === false || isNewer(version, stable))) throw previewNeeded(text)
  return version
}

/** Which methods need no version (observed: codescene-ci-cd#14 for POST; the rest is inferred from the text). */
const servedWithout = new Set(['GET', 'HEAD', 'OPTIONS'])

/** @param {string} method */
function notSpecified(method) {
  return serviceError(
    'VssVersionNotSpecifiedException',
    `No api-version was supplied for the "${method}" request. The version must be supplied either as part of the Accept ` +
      'header (e.g. "application/json; api-version=1.0") or as a query parameter (e.g. "?api-version=1.0").',
  )
}

/**
 * @param {Version} version
 * @param {Settings} settings
 */
function outOfRange(version, { maxVersion, quirks }) {
  if (quirks.newerVersion === 'not found') return plainRefusal(404, 'text/html; charset=utf-8', '')
  // Whether that version is released is another matter: Server 2020 named 6.1, a preview there (observed:
  // microsoft/azure-devops-extension-sample#161), as an emulator with maxVersion 6.1 and releasedVersion 6.0 does.
  const named = format(parseVersion(maxVersion))
  const texts = {
    plain:
      `The requested REST API version of ${format(version)} is out of range for this server. ` +
      `The latest REST API version this server supports is ${named}.`,
    'supported by':
      `The requested REST API version of "${format(version)}" is out of the valid range for this server. ` +
      `The latest REST API version supported by this server is ${named}`,
  }
  return serviceError('VssVersionOutOfRangeException', texts[quirks.rangeText])
}

/**
 * A resource that came later than the version asked for (text: `ApiVersionOutOfRangeForRoute` in
 * https://github.com/actions/runner src/Sdk; which exception it belongs to is assumed).
 * @param {Version} version
 * @param {Route} route
 */
function requireSince(version, { since, template }) {
  if (since === undefined || !isNewer(parseVersion(since), version)) return
  throw serviceError(
    'VssVersionOutOfRangeException',
    `The request matched route ${template}, but the requested REST API version ${format(version)} was outside the valid ` +
      'version range for this route.',
  )
}

/** @param {string} text */
function previewNeeded(text) {
  return serviceError(
    'VssInvalidPreviewVersionException',
    `The requested version "${text}" of the resource is under preview. The -preview flag must be supplied in the ` +
      `api-version for such requests. For example: "${text}-preview"`,
  )
}

/**
 * @param {string} text
 * @returns {Version}
 */
export function parseVersion(text) {
  const [, major, minor, preview] = /^(\d+)\.(\d+)(-preview(?:\.\d+)?)?$/i.exec(text) ?? []
  if (major === undefined || minor === undefined) {
    throw serviceError(
      'VssInvalidApiResourceVersionException',
      `Invalid api version string: "${text}". Api version string must be in the format: ` +
        '{Major}.{Minor}[-preview[.{ResourceVersion}]].',
    )
  }
  return { major: Number(major), minor: Number(minor), preview: preview !== undefined }
}

/**
 * @param {Version} version
 * @param {Version} other
 */
export function isNewer(version, other) {
  return version.major > other.major || (version.major === other.major && version.minor > other.minor)
}

/**
 * Whether the server is TFS 2018 or older (https://learn.microsoft.com/en-us/rest/api/azure/devops/: those have API 4.1).
 * @param {Settings} settings
 */
export function isTfs({ maxVersion }) {
  return isNewer(parseVersion('5.0'), parseVersion(maxVersion))
}

/** @param {Version} version */
function format({ major, minor }) {
  return `${major}.${minor}`
}

/**
 * @param {Version} one
 * @param {Version} other
 */
function lower(one, other) {
  return isNewer(one, other) ? other : one
}

/**
 * The version as it stands in an answer's content-type (observed: `api-version=5.0` was asked for and echoed).
 * @param {Version} version
 */
export function servedVersion(version) {
  return `${format(version)}${version.preview ? '-preview' : ''}`
}
