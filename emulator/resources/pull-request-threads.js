import { found, objectOf } from '../http/json-body.js'
import { readNumber } from '../http/parameters.js'
import { serviceError } from '../http/refusal.js'
import { tokenOwner } from '../world/create-identity.js'
import { base, findPullRequest } from './pull-requests.js'

/** @import { Answer, Call, Route } from '../types.ts' */
/** @import { Thread } from './pull-requests.js' */

/** A list without any paging. @param {Call} call @returns {Answer} */
function listThreads(call) {
  const { threads } = findPullRequest(call)
  return { value: { count: threads.length, value: threads } }
}

/** @param {Call} call @returns {Answer} */
function createThread(call) {
  const { threads } = findPullRequest(call)
  const { comments, status = 'unknown', threadContext = null } = objectOf(call)
  if (!Array.isArray(comments) || comments.length === 0)
    throw serviceError(
      'ArgumentException',
      'A comment thread must have at least one comment.\r\nParameter name: comments',
      { status: 400 },
    )
  const thread = { id: threads.length + 1, status, threadContext, comments: comments.map(commentOf) }
  threads.push(thread)
  return { value: thread }
}

/** @param {any} comment @param {number} index */
function commentOf({ content, parentCommentId = 0, commentType = 'text' }, index) {
  return { id: index + 1, parentCommentId, content, commentType, author: tokenOwner }
}

/** @param {Call} call @returns {Thread} */
function findThread(call) {
  const id = readNumber(call.route.thread)
  return found(
    findPullRequest(call).threads.find(each => each.id === id),
    'The comment thread',
  )
}

/** @param {Call} call @returns {Answer} */
function addComment(call) {
  const { comments } = findThread(call)
  const comment = commentOf(objectOf(call), comments.length)
  comments.push(comment)
  return { value: comment }
}

/** @param {Call} call @returns {Answer} */
function updateThread(call) {
  return { value: Object.assign(findThread(call), { status: objectOf(call).status }) }
}

const [read, write] = ['vso.code', 'vso.code_write']

/** @type {readonly Route[]} */
export const pullRequestThreadRoutes = [
  { method: 'GET', template: `${base}/{id}/threads`, handle: listThreads, scope: read },
  { method: 'POST', template: `${base}/{id}/threads`, handle: createThread, scope: write },
  { method: 'PATCH', template: `${base}/{id}/threads/{thread}`, handle: updateThread, scope: write },
  { method: 'POST', template: `${base}/{id}/threads/{thread}/comments`, handle: addComment, scope: write },
]
