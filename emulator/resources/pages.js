import { readNumber } from '../http/parameters.js'
import { plainRefusal } from '../http/refusal.js'
import { isTfs } from '../http/version.js'
import { findProject } from './projects.js'

/** @import { Answer, Call, Route } from '../types.ts' */

/**
 * The pages that people open, as far as it tells whether a link is alive: `_build/results?buildId=` is 404 on TFS 2018 and
 * older, `_build/index?buildId=` is there and on every newer server (observed: OctopusDeploy/docs; vsteam and az CLI link to it).
 * @type {readonly Route[]}
 */
export const pageRoutes = [
  { method: 'GET', template: '{project}/_build/results', handle: call => buildPage(call, !isTfs(call.settings)) },
  { method: 'GET', template: '{project}/_build/index', handle: call => buildPage(call, true) },
  { method: 'GET', template: '{project}/_build', handle: definitionPage },
  { method: 'GET', template: '{project}/_build/definition', handle: definitionPage },
]

/**
 * @param {Call} call
 * @param {boolean} exists whether this server has such a page
 * @returns {Answer}
 */
function buildPage(call, exists) {
  const project = findProject(call)
  const id = readNumber(call.parameters.get('buildid'))
  const build = call.settings.world.builds.find(one => one.id === id && one.project.id === project.id)
  if (!exists || build === undefined) throw notFound()
  return page(`Pipelines - Run ${build.buildNumber}`)
}

/**
 * @param {Call} call
 * @returns {Answer}
 */
function definitionPage(call) {
  const project = findProject(call)
  const id = readNumber(call.parameters.get('definitionid'))
  const found = call.settings.world.definitions.find(one => one.id === id && one.project.id === project.id)
  if (id !== undefined && found === undefined) throw notFound()
  return page(found === undefined ? 'Pipelines' : `Pipelines - Runs for ${found.name}`)
}

/** @param {string} title */
function page(title) {
  return {
    body: `<!DOCTYPE html><html><head><title>${escaped(title)}</title></head></html>`,
    type: 'text/html; charset=utf-8',
  }
}

/** @param {string} text */
function escaped(text) {
  return text.replace(/[<>&]/g, character => `&#${character.charCodeAt(0)};`)
}

function notFound() {
  return plainRefusal(404, 'text/html; charset=utf-8', '<!DOCTYPE html><html><body>Page not found</body></html>')
}
