import { objectOf } from '../http/json-body.js'
import { readNumbers } from '../http/parameters.js'
import { serviceError } from '../http/refusal.js'
import { renderItem, workItemsOf } from './work-items.js'

/** @import { Answer, Call, Route } from '../types.ts' */

/** At most 200 ids. Source: https://learn.microsoft.com/rest/api/azure/devops/wit/work-items/get-work-items-batch */
function batch(/** @type {Call} */ call) {
  const ids = new Set(objectOf(call).ids ?? [])
  if (ids.size > 200)
    throw serviceError('VssPropertyValidationException', 'The number of ids must be at most 200.', { status: 400 })
  const value = [...workItemsOf(call.settings.world).values()]
    .filter(({ id }) => ids.has(id))
    .map(item => renderItem(call, item))
  return { value: { count: value.length, value } }
}

/** @param {Call} call @returns {Answer} */
function list(call) {
  const ids = readNumbers(call.parameters.get('ids')) ?? new Set()
  const value = [...workItemsOf(call.settings.world).values()]
    .filter(({ id }) => ids.has(id))
    .map(item => renderItem(call, item))
  return { value: { count: value.length, value } }
}

/**
 * Understands conditions `[Field] = 'value'` joined by AND, and no more of the language.
 * Source of the answer: https://learn.microsoft.com/rest/api/azure/devops/wit/wiql/query-by-wiql
 * @param {Call} call
 * @returns {Answer}
 */
function wiql(call) {
  const { query } = objectOf(call)
  if (typeof query !== 'string')
    throw serviceError('WorkItemTrackingQueryException', 'TF51006: The query statement is missing a SELECT clause.', {
      status: 400,
    })
  const conditions = [...query.matchAll(/\[([\w.]+)\]\s*=\s*'((?:[^']|'')*)'/g)].map(([, name = '', text = '']) => [
    name,
    text.replaceAll("''", "'"),
  ])
  const items = [...workItemsOf(call.settings.world).values()].filter(({ fields }) =>
    conditions.every(([name = '', text]) => String(fields[name] ?? '') === text),
  )
  const workItems = items.map(({ id }) => ({ id, url: `${call.settings.url}/_apis/wit/workItems/${id}` }))
  return {
    value: {
      queryType: 'flat',
      queryResultType: 'workItem',
      asOf: new Date(call.settings.clock.now()).toISOString(),
      columns: [],
      workItems,
    },
  }
}

/** @type {readonly Route[]} */
export const workItemQueryRoutes = [
  { method: 'GET', template: '{project}/_apis/wit/workitems', handle: list, scope: 'vso.work' },
  { method: 'POST', template: '{project}/_apis/wit/workitemsbatch', handle: batch, scope: 'vso.work' },
  { method: 'POST', template: '{project}/_apis/wit/wiql', handle: wiql, scope: 'vso.work' },
]
