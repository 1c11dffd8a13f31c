import { createHash } from 'node:crypto'
import { objectOf } from '../http/json-body.js'
import { serviceError } from '../http/refusal.js'
import { perWorld } from '../world/per-world.js'
import { findProject } from './projects.js'

/** @import { Answer, Call, Route } from '../types.ts' */

/** The content of wiki pages by wiki and path; every wiki exists. */
export const wikiPagesOf = perWorld(
  () => /** @type {Map<string, string>} */ (new Map([['web.wiki /Home', 'Welcome.\n']])),
)

/** @param {Call} call */
function placeOf(call) {
  findProject(call)
  const path = call.parameters.get('path') ?? '/'
  return { path, key: `${(call.route.wiki ?? '').toLowerCase()} ${path}`, pages: wikiPagesOf(call.settings.world) }
}

/** Changes with the content. @param {string} content */
function etagOf(content) {
  return `"${createHash('sha1').update(content).digest('hex')}"`
}

/** @param {string} path @param {string} content @param {boolean} whole */
function rendered(path, content, whole) {
  return { path, order: 0, gitItemPath: `${path}.md`, subPages: [], ...(whole && { content }) }
}

/** Source: https://learn.microsoft.com/rest/api/azure/devops/wiki/pages/get-page */
function get(/** @type {Call} */ call) {
  const { path, key, pages } = placeOf(call)
  const content = pages.get(key)
  if (content === undefined)
    throw serviceError('WikiPageNotFoundException', `Wiki page '${path}' could not be found.`, { status: 404 })
  const headers = { etag: etagOf(content) }
  // https://www.rfc-editor.org/rfc/rfc9110#section-13.1.2
  if (call.request.headers['if-none-match'] === headers.etag) return { status: 304, headers }
  return { value: rendered(path, content, call.parameters.get('includecontent') === 'true'), headers }
}

/**
 * A page is created without `If-Match` and changed with it. The header is `If-Match`, whatever the specification says
 * (observed: microsoft/azure-devops-rust-api PR#73). The names of the exceptions are assumed.
 * @param {Call} call
 * @returns {Answer}
 */
function put(call) {
  const { path, key, pages } = placeOf(call)
  const { content } = objectOf(call)
  const before = pages.get(key)
  const match = call.request.headers['if-match']
  if (before === undefined && match === undefined) return stored(201)
  if (before === undefined)
    throw serviceError('WikiPageNotFoundException', `Wiki page '${path}' could not be found.`, { status: 404 })
  if (match === undefined)
    throw serviceError(
      'WikiPageAlreadyExistsException',
      `The page '${path}' specified in the add operation already exists in the wiki. Please specify a new page path.`,
      { status: 409 },
    )
  if (match !== etagOf(before))
    throw serviceError('WikiPageHasConflictsException', 'The page has been modified since it was read.', {
      status: 412,
    })
  return stored(200)

  /** @param {number} status */
  function stored(status) {
    pages.set(key, content)
    return { status, value: rendered(path, content, true), headers: { etag: etagOf(content) } }
  }
}

/** @type {readonly Route[]} */
export const wikiRoutes = [
  { method: 'GET', template: '{project}/_apis/wiki/wikis/{wiki}/pages', handle: get, scope: 'vso.wiki' },
  { method: 'PUT', template: '{project}/_apis/wiki/wikis/{wiki}/pages', handle: put, scope: 'vso.wiki_write' },
]
