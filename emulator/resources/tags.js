import { requestError } from '../http/refusal.js'
import { perWorld } from '../world/per-world.js'
import { findBuild } from './builds.js'

/** @import { Answer, Build, Call, Route } from '../types.ts' */

/** The tags that are not seen yet: when they will be. */
const coming = perWorld(() => /** @type {{ build: Build, tag: string, at: number }[]} */ ([]))

/**
 * `GET …/builds/{buildId}/tags`.
 * Source: https://learn.microsoft.com/en-us/rest/api/azure/devops/build/tags
 * @param {Call} call
 * @returns {Answer}
 */
function listTags(call) {
  return { value: page(tagged(call)) }
}

/**
 * `PUT …/tags/{tag}`. A colon in the path never comes here: 400, also as `%3A` (observed: githubnext/ado-aw).
 * @param {Call} call
 * @returns {Answer}
 */
function addTag(call) {
  return { value: page(tagged(call, [call.route.tag ?? ''])) }
}

/**
 * `POST …/tags` with a bare array, which is added to what there is (observed: MicrosoftDocs/vsts-rest-api-specs#450).
 * @param {Call} call
 * @returns {Answer}
 */
function addTags(call) {
  const tags = call.body.json
  if (!Array.isArray(tags) || tags.some(tag => typeof tag !== 'string'))
    throw requestError(400, 'The request is invalid.')
  return { value: page(tagged(call, tags)) }
}

/**
 * The answer to a change has the new tags at once; others see them `tagLag` later (observed: githubnext/ado-aw tries up to
 * five times, two seconds apart).
 * @param {Call} call
 * @param {readonly string[]} added
 */
function tagged(call, added = []) {
  const { world, clock, quirks } = call.settings
  const build = findBuild(call)
  const all = coming(world)
  const now = clock.now()
  for (const tag of added) all.push({ build, tag, at: now + quirks.tagLag })
  for (const [index, { at, tag, build: owner }] of [...all.entries()].reverse()) {
    if (at > now) continue
    all.splice(index, 1)
    if (!owner.tags.includes(tag)) owner.tags.push(tag)
  }
  return [...new Set([...build.tags, ...added])]
}

/** @param {readonly string[]} value */
function page(value) {
  return { count: value.length, value }
}

const template = '{project}/_apis/build/builds/{build}/tags'

/** @type {readonly Route[]} */
export const tagRoutes = [
  { method: 'GET', template, handle: listTags, scope: 'vso.build' },
  { method: 'PUT', template: `${template}/{tag}`, handle: addTag, scope: 'vso.build_execute' },
  { method: 'POST', template, handle: addTags, scope: 'vso.build_execute' },
]
