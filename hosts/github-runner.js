import { join, resolve } from 'node:path'
import { runProcess } from './child-process.js'
import { trim } from './dotnet.js'
import { encoders } from './encoders.js'
import { readActionInputs } from './github/action-manifest.js'
import { CommandRunner } from './github/command-runner.js'
import { gitHubEnvironment } from './github/environment.js'
import { FileCommands } from './github/file-commands.js'
import { manifestOf, repository } from './repository.js'
import { SecretMasker } from './secret-masker.js'
import { StepFolders } from './step-folders.js'
import { StepLog } from './step-log.js'
import { stepReport } from './step-report.js'

/** @import { ProcessResult, Result, StepOptions, StepResult } from './types.js' */

/** https://github.com/actions/runner/blob/main/src/Runner.Common/HostContext.cs */
const { backslashEscape: _, ...gitHubEncoders } = encoders

/**
 * Runs a bundle as the GitHub runner (2.336) runs a JavaScript action on Linux, and reads its log by the runner's rules.
 *
 * @param {StepOptions} [options]
 * @returns {Promise<Result>}
 */
export async function runOnGitHub(options = {}) {
  const { node = process.execPath, debug = false, env = {}, signal, timeoutMs = 60_000 } = options
  const main = resolve(options.main ?? join(repository, 'dist/github/index.js'))
  const folders = new StepFolders()
  const files = new FileCommands(folders.host)
  const masker = new SecretMasker(Object.values(gitHubEncoders))
  for (const secret of options.secrets ?? []) addSecret(masker, secret)
  const log = new StepLog(masker, { messageLimit: 4096, everyDebugLine: true }, debug, options.onLine)
  const unsecure = env.ACTIONS_ALLOW_UNSECURE_COMMANDS?.toLowerCase() === 'true'
  const runner = new CommandRunner(log, unsecure, folders.workspace)
  const inputs = actionInputs(options, main, log)
  const ended = await runProcess({
    node,
    main,
    cwd: folders.workspace,
    env: gitHubEnvironment({ node, folders, files, inputs, debug, env }),
    signal,
    timeoutMs,
    onLine: (raw, stream) => log.take(raw, stream, runner.process),
    onStart: end => {
      runner.end = () => end('SIGKILL')
    },
  })
  log.closed = false
  log.debug(`Node Action run completed with exit code ${ended.exitCode}`)
  files.process(runner)
  return {
    host: 'github',
    ...ended,
    ...judge(ended, log, timeoutMs),
    ...stepReport(log, runner, folders),
    outputs: runner.outputs,
    outputsInNextStep: runner.outputs,
    overwritten: [],
    expand: text => text,
    nextEnvironment: runner.variables,
    summary: files.summary,
    summaryFile: files.summary === undefined ? undefined : files.stepSummary,
    attachments: [],
    progress: [],
  }
}

/**
 * A secret is trimmed before anything else, so that its untrimmed form is known to nobody, and masked line by line as well.
 * https://github.com/actions/runner/blob/main/src/Runner.Worker/Worker.cs
 * @param {SecretMasker} masker
 * @param {string} secret
 */
function addSecret(masker, secret) {
  const trimmed = trim(secret)
  for (const value of [trimmed, ...trimmed.split(/[\r\n]+/)]) masker.add(value)
}

/**
 * The inputs given, and the defaults of those left out. An empty input is given.
 * @param {StepOptions} options
 * @param {string} main
 * @param {StepLog} log
 */
function actionInputs(options, main, log) {
  const manifest = manifestOf('action.yml', main, options.manifest)
  const declared = manifest === undefined ? undefined : readActionInputs(manifest)
  const given = options.inputs ?? {}
  const unexpected = declared === undefined ? [] : Object.keys(given).filter(name => !(name in declared))
  if (declared !== undefined && unexpected.length > 0) {
    const valid = Object.keys(declared).map(name => `'${name}'`)
    log.annotate('warning', `Unexpected input(s) '${unexpected.join("', '")}', valid inputs are [${valid.join(', ')}]`)
  }
  /** @type {Record<string, string>} */
  const defaults = {}
  // The runner gives every declared input to the action, empty where it has no default.
  for (const [name, value] of Object.entries(declared ?? {})) defaults[name] = value ?? ''
  return { ...defaults, ...options.defaults, ...given }
}

/**
 * The result of the step, and what becomes of the job: a step that is not succeeded ends it, as far as later steps have no
 * condition of their own.
 * https://github.com/actions/runner/blob/main/src/Runner.Worker/StepsRunner.cs
 * @param {ProcessResult} ended
 * @param {StepLog} log
 * @param {number} timeoutMs
 * @returns {{ result: StepResult, jobResult: StepResult, nextStepRuns: boolean }}
 */
function judge(ended, log, timeoutMs) {
  const result = resultOf(ended, log)
  if (ended.canceled) log.annotate('error', 'The operation was canceled.')
  else if (ended.timedOut) {
    const minutes = Math.max(1, Math.round(timeoutMs / 60_000))
    log.annotate('error', `The action 'builds' has timed out after ${minutes} minutes.`)
  }
  return { result, jobResult: result, nextStepRuns: result === 'succeeded' }
}

/**
 * @param {ProcessResult} ended
 * @param {StepLog} log
 * @returns {StepResult}
 */
function resultOf(ended, log) {
  if (ended.canceled) return 'canceled'
  if (ended.timedOut || ended.exitCode !== 0 || log.failed) return 'failed'
  return 'succeeded'
}
