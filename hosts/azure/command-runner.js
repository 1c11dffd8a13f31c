import { parseCommand } from './command-parser.js'
import { commandPolicy } from './command-policy.js'
import { taskCommands } from './task-commands.js'

/** @import { Attachment, Command, StepResult, Stream } from '../types.js' */
/** @import { StepLog } from '../step-log.js' */
/** @import { ParsedCommand } from './command-parser.js' */

/**
 * Carries out logging commands as the agent does.
 * https://github.com/microsoft/azure-pipelines-agent/blob/master/src/Agent.Worker/WorkerCommandManager.cs
 */
export class CommandRunner {
  /** @type {Command[]} */
  commands = []
  /** @type {Record<string, string>} under the names that the step gave */
  outputs = {}
  /** @type {Record<string, string>} */
  variables = {}
  /** @type {string[]} */
  masks = []
  /** @type {Attachment[]} */
  attachments = []
  /** @type {{ value: number, text: string }[]} */
  progress = []
  /** @type {StepResult | undefined} */
  result
  /** Ends the process early, for `task.complete done=true`. */
  end = () => {}

  /**
   * @param {StepLog} log
   * @param {object} task
   * @param {boolean} task.restricted
   * @param {string[] | undefined} task.settableVariables
   * @param {string[]} task.outputVariables
   */
  constructor(log, { restricted, settableVariables, outputVariables }) {
    this.log = log
    this.restricted = restricted
    this.settableVariables = settableVariables
    this.outputVariables = new Map(outputVariables.map(name => [name.toLowerCase(), name]))
  }

  /**
   * Says whether the line was a command.
   * @param {string} raw
   * @param {Stream} stream
   */
  process = (raw, stream) => {
    const command = parseCommand(raw)
    if (command === undefined) {
      if (raw.includes('##vso')) {
        this.log.annotate('warning', `'${raw}' contains logging command keyword '##vso', but it's not a legal command.`)
      }
      return false
    }
    this.#decide(command, raw, stream)
    return true
  }

  /** @param {string} value */
  addSecret(value) {
    if (value === '') return
    this.masks.push(value)
    this.log.masker.add(value)
  }

  /**
   * A declared output variable is an output without `isOutput`.
   * https://github.com/microsoft/azure-pipelines-agent/blob/master/src/Agent.Worker/ExecutionContext.cs (SetVariable)
   * @param {string} name
   * @param {string} value
   * @param {boolean} isOutput
   */
  setVariable(name, value, isOutput) {
    const declared = this.outputVariables.get(name.toLowerCase())
    if (declared !== undefined) this.outputs[declared] = value
    else if (isOutput) this.outputs[name] = value
    else this.variables[name] = value
  }

  /**
   * @param {ParsedCommand} command
   * @param {string} raw
   * @param {Stream} stream
   */
  #decide(command, raw, stream) {
    const { area, event, properties, data } = command
    const name = `${area}.${event}`
    const known = commandPolicy.has(area, event)
    if (known && this.restricted && !commandPolicy.allowedInRestrictedMode(name)) {
      const message = `##vso[${name}] is not allowed in this step due to policy restrictions.`
      this.log.refuse(message)
      this.log.annotate('warning', message)
      return
    }
    this.commands.push({ name, properties, data, raw, stream, known })
    if (!commandPolicy.hasArea(area)) {
      this.log.annotate('warning', `Can't find command extension for ##vso[${area}.command].`)
    } else this.#carryOut(command, raw, known)
  }

  /**
   * @param {ParsedCommand} command
   * @param {string} raw
   * @param {boolean} known
   */
  #carryOut(command, raw, known) {
    const { area, event } = command
    try {
      if (!known) throw new Error(`##vso[${area}.${event}] is not a recognized command for ${area} command extension.`)
      if (area === 'task') taskCommands[event]?.(this, command)
    } catch (error) {
      const message = /** @type {Error} */ (error).message
      this.log.fail(`Unable to process command '${raw}' successfully.`, message)
    }
    if (area !== 'task' || event !== 'debug') this.log.debug(`Processed: ${raw}`)
  }
}
