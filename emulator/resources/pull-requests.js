import { objectOf } from '../http/json-body.js'
import { readNumber, readTop } from '../http/parameters.js'
import { serviceError } from '../http/refusal.js'
import { tokenOwner } from '../world/create-identity.js'
import { perWorld } from '../world/per-world.js'
import { findRepository, renderRepository } from './git.js'

/** @import { Answer, Call, Route } from '../types.ts' */

/** @typedef {{ pullRequestId: number, repository: string, status: string, title: string, description: string, sourceRefName: string, targetRefName: string, lastMergeSourceCommit: { commitId: string }, completionOptions?: object, threads: Thread[] }} PullRequest */
/** @typedef {{ id: number, status: string, comments: { id: number, parentCommentId: number, content: string, commentType: string }[], threadContext: unknown }} Thread */

/** The pull requests of a world; empty until somebody creates one. */
export const pullRequestsOf = perWorld(() => /** @type {PullRequest[]} */ ([]))

/** @param {Call} call @param {PullRequest} pullRequest */
function rendered(call, { threads: _, repository: __, ...pullRequest }) {
  return {
    ...pullRequest,
    repository: renderRepository(call, findRepository(call)),
    createdBy: tokenOwner,
    isDraft: false,
    mergeStatus: 'succeeded',
  }
}

/** @param {Call} call @returns {PullRequest} */
export function findPullRequest(call) {
  const { id } = findRepository(call)
  const wanted = readNumber(call.route.id)
  const one = pullRequestsOf(call.settings.world).find(each => each.repository === id && each.pullRequestId === wanted)
  if (one !== undefined) return one
  const text = `TF401180: The requested pull request was not found.`
  throw serviceError('GitPullRequestNotFoundException', text, { status: 404 })
}

/** 101 unless told otherwise, 1,000 at most, and no token at all (observed: vsts-rest-api-specs#405, #539). */
function list(/** @type {Call} */ call) {
  const { id } = findRepository(call)
  const { parameters } = call
  const status = parameters.get('searchcriteria.status') ?? 'active'
  const source = parameters.get('searchcriteria.sourcerefname')
  const all = pullRequestsOf(call.settings.world).filter(
    one =>
      one.repository === id && (status === 'all' || one.status === status) && (!source || one.sourceRefName === source),
  )
  const start = readNumber(parameters.get('$skip')) ?? 0
  const value = all.slice(start, start + readTop(parameters.get('$top') ?? '101', 1000))
  return { value: { count: value.length, value: value.map(one => rendered(call, one)) } }
}

/** 201 and a location are recorded: https://github.com/Azure/azure-devops-cli-extension */
function create(/** @type {Call} */ call) {
  const { id, refs } = findRepository(call)
  const { sourceRefName, targetRefName, title, description = '' } = objectOf(call)
  const source = refs.find(({ name }) => name === sourceRefName)
  if (source === undefined)
    throw serviceError(
      'GitArgumentException',
      `TF401398: The pull request cannot be activated because the source and/or the target branch no longer exists.`,
      { status: 400 },
    )
  const all = pullRequestsOf(call.settings.world)
  if (
    all.some(
      one =>
        one.repository === id &&
        one.sourceRefName === sourceRefName &&
        one.targetRefName === targetRefName &&
        one.status === 'active',
    )
  )
    throw serviceError(
      'GitPullRequestExistsException',
      'TF401179: An active pull request for the source and target branch already exists.',
      { status: 409 },
    )
  const pullRequest = {
    pullRequestId: all.length + 1,
    repository: id,
    status: 'active',
    title,
    description,
    sourceRefName,
    targetRefName,
    lastMergeSourceCommit: { commitId: source.objectId },
    threads: [],
  }
  all.push(pullRequest)
  const location = `${call.settings.url}/_apis/git/repositories/${id}/pullRequests/${pullRequest.pullRequestId}`
  return { status: 201, value: rendered(call, pullRequest), headers: { location } }
}

/** Completing needs the commit that was reviewed. Source: https://learn.microsoft.com/rest/api/azure/devops/git/pull-requests/update */
function update(/** @type {Call} */ call) {
  const pullRequest = findPullRequest(call)
  const {
    status = pullRequest.status,
    title = pullRequest.title,
    lastMergeSourceCommit,
    completionOptions,
  } = objectOf(call)
  if (status === 'completed' && lastMergeSourceCommit?.commitId !== pullRequest.lastMergeSourceCommit.commitId)
    throw serviceError(
      'GitPullRequestStaleException',
      'TF401192: The source branch has been modified since the last merge attempt.',
      { status: 409 },
    )
  Object.assign(pullRequest, { status, title, ...(completionOptions && { completionOptions }) })
  return { value: rendered(call, pullRequest) }
}

/** Where they are. */
export const base = '{project}/_apis/git/repositories/{repository}/pullRequests'
const [read, write] = ['vso.code', 'vso.code_write']

/** @type {readonly Route[]} */
export const pullRequestRoutes = [
  { method: 'GET', template: base, handle: list, scope: read },
  { method: 'POST', template: base, handle: create, scope: write },
  {
    method: 'GET',
    template: `${base}/{id}`,
    handle: call => ({ value: rendered(call, findPullRequest(call)) }),
    scope: read,
  },
  { method: 'PATCH', template: `${base}/{id}`, handle: update, scope: write },
]
