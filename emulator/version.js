import { serviceError } from './refusal.js'

/** @import { IncomingHttpHeaders } from 'node:http' */
/** @import { Parameters, Settings, Version } from './types.ts' */

/**
 * The api-version to serve, from the query or from `Accept: application/json;api-version=7.1`, which are both official:
 * https://learn.microsoft.com/en-us/azure/devops/integrate/concepts/rest-api-versioning
 * A GET without any is served; with which one is not documented, the newest released is assumed.
 * @param {Parameters} parameters
 * @param {IncomingHttpHeaders} headers
 * @param {Settings} settings
 * @param {boolean} released whether the resource was ever released
 * @returns {Version}
 */
export function negotiateVersion(parameters, headers, settings, released) {
  const accepted = /;\s*api-version=([^;,\s]+)/i.exec(headers.accept ?? '')?.[1]
  const newest = parseVersion(settings.maxVersion)
  const stable = lower(parseVersion(settings.releasedVersion), newest)
  const text = parameters.get('api-version') || accepted
  if (!text) return stable
  const version = parseVersion(text)
  if (isNewer(version, newest)) {
    throw serviceError(
      'VssVersionOutOfRangeException',
      `The requested REST API version of ${format(version)} is out of range for this server. ` +
        `The latest REST API version this server supports is ${format(newest)}.`,
    )
  }
  if (!version.preview && (!released || isNewer(version, stable))) {
    throw serviceError(
      'VssInvalidPreviewVersionException',
      `The requested version "${text}" of the resource is under preview. The -preview flag must be supplied in the ` +
        `api-version for such requests. For example: "${text}-preview"`,
    )
  }
  return version
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
