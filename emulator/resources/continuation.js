import { serviceError } from '../http/refusal.js'
import { fullTime, ticks } from '../world/time.js'

/** @import { Call } from '../types.ts' */
/** @import { BuildQuery } from './build-query.js' */
/** @import { Entry } from './build-order.js' */

const tokenForm = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z)(?:\+(\d+))?$/

/**
 * One page of an ordered list, and the token of the next one while there is more.
 *
 * The token is the time of a boundary item (observed: MicrosoftDocs/vsts-rest-api-specs#178); whether that item comes again
 * is not documented, so both are here. `inclusive`: the next page starts at the first item that has the last item's
 * time, which repeats it, and makes no progress where more items share a time than a page holds. `exclusive`: it
 * starts right after, for which the token carries the id behind a `+`, which an unencoded token loses.
 * @param {readonly Entry[]} entries
 * @param {BuildQuery} query
 * @param {Call} call
 * @returns {{ page: readonly Entry[], token?: string }}
 */
export function takePage(entries, query, call) {
  const start = startOfPage(entries, query, call)
  const page = entries.slice(start, start + query.top)
  const last = page.at(-1)
  if (last === undefined || start + query.top >= entries.length) return { page }
  const time = fullTime(last.boundary)
  return { page, token: call.settings.continuation === 'inclusive' ? time : `${time}+${last.build.id}` }
}

/**
 * @param {readonly Entry[]} entries
 * @param {BuildQuery} query
 * @param {Call} call
 */
function startOfPage(entries, query, { rawQuery, version }) {
  const token = query.continuationToken
  if (!token) return 0
  const [, text, id] = tokenForm.exec(token) ?? []
  // The raw colon is legal in a URL, yet clients must encode an opaque token: the emulator is stricter to find those who do not.
  const unencoded = /(?:^|&)continuationToken=[^&]*:/i.test(rawQuery)
  if (text === undefined || unencoded) {
    throw serviceError('InvalidContinuationTokenException', `The continuation token '${token}' is not valid.`)
  }
  // observed: vsts-rest-api-specs#178, with 4.1, 5.0 and 5.1 and no order the first page came again
  if (version.major < 6 && !query.ordered) return 0
  const position = id === undefined ? -1 : entries.findIndex(({ build }) => build.id === Number(id))
  return position >= 0 ? position + 1 : indexOfTime(entries, ticks(text), query)
}

/**
 * The first item with this time; when it has changed or gone meanwhile, the first one at or past it.
 * @param {readonly Entry[]} entries
 * @param {number} time
 * @param {BuildQuery} query
 */
function indexOfTime(entries, time, { descending }) {
  const same = entries.findIndex(({ boundary }) => boundary === time)
  if (same >= 0) return same
  const past = entries.findIndex(({ boundary }) => (descending ? boundary <= time : boundary >= time))
  return past >= 0 ? past : entries.length
}
