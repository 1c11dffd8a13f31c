/** @import { Command } from './types.js' */
/** @import { StepFolders } from './step-folders.js' */
/** @import { StepLog } from './step-log.js' */

/**
 * The part of a result that both hosts report alike.
 *
 * @param {StepLog} log
 * @param {{ commands: Command[], masks: string[], variables: Record<string, string> }} runner
 * @param {StepFolders} folders
 */
export function stepReport(log, runner, folders) {
  return {
    lines: log.lines,
    log: log.shown,
    annotations: log.annotations,
    environmentRefusals: log.refusals,
    commands: runner.commands,
    masks: runner.masks,
    variables: runner.variables,
    files: folders.files(),
    read: folders.read,
    dispose: folders.dispose,
    temp: folders.temp,
    workspace: folders.workspace,
  }
}
