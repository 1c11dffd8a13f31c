import { found } from '../http/json-body.js'
import { serviceError } from '../http/refusal.js'
import { guid } from '../world/guid.js'
import { perWorld } from '../world/per-world.js'
import { findProject } from './projects.js'

/** @import { Answer, Call } from '../types.ts' */

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

/**
 * A list of changes, answered with a list.
 * Source: https://learn.microsoft.com/rest/api/azure/devops/approvalsandchecks/approvals/update
 * @param {Call} call
 * @returns {Answer}
 */
export function updateApprovals(call) {
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
