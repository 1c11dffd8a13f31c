import { mergeResults, numberOf, resultOf } from './task-result.js'

/** @import { ProcessResult } from '../types.js' */
/** @import { StepLog } from '../step-log.js' */
/** @import { CommandRunner } from './command-runner.js' */

/**
 * The result of the step. A cancellation and a time-out overwrite whatever the step said of itself.
 * https://github.com/microsoft/azure-pipelines-agent/blob/master/src/Agent.Worker/StepsRunner.cs
 * @param {ProcessResult} ended
 * @param {StepLog} log
 * @param {CommandRunner} runner
 * @param {string} node
 * @param {string} main
 */
export function judge(ended, log, runner, node, main) {
  if (ended.canceled) {
    log.annotate('error', 'The operation was canceled.')
    return 'canceled'
  }
  if (ended.timedOut) {
    log.annotate('error', 'The task has timed out.')
    return 'failed'
  }
  if (ended.exitCode !== 0) {
    const message = `Exit code ${ended.exitCode} returned from process: file name '${node}', arguments '"${main}"'.`
    log.annotate('error', message)
    return 'failed'
  }
  const said = log.failed ? mergeResults(runner.result, numberOf('failed')) : runner.result
  return resultOf(said ?? numberOf('succeeded'))
}
