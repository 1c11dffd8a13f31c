import { createTimeline } from './create-timeline.js'
import { createRandom } from './random.js'
import * as scenes from './timeline-scenes.js'

/** @import { Build } from './wire-types.ts' */
/** @import { BuildTimeline, TimelineOutline } from './timeline-types.ts' */

/** What may have happened to a build of each result. @type {Record<string, readonly (() => TimelineOutline)[]>} */
const byResult = {
  succeeded: [scenes.succeeded, scenes.skipped],
  partiallySucceeded: [scenes.tolerated],
  failed: [
    scenes.compileError,
    scenes.noiseOnly,
    scenes.compileError,
    scenes.manyErrors,
    scenes.agentLost,
    scenes.retried,
  ],
  canceled: [scenes.canceled, scenes.timedOut],
}

/**
 * A timeline that fits a build's status and result, the same each time. A build that has not begun has none, nor one that
 * was refused, which tells so itself (observed: BOARDHOP, a 204).
 * @param {Build} build
 * @returns {BuildTimeline | null}
 */
export function generateTimeline({ id, status, result = 'succeeded', startTime, validationResults }) {
  const isRefused = validationResults.some(one => /** @type {{ result?: string }} */ (one).result === 'error')
  if (startTime === undefined || isRefused) return null
  const make = status === 'completed' ? createRandom(id).pick(byResult[result] ?? [scenes.succeeded]) : scenes.running
  return createTimeline({ ...make(), seed: `build ${id}`, start: startTime })
}
