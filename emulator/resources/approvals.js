import { readList, readTop } from '../http/parameters.js'
import { findProject } from './projects.js'
import { callApprovalsOf, updateApprovals } from './standing-approvals.js'
import { timelineOf } from './timelines.js'

/** @import { Answer, Build, Call, Route, TimelineRecord } from '../types.ts' */

/**
 * `GET {project}/_apis/pipelines/approvals?approvalIds&state&top`. An approval has the id of its record in the timeline,
 * and is there only once that record has begun (observed by eight public clients; BOARDHOP for the empty list).
 * Source: https://learn.microsoft.com/en-us/rest/api/azure/devops/approvalsandchecks/approvals/query
 * @param {Call} call
 * @returns {Answer}
 */
function listApprovals(call) {
  const { parameters, settings } = call
  const project = findProject(call)
  const wanted = readList(parameters.get('approvalids'))?.map(id => id.toLowerCase())
  const state = parameters.get('state')?.toLowerCase()
  const value = settings.world.builds
    .filter(build => build.project.id === project.id && !build.deleted)
    .flatMap(build => approvalsOf(call, build))
    .concat(/** @type {never[]} */ (callApprovalsOf(settings.world)))
    .filter(
      ({ id, status }) =>
        (wanted?.includes(id) ?? true) && (state === undefined || state === 'undefined' || state === status),
    )
    .slice(0, readTop(parameters.get('top'), 1000))
  return { value: { count: value.length, value } }
}

/**
 * @param {Call} call
 * @param {Build} build
 */
function approvalsOf(call, build) {
  const { settings } = call
  const records = timelineOf(call, build)?.records ?? []
  return records
    .filter(({ type, state }) => type === 'Checkpoint.Approval' && state !== 'pending')
    .map(record => ({
      id: record.id,
      steps: [],
      status: statusOf(record),
      createdOn: record.startTime,
      lastModifiedOn: record.finishTime ?? record.startTime,
      executionOrder: 'anyOrder',
      minRequiredApprovers: 1,
      blockedApprovers: [],
      _links: { self: { href: `${settings.url}/${build.project.id}/_apis/pipelines/approvals/${record.id}` } },
      pipeline: {
        owner: { id: build.id, name: build.buildNumber },
        id: String(build.definition.id),
        name: build.definition.name,
      },
    }))
}

/** @param {TimelineRecord} record */
function statusOf({ state, result }) {
  if (state === 'inProgress') return 'pending'
  return result === 'succeeded'
    ? 'approved'
    : result === 'canceled'
      ? 'canceled'
      : result === 'skipped'
        ? 'timedOut'
        : 'rejected'
}

/** @type {readonly Route[]} */
export const approvalRoutes = [
  {
    method: 'GET',
    template: '{project}/_apis/pipelines/approvals',
    handle: listApprovals,
    scope: 'vso.build',
    since: '6.0',
  },
  {
    method: 'PATCH',
    template: '{project}/_apis/pipelines/approvals',
    handle: updateApprovals,
    scope: 'vso.build_execute',
  },
]
