import { patchOf } from '../http/json-body.js'
import { readNumber } from '../http/parameters.js'
import { serviceError } from '../http/refusal.js'
import { perWorld } from '../world/per-world.js'
import { findProject } from './projects.js'

/** @import { Answer, Call, Route } from '../types.ts' */

/** @typedef {{ id: number, rev: number, fields: Record<string, any>, relations: object[], comments: { id: number, text: string }[] }} WorkItem */

/** The work items of a world; empty until somebody creates one. */
export const workItemsOf = perWorld(() => /** @type {Map<number, WorkItem>} */ (new Map()))

const patchType = { contentTypes: ['application/json-patch+json'] }

/** @param {Call} call @param {WorkItem} item */
export function renderItem({ settings }, { id, rev, fields, relations }) {
  const url = `${settings.url}/_apis/wit/workItems/${id}`
  return { id, rev, fields, ...(relations.length > 0 && { relations }), url }
}

/** @param {Call} call @returns {WorkItem} */
export function findItem({ settings, route }) {
  const item = workItemsOf(settings.world).get(readNumber(route.id) ?? 0)
  // observed: microsoft/azure-devops-mcp#1526 and many others quote the text; 404
  if (item !== undefined) return item
  const text = `TF401232: Work item ${route.id} does not exist, or you do not have permissions to read it.`
  throw serviceError('WorkItemUnauthorizedAccessException', text, { status: 404 })
}

/**
 * Carries out a patch as a whole or not at all.
 * @param {Call} call
 * @param {WorkItem} item
 */
function apply(call, item) {
  const fields = { ...item.fields }
  const relations = [...item.relations]
  for (const { op, path, value } of patchOf(call)) {
    // 412 observed: microsoft/azure-devops-mcp#1526; the exception's name is assumed
    if (op === 'test' && path === '/rev' && value !== item.rev)
      throw serviceError(
        'WorkItemRevisionMismatchException',
        'TF26071: This work item has been changed by someone else since you opened it. You will need to refresh it and merge your changes.',
        { status: 412 },
      )
    const [, name] = /^\/fields\/(.+)$/.exec(path) ?? []
    if (op === 'remove' && name) delete fields[name]
    else if (name && op !== 'test') fields[name] = value
    else if (path === '/relations/-' && op === 'add') relations.push(value)
  }
  return { ...item, rev: item.rev + 1, fields, relations }
}

/** @param {Call} call @returns {Answer} */
function create(call) {
  const project = findProject(call)
  const type = (call.route.type ?? '').replace(/^\$/, '')
  const items = workItemsOf(call.settings.world)
  const id = Math.max(0, ...items.keys()) + 1
  const fields = { 'System.TeamProject': project.name, 'System.WorkItemType': type, 'System.State': 'New' }
  const item = apply(call, { id, rev: 0, fields, relations: [], comments: [] })
  if (!item.fields['System.Title'])
    throw serviceError(
      'RuleValidationException',
      'TF401320: Rule Error for field Title. Error code: Required, InvalidEmpty.',
      { status: 400 },
    )
  items.set(id, item)
  return { value: renderItem(call, item) }
}

/** @param {Call} call @returns {Answer} */
function update(call) {
  const item = apply(call, findItem(call))
  workItemsOf(call.settings.world).set(item.id, item)
  return { value: renderItem(call, item) }
}

/** It goes to the recycle bin. Source: https://learn.microsoft.com/rest/api/azure/devops/wit/work-items/delete @param {Call} call @returns {Answer} */
function remove(call) {
  const { id, fields } = findItem(call)
  workItemsOf(call.settings.world).delete(id)
  return {
    value: { id, code: 200, name: fields['System.Title'], url: `${call.settings.url}/_apis/wit/recyclebin/${id}` },
  }
}

/** @type {readonly Route[]} */
export const workItemRoutes = [
  { method: 'DELETE', template: '_apis/wit/workitems/{id}', handle: remove, scope: 'vso.work_write' },
  {
    method: 'POST',
    template: '{project}/_apis/wit/workitems/{type}',
    handle: create,
    scope: 'vso.work_write',
    ...patchType,
  },
  {
    method: 'GET',
    template: '{project}/_apis/wit/workitems/{id}',
    handle: call => ({ value: renderItem(call, findItem(call)) }),
    scope: 'vso.work',
  },
  {
    method: 'GET',
    template: '_apis/wit/workitems/{id}',
    handle: call => ({ value: renderItem(call, findItem(call)) }),
    scope: 'vso.work',
  },
  {
    method: 'PATCH',
    template: '{project}/_apis/wit/workitems/{id}',
    handle: update,
    scope: 'vso.work_write',
    ...patchType,
  },
  { method: 'PATCH', template: '_apis/wit/workitems/{id}', handle: update, scope: 'vso.work_write', ...patchType },
]
