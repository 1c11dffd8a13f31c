import { serviceError } from '../http/refusal.js'
import { generateTimeline } from '../world/generate-timeline.js'
import { guid } from '../world/guid.js'
import { perWorld } from '../world/per-world.js'
import { findBuild } from './builds.js'

/** @import { Answer, Build, BuildTimeline, Call, Route, TimelineRecord } from '../types.ts' */

/**
 * The timelines of builds by their ids: one, or what gives the one of a time in milliseconds since 1970, or null for a
 * build without. A build that is not here gets one that fits its status and result.
 *
 *     timelinesOf(emulator.world).set(7, createTimeline({ stages: [...] }))
 *
 * @typedef {BuildTimeline | null | ((now: number) => BuildTimeline | null)} Kept
 * @type {(world: import('../types.ts').World) => Map<number, Kept>}
 */
export const timelinesOf = perWorld(() => new Map())

/**
 * @param {Call} call
 * @param {Build} build
 * @returns {BuildTimeline | null}
 */
export function timelineOf({ settings }, build) {
  const timelines = timelinesOf(settings.world)
  const known = timelines.get(build.id)
  if (typeof known === 'function') return known(settings.clock.now())
  if (known !== undefined) return known
  const made = generateTimeline(build)
  // What still changes is made anew each time.
  if (build.status === 'completed') timelines.set(build.id, made)
  return made
}

/**
 * `GET {project}/_apis/build/builds/{buildId}/timeline[/{timelineId}]`. A deleted build has none (204, observed:
 * apache/devlake#5386), as one that was refused before it began; that one in the queue has none either is assumed.
 * Source: https://learn.microsoft.com/en-us/rest/api/azure/devops/build/timeline/get
 * @param {Call} call
 * @returns {Answer}
 */
function getTimeline(call) {
  const { settings, route } = call
  const build = findBuild(call)
  const timeline = build.deleted ? null : timelineOf(call, build)
  if (timeline === null) return { status: 204 }
  const ownId = guid(`timeline of ${build.id}`)
  const wanted = route.timeline?.toLowerCase() ?? ownId
  const records = wanted === ownId ? timeline.records : timeline.attempts.get(wanted)
  if (records === undefined) {
    // The exception is in actions/runner's former build client; its text is assumed.
    throw serviceError('TimelineNotFoundException', `The timeline ${route.timeline} could not be found.`, {
      status: 404,
    })
  }
  const apis = `${settings.url}/${build.project.id}/_apis/build/builds/${build.id}`
  return {
    value: {
      records: shuffled(records).map(record => served(record, apis)),
      lastChangedBy: '00000002-0000-8888-8000-000000000000',
      lastChangedOn: build.lastChangedDate,
      id: wanted,
      changeId: records.length + 1,
      url: `${apis}/Timeline/${wanted}`,
    },
  }
}

/**
 * In no order, as the service sends them (observed: runfo).
 * @param {readonly TimelineRecord[]} records
 */
function shuffled(records) {
  return [...records].sort((a, b) => (a.id.slice(9) < b.id.slice(9) ? -1 : 1))
}

/**
 * @param {TimelineRecord} record
 * @param {string} apis
 */
function served(record, apis) {
  return record.log === null ? record : { ...record, log: { ...record.log, url: `${apis}/logs/${record.log.id}` } }
}

const template = '{project}/_apis/build/builds/{build}/timeline'

/** @type {readonly Route[]} */
export const timelineRoutes = [
  { method: 'GET', template, handle: getTimeline, scope: 'vso.build' },
  { method: 'GET', template: `${template}/{timeline}`, handle: getTimeline, scope: 'vso.build' },
]
