import type { IncomingHttpHeaders } from 'node:http'
import type { Pairs } from './filling.ts'

/** How the next page is asked for: with a token, or with the query of a link. */
export type Next = { readonly token: string } | { readonly query: Pairs }

/** What an answer says about more pages. */
export interface PageEnd {
  /** Missing where this page was the last, or where pages of this form cannot be merged. */
  readonly next?: Next
  /** More of the list is known to exist. */
  readonly more: boolean
}

/** Where a page came from. */
export interface PageSource {
  /** Origin and path, as sent. */
  readonly address: string
  readonly headers: IncomingHttpHeaders
}

/** Top-level fields by which other forms of lists announce more of themselves. */
const announcements = [
  'continuationToken',
  'nextLink',
  '@odata.nextLink',
  'nextPage',
  'nextSkip',
  'nextFeedContinuationToken',
  'nextPackageContinuationToken',
] as const

/**
 * The safe merge rule: only `{value: […]}` is merged, only with a token from the header or from the fields
 * `continuationToken` and `@odata.nextLink` next to it, and a link only to the address that was asked.
 * @param body parsed JSON
 */
export function endOfPage(body: unknown, { address, headers }: PageSource): PageEnd {
  const fields = isObject(body) ? body : {}
  // Some lists have a token on their last page, too: it is where to go on another day.
  if (fields.isLastBatch === true || fields.hasMore === false) return { more: false }
  const next = Array.isArray(fields.value) ? nextOf(fields, address, headers) : undefined
  if (next !== undefined) return { next, more: true }
  const announced =
    announcements.some(name => isFilled(fields[name])) || fields.hasMore === true || fields.isLastBatch === false
  return { more: announced || tokenIn(headers) !== undefined }
}

function nextOf(fields: Record<string, unknown>, address: string, headers: IncomingHttpHeaders): Next | undefined {
  const { continuationToken, '@odata.nextLink': link } = fields
  const token = tokenIn(headers) ?? (isFilled(continuationToken) ? String(continuationToken) : undefined)
  if (token !== undefined) return { token }
  if (typeof link !== 'string' || !URL.canParse(link)) return undefined
  const { origin, pathname, searchParams, username, password } = new URL(link)
  const same = `${origin}${decoded(pathname)}` === decoded(address) && username === '' && password === ''
  return same ? { query: [...searchParams] } : undefined
}

function tokenIn(headers: IncomingHttpHeaders): string | undefined {
  const token = headers['x-ms-continuationtoken']
  return (Array.isArray(token) ? token[0] : token)?.trim() || undefined
}

function isFilled(value: unknown): boolean {
  return (typeof value === 'string' && value !== '') || typeof value === 'number'
}

/** Servers do not agree on which characters of a path they encode. */
function decoded(address: string): string {
  try {
    return decodeURIComponent(address)
  } catch {
    return address
  }
}

/**
 * The query and headers of the next page.
 * @param path of the call; test results take the token as a header
 */
export function queryOfNext(
  query: Pairs,
  next: Next,
  path: readonly string[],
): { query: Pairs; headers: Record<string, string> } {
  if ('query' in next) return { query: next.query, headers: {} }
  const others = query.filter(([name]) => name.toLowerCase() !== 'continuationtoken')
  const isTestResults = path.some(segment => segment.toLowerCase() === 'testresults')
  return {
    query: [...others, ['continuationToken', next.token]],
    headers: isTestResults && /^[\x20-\x7e]+$/.test(next.token) ? { 'x-ms-continuationtoken': next.token } : {},
  }
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
