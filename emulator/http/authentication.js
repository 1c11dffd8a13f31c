import { tokenOwner } from '../world/create-identity.js'
import { challenge, unauthorized } from './challenge.js'
import { userData } from './headers.js'
import { serviceError } from './refusal.js'

/** @import { IncomingHttpHeaders } from 'node:http' */
/** @import { Grant, Project, Settings } from '../types.ts' */

/** The id of nobody in particular (observed: azure-cli#24108). */
export const anonymousId = 'aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa'

const nobody = '00000000-0000-0000-0000-000000000000'
const expired = 'Access Denied: The Personal Access Token used has expired.'

/** @type {Grant} */
const noCredential = { kind: 'pat', anonymous: true }

/**
 * The grant of the token that came with a request.
 * @param {string} method
 * @param {IncomingHttpHeaders} headers
 * @param {Settings} settings
 * @returns {Grant} of an anonymous user when there was no credential
 */
export function authenticate(method, headers, settings) {
  if (headers.authorization === undefined) return noCredential
  const grant = findGrant(headers.authorization, settings.tokens)
  if (grant === undefined) throw challenge(method, headers, settings)
  if (grant.expired) throw challenge(method, headers, settings, expiredBody())
  // observed: coe-starter-kit#6694
  if (grant.conditionalAccess) {
    const policy = 'The conditional access policy defined by your Azure Active Directory administrator has failed.'
    throw serviceError('VssServiceException', `VS403463: ${policy}`)
  }
  if (grant.lacksAccess) {
    // recorded in 2018 and 2019: azure-devops-cli-extension. The token is good, and the answer says whose it is.
    const message = `TF400813: The user 'Windows Live ID\\${(grant.owner ?? tokenOwner).uniqueName}' is not authorized to access this resource.`
    const { body, headers: json } = serviceError('UnauthorizedRequestException', message).reply
    throw unauthorized({ body, headers: { ...json, 'x-vss-userdata': userData(grant) } })
  }
  if (grant.notInOrganization) {
    // The text is quoted in several issues, the status in none: 401 is assumed.
    const who = '6f1c0e52-0d0b-4c55-9a55-3f1d6a1f7a10\\ada.example@example.com'
    const message = `TF401444: Please sign-in at least once as ${who} in a web browser to enable access to the service.`
    throw unauthorized(serviceError('UnauthorizedRequestException', message).reply)
  }
  return grant
}

/**
 * Basic takes any user name, and the token as the password; Bearer takes no PAT (observed: azure-devops-docs#8559).
 * @param {string} authorization
 * @param {ReadonlyMap<string, Grant>} tokens
 */
function findGrant(authorization, tokens) {
  const [, scheme = '', credential = ''] = /^(\S+) +(\S+)$/.exec(authorization) ?? []
  if (scheme.toLowerCase() === 'bearer') {
    const grant = tokens.get(credential)
    return grant?.kind === 'bearer' ? grant : undefined
  }
  if (scheme.toLowerCase() !== 'basic') return undefined
  const decoded = Buffer.from(credential, 'base64')
  // A stray `=` is refused although lenient decoders take it (observed: microsoft/azure-devops-mcp#1452).
  if (decoded.toString('base64') !== credential) return undefined
  const [, password] = /^[^:]*:(.*)$/s.exec(decoded.toString('utf8')) ?? []
  return password === undefined ? undefined : tokens.get(password)
}

/** @see https://github.com/microsoft/azure-pipelines-tasks/issues/17253 for the body, azure-pipelines-agent#1559 for the header */
function expiredBody() {
  const customProperties = {
    Descriptor: null,
    IdentityDisplayName: null,
    Token: null,
    RequestedPermissions: 0,
    NamespaceId: nobody,
  }
  const headers = { 'x-tfs-serviceerror': encodeURIComponent(expired) }
  return serviceError('AccessCheckException', expired, { customProperties, headers }).reply
}

/**
 * Refuses a token without the scope: 401, without a useful body (observed: rfennell/AzurePipelines#1420, pulumi#68).
 * @param {Grant} grant
 * @param {string | undefined} scope
 */
export function requireScope(grant, scope) {
  if (scope === undefined || grant.scopes === undefined || grant.anonymous) return
  // vso.build_execute, vso.project_write and the like include reading.
  if (!grant.scopes.some(held => held === scope || held.startsWith(`${scope}_`))) throw unauthorized()
}

/**
 * Which projects a grant sees; a public one is everybody's.
 * @param {Grant} grant
 * @returns {(project: Project) => boolean}
 */
export function visibleTo(grant) {
  const names = grant.projects?.map(name => name.toLowerCase())
  return project => {
    if (grant.anonymous) return project.visibility === 'public'
    return names === undefined || names.includes(project.name.toLowerCase()) || names.includes(project.id)
  }
}

/**
 * Anonymous users are refused wherever nothing public was asked for.
 * @param {string} method
 * @param {IncomingHttpHeaders} headers
 * @param {Settings} settings
 */
export function anonymousRefusal(method, headers, settings) {
  if (headers.authorization === undefined) return challenge(method, headers, settings)
  const message = `TF400813: The user '${anonymousId}' is not authorized to access this resource.`
  return challenge(method, headers, settings, serviceError('UnauthorizedRequestException', message).reply)
}
