import { createHash } from 'node:crypto'
import { found, objectOf } from '../http/json-body.js'
import { readNumber } from '../http/parameters.js'
import { perWorld } from '../world/per-world.js'
import { findItem } from './work-items.js'

/** @import { Answer, Call, Route } from '../types.ts' */

/** Uploaded files by id. */
const attachmentsOf = perWorld(() => /** @type {Map<string, Buffer>} */ (new Map()))

/** A list under another name, with its token next to it. Source: https://learn.microsoft.com/rest/api/azure/devops/wit/comments */
function listComments(/** @type {Call} */ call) {
  const { comments, id } = findItem(call)
  const top = readNumber(call.parameters.get('$top')) ?? 200
  const start = readNumber(call.parameters.get('continuationtoken')) ?? 0
  const page = comments.slice(start, start + top)
  const next = start + top < comments.length ? String(start + top) : undefined
  const nextPage = `${call.settings.url}/_apis/wit/workItems/${id}/comments?continuationToken=${next}`
  return {
    value: {
      totalCount: comments.length,
      count: page.length,
      comments: page,
      ...(next && { continuationToken: next, nextPage }),
    },
  }
}

/** @param {Call} call @returns {Answer} */
function addComment(call) {
  const { text } = objectOf(call)
  const { comments, id } = findItem(call)
  const comment = { workItemId: id, id: comments.length + 1, version: 1, text }
  comments.push(comment)
  return { value: comment }
}

/** 201 recorded for what creates something with a file: https://github.com/Azure/azure-devops-cli-extension */
function upload(/** @type {Call} */ { settings, body, parameters }) {
  const hex = createHash('sha1').update(body.bytes).digest('hex')
  const id = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`
  attachmentsOf(settings.world).set(id, body.bytes)
  return {
    status: 201,
    value: { id, url: `${settings.url}/_apis/wit/attachments/${id}?fileName=${parameters.get('filename') ?? ''}` },
  }
}

/** @param {Call} call @returns {Answer} */
function download({ settings, route }) {
  return {
    body: found(attachmentsOf(settings.world).get(route.id ?? ''), 'The attachment'),
    type: 'application/octet-stream',
  }
}

const preview = { released: false }

/** @type {readonly Route[]} */
export const workItemPartRoutes = [
  {
    method: 'GET',
    template: '{project}/_apis/wit/workitems/{id}/comments',
    handle: listComments,
    scope: 'vso.work',
    ...preview,
  },
  {
    method: 'POST',
    template: '{project}/_apis/wit/workitems/{id}/comments',
    handle: addComment,
    scope: 'vso.work_write',
    ...preview,
  },
  {
    method: 'POST',
    template: '{project}/_apis/wit/attachments',
    handle: upload,
    scope: 'vso.work_write',
    contentTypes: ['application/octet-stream'],
  },
  { method: 'GET', template: '{project}/_apis/wit/attachments/{id}', handle: download, scope: 'vso.work' },
]
