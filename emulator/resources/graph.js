import { objectOf } from '../http/json-body.js'
import { pageOf } from '../http/paging.js'
import { createIdentity } from '../world/create-identity.js'
import { perWorld } from '../world/per-world.js'

/** @import { Answer, Call, Identity, Route } from '../types.ts' */

/** The users of an organization: more than one page of them. */
export const usersOf = perWorld(() => Array.from({ length: 7 }, (_, index) => createIdentity(`User ${index + 1}`)))

/** @param {Identity} identity */
function rendered({ displayName, uniqueName, descriptor }) {
  return {
    subjectKind: 'user',
    origin: 'aad',
    displayName,
    mailAddress: uniqueName,
    principalName: uniqueName,
    descriptor,
  }
}

/** 500 a page (observed: ykuijs/M365DSCTools#41); 3 here, so that there is a second one. @param {Call} call @returns {Answer} */
function listUsers(call) {
  return pageOf(call, usersOf(call.settings.world), { limit: 3, render: rendered })
}

/** Source: https://learn.microsoft.com/rest/api/azure/devops/graph/subject-query/query */
function querySubjects(/** @type {Call} */ call) {
  const { query = '' } = objectOf(call)
  const value = usersOf(call.settings.world)
    .filter(({ displayName }) => displayName.startsWith(query))
    .map(rendered)
  return { value: { count: value.length, value } }
}

/**
 * A token next to a list of another name, with characters that must be encoded
 * (observed: MicrosoftDocs/vsts-rest-api-specs#442).
 * @param {Call} call
 * @returns {Answer}
 */
function listEntitlements({ settings, parameters }) {
  const first = '+RID:a#RT:1'
  const users = usersOf(settings.world).map(user => ({
    user: rendered(user),
    accessLevel: { accountLicenseType: 'express' },
  }))
  const members = parameters.get('continuationtoken') === first ? users.slice(3) : users.slice(0, 3)
  return {
    value: {
      members,
      continuationToken: members.length === 3 ? first : null,
      totalCount: users.length,
      items: members,
    },
  }
}

/**
 * The audit log, which has a name of its own for its list.
 * Source: https://learn.microsoft.com/rest/api/azure/devops/audit/audit-log/query
 * @param {Call} call
 * @returns {Answer}
 */
function queryAuditLog({ settings }) {
  const decoratedAuditLogEntries = usersOf(settings.world).map(({ displayName }, index) => ({
    id: String(index),
    actorDisplayName: displayName,
    actionId: 'Git.RefUpdatePoliciesBypassed',
  }))
  return { value: { decoratedAuditLogEntries, continuationToken: 'next', hasMore: true } }
}

/**
 * Whether a subject is in a group: a status and no body. Everybody is in the group `everybody` here.
 * Source: https://learn.microsoft.com/rest/api/azure/devops/graph/memberships/check-membership-existence
 * @param {Call} call
 * @returns {Answer}
 */
function checkMembership({ route }) {
  return { status: route.container === 'everybody' ? 200 : 404 }
}

const preview = { released: false }

/** @type {readonly Route[]} */
export const graphRoutes = [
  { method: 'GET', template: '_apis/graph/users', handle: listUsers, scope: 'vso.graph', ...preview },
  {
    method: 'HEAD',
    template: '_apis/graph/memberships/{subject}/{container}',
    handle: checkMembership,
    scope: 'vso.graph',
    ...preview,
  },
  { method: 'POST', template: '_apis/graph/subjectquery', handle: querySubjects, scope: 'vso.graph', ...preview },
  {
    method: 'GET',
    template: '_apis/userentitlements',
    handle: listEntitlements,
    scope: 'vso.memberentitlementmanagement',
  },
  { method: 'GET', template: '_apis/audit/auditlog', handle: queryAuditLog, scope: 'vso.auditlog', ...preview },
]
