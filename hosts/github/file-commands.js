import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { keyValues } from './key-values.js'

/** @import { StepLog } from '../step-log.js' */
/** @import { CommandRunner } from './command-runner.js' */

const summaryLimit = 1024 * 1024

/**
 * The files through which a step gives outputs, variables, state, paths and its summary to the runner. They are read
 * when the process has ended, also when it failed.
 * https://github.com/actions/runner/blob/main/src/Runner.Worker/FileCommandManager.cs
 */
export class FileCommands {
  /** @type {string | undefined} the summary as it is uploaded */
  summary

  /** @param {string} folder */
  constructor(folder) {
    this.output = create(folder, 'set_output')
    this.state = create(folder, 'save_state')
    this.env = create(folder, 'set_env')
    this.path = create(folder, 'add_path')
    this.stepSummary = create(folder, 'step_summary')
    // Always there, whether the feature behind them is switched on or not.
    this.artifacts = create(folder, 'artifacts')
    this.artifactsList = create(folder, 'artifacts_list')
  }

  /**
   * @param {CommandRunner} runner
   */
  process(runner) {
    const { log } = runner
    attempt(log, 'env', () => {
      for (const [name, value] of keyValues(read(this.env))) setVariable(runner, name, value)
    })
    attempt(log, 'output', () => {
      for (const [name, value] of keyValues(read(this.output))) {
        // The file may say so, yet an output without a name cannot be set.
        if (name === '') throw new Error("Value cannot be null. (Parameter 'name')")
        runner.outputs[name] = value
      }
    })
    attempt(log, 'state', () => {
      for (const [name, value] of keyValues(read(this.state))) runner.state[name] = value
    })
    this.#uploadSummary(log)
  }

  /** @param {StepLog} log */
  #uploadSummary(log) {
    const text = read(this.stepSummary)
    const size = Buffer.byteLength(text)
    if (size === 0) return
    if (size > summaryLimit) {
      const message = `$GITHUB_STEP_SUMMARY upload aborted, supports content up to a size of ${summaryLimit / 1024}k, got ${Math.floor(size / 1024)}k.`
      log.annotate('error', message)
      log.refuse(message)
      return
    }
    // It is masked line by line, so that a secret of several lines is masked only because its lines are secrets too.
    const lines = text.split(/\r\n|\n|\r/)
    if (lines.at(-1) === '') lines.pop()
    this.summary = lines.map(line => `${log.masker.mask(line)}\n`).join('')
  }
}

/**
 * @param {CommandRunner} runner
 * @param {string} name
 * @param {string} value
 */
function setVariable(runner, name, value) {
  if (name.toUpperCase() === 'NODE_OPTIONS') {
    const message = `Can't store ${name} output parameter using '$GITHUB_ENV' command.`
    runner.log.annotate('error', message)
    runner.log.refuse(message)
  } else runner.variables[name] = value
}

/**
 * @param {StepLog} log
 * @param {string} name
 * @param {() => void} work
 */
function attempt(log, name, work) {
  try {
    work()
  } catch (error) {
    log.fail(`Unable to process file command '${name}' successfully.`, /** @type {Error} */ (error).message)
  }
}

/**
 * @param {string} folder
 * @param {string} name
 */
function create(folder, name) {
  const path = join(folder, `${name}_${crypto.randomUUID()}`)
  writeFileSync(path, '')
  return path
}

/** @param {string} path */
function read(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : ''
}
