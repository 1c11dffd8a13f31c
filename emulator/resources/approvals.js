import { found } from '../http/json-body.js'
import { readList } from '../http/parameters.js'
import { serviceError } from '../http/refusal.js'
import { guid } from '../world/guid.js'
import { perWorld } from '../world/per-world.js'
import { findProject } from './projects.js'

/** @import { Answer, Call, Route } from '../types.ts' */

/** @typedef {{ id: string, status: string, instructions: string, steps: { comment?: string, status: string }[] }} Approval */

/** The approvals of pipelines that wait for somebody. */
export const callApprovalsOf = perWorld(
  () =>
    /** @type {Approval[]} */ ([
      {
        id: guid('approval 1'),
        status: 'pending',
        instructions: 'Look at the report.',
        steps: [{ status: 'pending' }],
      },
    ]),
)

/** Source: https://learn.microsoft.com/rest/api/azure/devops/approvalsandchecks/approvals/query */
function list(/** @type {Call} */ call) {
  findProject(call)
  const ids = readList(call.parameters.get('approvalids'))
  const state = call.parameters.get('state')
  const value = callApprovalsOf(call.settings.world).filter(
    ({ id, status }) => (ids === undefined || ids.includes(id)) && (!state || status === state),
  )
  return { value: { count: value.length, value } }
}

/**
 * A list of changes, answered with a list.
 * Source: https://learn.microsoft.com/rest/api/azure/devops/approvalsandchecks/approvals/update
 * @param {Call} call
 * @returns {Answer}
 */
function update(call) {
  findProject(call)
  if (!Array.isArray(call.body.json))
    throw serviceError('ArgumentNullException', 'Value cannot be null.\r\nParameter name: updateParameters', {
      status: 400,
    })
  const value = call.body.json.map(({ approvalId, status, comment = '' }) => {
    const approval = found(
      callApprovalsOf(call.settings.world).find(({ id }) => id === approvalId),
      `Approval ${approvalId}`,
    )
    // The text is assumed.
    if (approval.status !== 'pending')
      throw serviceError('ApprovalUpdateException', `The approval ${approvalId} is already ${approval.status}.`, {
        status: 400,
      })
    return Object.assign(approval, { status, steps: [{ status, comment }] })
  })
  return { value: { count: value.length, value } }
}

/** @type {readonly Route[]} */
export const approvalRoutes = [
  { method: 'GET', template: '{project}/_apis/pipelines/approvals', handle: list, scope: 'vso.build' },
  { method: 'PATCH', template: '{project}/_apis/pipelines/approvals', handle: update, scope: 'vso.build_execute' },
]
