import { isNewer, parseVersion } from '../http/version.js'
import { tokenOwner } from '../world/create-identity.js'
import { guid } from '../world/guid.js'

/** @import { Answer, Call, Route } from '../types.ts' */

const build = '965220d5-5bb9-42cf-8d67-9b146df2a5a4'
const core = '79134c72-4a58-4b42-976c-04e7115f32bf'

/**
 * Where the resources are and in which versions: what `OPTIONS _apis` said on 2025-01-10, of it what the emulator has.
 * Source: https://github.com/Azure/azure-devops-cli-extension test_invoke_command_basic.yaml
 * Columns: id, area, resource, template, resource version, least version, whether it is released.
 */
const locations = /** @type {const} */ ([
  [
    '0cd358e1-9217-4d94-8269-1c1ee6f93dcf',
    'Build',
    'Builds',
    '{project}/_apis/build/{resource}/{buildId}',
    7,
    '1.0',
    true,
  ],
  [
    'dbeaf647-6167-421a-bda9-c9327b25e2e6',
    'Build',
    'Definitions',
    '{project}/_apis/build/{resource}/{definitionId}',
    7,
    '1.0',
    true,
  ],
  ['603fe2ac-9723-48b9-88ad-09305aa6c6e1', 'core', 'projects', '_apis/{resource}/{*projectId}', 4, '1.0', true],
  ['00d9565f-ed9c-4a06-9a50-00e7896ccab4', 'Location', 'ConnectionData', '_apis/{resource}', 1, '1.0', false],
  ['e81700f7-3be2-46de-8624-2eb35882fcaa', 'Location', 'ResourceAreas', '_apis/{resource}/{areaId}', 1, '3.2', false],
])

/**
 * `OPTIONS _apis` and `OPTIONS _apis/{area}`, by which every Microsoft client negotiates versions.
 * @param {Call} call
 * @returns {Answer}
 */
export function listLocations({ settings, route }) {
  const { maxVersion, releasedVersion } = settings
  const capped = isNewer(parseVersion(releasedVersion), parseVersion(maxVersion)) ? maxVersion : releasedVersion
  const value = locations
    .filter(([, area]) => route.area === undefined || area.toLowerCase() === route.area.toLowerCase())
    .map(([id, area, resourceName, routeTemplate, resourceVersion, minVersion, released]) => ({
      id,
      area,
      resourceName,
      routeTemplate,
      resourceVersion,
      minVersion,
      maxVersion,
      releasedVersion: released ? capped : '0.0',
    }))
  return { value: { count: value.length, value } }
}

/**
 * `GET _apis/resourceAreas`: on a server there are none, and `value` is null
 * (https://github.com/microsoft/azure-devops-node-api/blob/master/api/WebApi.ts, `_getResourceAreaUrl`).
 * @param {Call} call
 * @returns {Answer}
 */
export function listResourceAreas({ settings, route }) {
  if (!settings.hosted) return { value: { count: 0, value: null } }
  const areas = [
    { id: build, name: 'build', locationUrl: `${settings.url}/` },
    { id: core, name: 'core', locationUrl: `${settings.url}/` },
  ]
  if (route.areaId !== undefined) return { value: areas.find(({ id }) => id === route.areaId?.toLowerCase()) ?? null }
  return { value: { count: areas.length, value: areas } }
}

/**
 * `GET _apis/connectionData`, the usual "who am I" (LocationsInterfaces.ConnectionData of azure-devops-node-api).
 * @param {Call} call
 * @returns {Answer}
 */
export function getConnectionData({ settings, grant: { owner = tokenOwner } }) {
  const user = {
    id: owner.id,
    descriptor: `Microsoft.IdentityModel.Claims.ClaimsIdentity;${owner.uniqueName}`,
    providerDisplayName: owner.displayName,
    isActive: true,
    properties: { Account: { $type: 'System.String', $value: owner.uniqueName } },
  }
  return {
    value: {
      authenticatedUser: user,
      authorizedUser: user,
      instanceId: guid(`organization ${settings.organization}`),
      deploymentId: guid('deployment'),
      deploymentType: settings.hosted ? 'hosted' : 'onPremises',
      locationServiceData: {
        serviceOwner: '00025394-6065-48ca-87d9-7f5672854ef7',
        defaultAccessMappingMoniker: 'PublicAccessMapping',
      },
    },
  }
}

/** @type {readonly Route[]} */
export const discoveryRoutes = [
  { method: 'OPTIONS', template: '_apis', handle: listLocations },
  { method: 'OPTIONS', template: '_apis/{area}', handle: listLocations },
  { method: 'GET', template: '_apis/connectionData', handle: getConnectionData, released: false },
  { method: 'GET', template: '_apis/resourceAreas', handle: listResourceAreas, released: false },
  { method: 'GET', template: '_apis/resourceAreas/{areaId}', handle: listResourceAreas, released: false },
]
