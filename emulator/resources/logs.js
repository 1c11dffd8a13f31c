import { readNumber } from '../http/parameters.js'
import { serviceError } from '../http/refusal.js'
import { stamped } from '../world/create-log.js'
import { findBuild } from './builds.js'
import { timelineOf } from './timelines.js'

/** @import { Answer, Call, Route } from '../types.ts' */

/**
 * `GET {project}/_apis/build/builds/{buildId}/logs`.
 * Source: https://learn.microsoft.com/en-us/rest/api/azure/devops/build/builds/get-build-logs
 * @param {Call} call
 * @returns {Answer}
 */
function listLogs(call) {
  const build = findBuild(call)
  const logs = timelineOf(call, build)?.logs ?? new Map()
  const apis = `${call.settings.url}/${build.project.id}/_apis/build/builds/${build.id}`
  const times = { createdOn: build.startTime, lastChangedOn: build.lastChangedDate }
  const value = [...logs].map(([id, lines]) => ({
    lineCount: lines.length,
    ...times,
    id,
    type: 'Container',
    url: `${apis}/logs/${id}`,
  }))
  return { value: { count: value.length, value } }
}

/**
 * `GET {project}/_apis/build/builds/{buildId}/logs/{logId}?startLine&endLine`, as text or as JSON by the `Accept` header.
 * That lines count from 1 and that the end is included is observed in one client and documented nowhere.
 * Source: https://learn.microsoft.com/en-us/rest/api/azure/devops/build/builds/get-build-log
 * @param {Call} call
 * @returns {Answer}
 */
function getLog(call) {
  const { parameters, route, request } = call
  const build = findBuild(call)
  const id = readNumber(route.log) ?? 0
  const lines = timelineOf(call, build)?.logs.get(id)
  // The exception is in actions/runner's former build client; its text is assumed.
  if (lines === undefined)
    throw serviceError('BuildLogNotFoundException', `The requested log ${id} could not be found.`, { status: 404 })
  const start = Math.max(1, readNumber(parameters.get('startline')) ?? 1)
  const end = readNumber(parameters.get('endline')) ?? lines.length
  const value = stamped(lines, build.startTime ?? build.queueTime).slice(start - 1, end)
  if (!/\btext\/plain\b/.test(request.headers.accept ?? '')) return { value: { count: value.length, value } }
  return { body: value.map(line => `${line}\n`).join(''), type: 'text/plain; charset=utf-8' }
}

/** @type {readonly Route[]} */
export const logRoutes = [
  { method: 'GET', template: '{project}/_apis/build/builds/{build}/logs', handle: listLogs, scope: 'vso.build' },
  { method: 'GET', template: '{project}/_apis/build/builds/{build}/logs/{log}', handle: getLog, scope: 'vso.build' },
]
