import { toTicks, trimmedTime } from './time.js'

/** @import { Build } from '../types.ts' */

/**
 * @typedef {object} Step
 * @property {number} at milliseconds on the emulator's clock
 * @property {string} status
 * @property {string} [result] of a completed build, `succeeded` when left out
 */

/** Kept beside the builds, so that it never shows in their JSON. @type {WeakMap<Build, Step[]>} */
const courses = new WeakMap()

/**
 * Lets a build change by itself while the emulator's clock goes on: each time builds are served, the steps whose time has
 * come are applied and the build's times are set to theirs.
 * @template {Build} Kind
 * @param {Kind} build
 * @param {Step[]} steps in the order of their times
 * @returns {Kind} the same build
 */
export function setCourse(build, steps) {
  courses.set(build, [...steps])
  return build
}

/**
 * Applies the steps whose time has come.
 * @param {readonly Build[]} builds
 * @param {number} now
 */
export function advanceBuilds(builds, now) {
  for (const build of builds) {
    const steps = courses.get(build)
    if (steps === undefined) continue
    while (steps[0] !== undefined && steps[0].at <= now) apply(build, /** @type {Step} */ (steps.shift()))
  }
}

/**
 * @param {Build} build
 * @param {Step} step
 */
function apply(build, { at, status, result = 'succeeded' }) {
  const time = trimmedTime(toTicks(at))
  build.status = status
  build.lastChangedDate = time
  const over = status === 'completed' || status === 'abandoned'
  // What ends without having started has started when it ended (recorded: azure-devops-cli-extension, 16 of 16 canceled ones).
  if (over) Object.assign(build, { result, finishTime: time, startTime: build.startTime ?? time })
  else delete build.finishTime
  if (!over) delete build.result
  if (status === 'inProgress') build.startTime = time
  if (status === 'notStarted' || status === 'postponed') delete build.startTime
}
