import { parseInt32, trim } from '../dotnet.js'

/** @import { StepResult } from '../types.js' */

/**
 * The agent's enumeration, in the order of its numbers.
 * @type {readonly [string, StepResult][]}
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
 * Reads a result as `Enum.TryParse` does: names in their exact case, several of them or'ed together, or a number, of which
 * nobody asks whether it has a name; with white space around.
 * https://learn.microsoft.com/dotnet/api/system.enum.tryparse
 * @param {string} text
 * @returns {number | undefined}
 */
export function parseResult(text) {
  const number = parseInt32(text)
  if (number !== undefined) return number
  const numbers = text.split(',').map(part => results.findIndex(([name]) => name === trim(part)))
  return numbers.includes(-1) ? undefined : numbers.reduce((sum, one) => sum | one, 0)
}

/** @param {StepResult} result */
export function numberOf(result) {
  return results.findIndex(([, name]) => name === result)
}

/**
 * @param {number} number
 * @returns {StepResult} `unknown` for a number without a name
 */
export function resultOf(number) {
  return results[number]?.[1] ?? 'unknown'
}

/**
 * The worse of two; but what is worse than Failed stays.
 * https://github.com/microsoft/azure-pipelines-agent/blob/master/src/Microsoft.VisualStudio.Services.Agent/Util/TaskResultUtil.cs
 * @param {number | undefined} current
 * @param {number} coming
 */
export function mergeResults(current, coming) {
  if (current === undefined) return coming
  if (current > numberOf('failed')) return current
  return coming >= current ? coming : current
}

/**
 * What the result of a step means for its job. Only these two are passed on: after a step that ended itself with Canceled,
 * Skipped or a number without a name the job goes on as if it had succeeded.
 * https://github.com/microsoft/azure-pipelines-agent/blob/master/src/Agent.Worker/StepsRunner.cs
 * @param {StepResult} result
 * @param {boolean} canceled whether the agent canceled the job
 * @returns {{ jobResult: StepResult, nextStepRuns: boolean }}
 */
export function jobAfter(result, canceled) {
  if (canceled) return { jobResult: 'canceled', nextStepRuns: false }
  if (result === 'failed') return { jobResult: 'failed', nextStepRuns: false }
  return { jobResult: result === 'succeededWithIssues' ? result : 'succeeded', nextStepRuns: true }
}
