import { toTicks, trimmedTime } from './time.js'

/** @import { Build } from '../types.ts' */

/**
 * @typedef {object} Step
 * @property {number} [at] milliseconds on the emulator's clock, or ...
 * @property {number} [looks] ... how often the build has to have been in a response since the step before, so that nobody
 *   misses a status, however slow they are
 * @property {string} status
 * @property {string} [result] of a completed build, `succeeded` when left out
 */

/** Kept beside the builds, so that it never shows in their JSON. @type {WeakMap<Build, { steps: Step[], looks: number }>} */
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
  courses.set(build, { steps: [...steps], looks: 0 })
  return build
}

/**
 * Applies the steps whose time has come.
 * @param {readonly Build[]} builds
 * @param {number} now
 */
export function advanceBuilds(builds, now) {
  for (const build of builds) {
    const course = courses.get(build)
    for (let next = course?.steps[0]; course && next && isDue(next, course.looks, now); next = course.steps[0]) {
      apply(build, next, next.at ?? now)
      course.steps.shift()
      course.looks = 0
    }
  }
}

/**
 * Counts that a build is in a response.
 * @param {Build} build
 */
export function countLook(build) {
  const course = courses.get(build)
  if (course !== undefined) course.looks += 1
}

/**
 * @param {Step} step
 * @param {number} looks
 * @param {number} now
 */
function isDue(step, looks, now) {
  return (step.at ?? now) <= now && looks >= (step.looks ?? 0)
}

/**
 * @param {Build} build
 * @param {Step} step
 * @param {number} at
 */
function apply(build, { status, result = 'succeeded' }, at) {
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
