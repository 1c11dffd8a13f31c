import { readNumber, readTop } from './parameters.js'

/** @import { Answer, Call } from '../types.ts' */

/**
 * One page of a list whose token is the number of items to pass over, `{count, value}` and the token in the header, as most
 * areas do it. Source: https://learn.microsoft.com/rest/api/azure/devops, `continuationToken` of each list
 * @template Item
 * @param {Call} call
 * @param {readonly Item[]} items
 * @param {{ limit?: number, render?: (item: Item) => unknown }} [options] how many the service gives at most
 * @returns {Answer}
 */
export function pageOf({ parameters }, items, { limit = 100, render = item => item } = {}) {
  const top = readTop(parameters.get('$top') ?? parameters.get('top'), limit)
  const start = readNumber(parameters.get('continuationtoken')) ?? readNumber(parameters.get('$skip')) ?? 0
  const page = items.slice(start, start + top)
  const more = start + top < items.length
  return {
    value: { count: page.length, value: page.map(render) },
    ...(more && { headers: { 'x-ms-continuationtoken': String(start + top) } }),
  }
}
