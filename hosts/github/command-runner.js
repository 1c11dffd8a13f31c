import { trim } from '../dotnet.js'
import { parseCommand } from './command-parser.js'
import { workflowCommands } from './workflow-commands.js'

/** @import { Command, Stream } from '../types.js' */
/** @import { StepLog } from '../step-log.js' */
/** @import { ParsedCommand } from './command-parser.js' */

/** Commands that are never echoed. */
const quiet = new Set(['add-mask', 'debug', 'warning', 'error', 'notice'])

/**
 * Carries out workflow commands as the runner does.
 * https://github.com/actions/runner/blob/main/src/Runner.Worker/ActionCommandManager.cs
 */
export class CommandRunner {
  /** @type {Command[]} */
  commands = []
  /** @type {Record<string, string>} */
  outputs = {}
  /** @type {Record<string, string>} */
  state = {}
  /** @type {Record<string, string>} */
  variables = {}
  /** @type {string[]} */
  masks = []

  /** Ends the process, when the step fails before it does. */
  end = () => {}

  /** @type {string | undefined} */
  #stopToken

  /**
   * @param {StepLog} log
   * @param {boolean} unsecure whether ACTIONS_ALLOW_UNSECURE_COMMANDS is `true`
   * @param {string} workspace to which the paths of problem matchers are relative
   */
  constructor(log, unsecure, workspace) {
    this.log = log
    this.workspace = workspace
    this.unsecure = unsecure
    this.echo = log.debugging
  }

  /**
   * Says whether the line was a command.
   * @param {string} raw
   * @param {Stream} stream
   */
  process = (raw, stream) => {
    const line = withoutOwnMarks(raw)
    const command = parseCommand(line, name => this.#registered(name))
    if (command === undefined || (this.#stopToken !== undefined && command.name !== this.#stopToken)) {
      this.log.write(line)
      return true
    }
    if (this.#stopToken !== undefined) return this.#resume(raw)
    this.commands.push({ ...command, raw, stream, known: true })
    if (command.name === 'stop-commands') this.#stop(raw, command.data)
    else this.#carryOut(raw, command)
    return true
  }

  /** @param {string} value */
  addMask(value) {
    if (trim(value) === '') {
      this.log.annotate('warning', "Can't add secret mask for empty string in ##[add-mask] command.")
      return
    }
    if (this.echo) this.log.write('::add-mask::***')
    this.masks.push(value)
    for (const secret of [value, ...value.split(/[\r\n]+/)]) this.log.masker.add(secret)
  }

  /** @param {string} command */
  requireUnsecure(command) {
    if (this.unsecure) return
    throw new Error(
      `The \`${command}\` command is disabled. Please upgrade to using Environment Files or opt into unsecure command ` +
        'execution by setting the `ACTIONS_ALLOW_UNSECURE_COMMANDS` environment variable to `true`.',
    )
  }

  /** @param {string} name */
  #registered(name) {
    return Object.hasOwn(workflowCommands, name) || name === 'stop-commands' || name === this.#stopToken
  }

  /**
   * @param {string} raw
   * @param {ParsedCommand} command
   */
  #carryOut(raw, command) {
    if (this.echo && !quiet.has(command.name)) this.log.write(raw)
    try {
      workflowCommands[command.name]?.(this, command)
    } catch (error) {
      const shown = quiet.has(command.name) ? command.name : raw
      this.log.fail(`Unable to process command '${shown}' successfully.`, /** @type {Error} */ (error).message)
    }
  }

  /**
   * @param {string} raw
   * @param {string} token
   */
  #stop(raw, token) {
    if (token === '' || token === 'pause-logging' || this.#registered(token.toLowerCase())) {
      // It is thrown to where the lines are read: nothing is read any more, and the step ends.
      this.log.fail(`Invalid stop-commands token '${token}'.`)
      this.log.closed = true
      this.end()
      return
    }
    this.log.write(raw)
    // Nobody who reads the log while the step runs can learn the token from it.
    if (token.length > 6) this.log.masker.add(token)
    this.#stopToken = token.toLowerCase()
  }

  /** @param {string} raw */
  #resume(raw) {
    this.log.write(raw)
    this.#stopToken = undefined
    return true
  }
}

/**
 * The runner's own marks of a step's begin and end are disarmed, whatever the line is.
 * https://github.com/actions/runner/blob/main/src/Runner.Worker/Handlers/OutputManager.cs
 * @param {string} line
 */
function withoutOwnMarks(line) {
  return line.replaceAll('##[start-action', '##[\\start-action').replaceAll('##[end-action', '##[\\end-action')
}
