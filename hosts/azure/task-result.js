/** @import { StepResult } from '../types.js' */

/**
 * In the order of the agent's enumeration, from best to worst.
 * @type {[string, StepResult][]}
 */
const results = [
  ['Succeeded', 'succeeded'],
  ['SucceededWithIssues', 'succeededWithIssues'],
  ['Failed', 'failed'],
  ['Canceled', 'canceled'],
  ['Skipped', 'skipped'],
  ['Abandoned', 'abandoned'],
]

/**
 * Reads a result as `Enum.TryParse` does: a name in its exact case, or its number.
 * @param {string} text
 * @returns {StepResult | undefined}
 */
export function parseResult(text) {
  return results.find(([name], number) => text === name || text === String(number))?.[1]
}

/**
 * The worse of two; but what is worse than Failed stays.
 * https://github.com/microsoft/azure-pipelines-agent/blob/master/src/Microsoft.VisualStudio.Services.Agent/Util/TaskResultUtil.cs
 * @param {StepResult | undefined} current
 * @param {StepResult} coming
 * @returns {StepResult}
 */
export function mergeResults(current, coming) {
  if (current === undefined) return coming
  if (rank(current) > rank('failed')) return current
  return rank(coming) >= rank(current) ? coming : current
}

/** @param {StepResult} result */
function rank(result) {
  return results.findIndex(([, name]) => name === result)
}
