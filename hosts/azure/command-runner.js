import { cultureIndexOf } from '../culture.js'
import { parseCommand, unescaped } from './command-parser.js'
import { commandPolicy } from './command-policy.js'
import { taskCommands } from './task-commands.js'

/** @import { Attachment, Command, Stream } from '../types.js' */
/** @import { StepLog } from '../step-log.js' */
/** @import { ParsedCommand } from './command-parser.js' */
/** @import { Variables } from './variables.js' */

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
  /** @type {string[]} */
  prependedPaths = []
  /** @type {number | undefined} of the agent's enumeration */
  result
  /** Predefined variables that an output has replaced. @type {string[]} */
  overwritten = []
  /** Ends the process early, for `task.complete done=true`. */
  end = () => {}

  /**
   * @param {StepLog} log
   * @param {object} task
   * @param {boolean} task.restricted
   * @param {string[] | undefined} task.settableVariables
   * @param {string[]} task.outputVariables
   * @param {string} task.stepName
   * @param {Variables} task.jobVariables
   */
  constructor(log, { restricted, settableVariables, outputVariables, stepName, jobVariables }) {
    this.log = log
    this.stepName = stepName
    this.jobVariables = jobVariables
    this.predefined = new Set(jobVariables.list(false).map(({ name }) => name.toLowerCase()))
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
      if (cultureIndexOf(raw, '##vso') >= 0) {
        this.log.annotate('warning', `'${raw}' contains logging command keyword '##vso', but it's not a legal command.`)
      }
      return false
    }
    return this.#decide(command, raw, stream)
  }

  /** @param {string} value */
  addSecret(value) {
    if (value === '') return
    this.masks.push(value)
    this.log.masker.add(value)
  }

  /**
   * A declared output variable is an output without `isOutput`. Outputs become variables of the job, joined with the name of
   * the step, whatever other variable has that name: nobody looks whether that one may be changed.
   * https://github.com/microsoft/azure-pipelines-agent/blob/master/src/Agent.Worker/ExecutionContext.cs (SetVariable)
   * @param {string} name
   * @param {string} value
   * @param {{ isOutput: boolean, isSecret: boolean }} kind
   */
  setVariable(name, value, { isOutput, isSecret }) {
    const declared = this.outputVariables.get(name.toLowerCase())
    if (declared === undefined && !isOutput) {
      this.variables[name] = value
      this.jobVariables.set(name, value, isSecret)
      return
    }
    this.outputs[declared ?? name] = value
    const joined = `${this.stepName}.${name}`
    if (this.predefined.has(joined.toLowerCase())) this.overwritten.push(joined)
    this.jobVariables.set(joined, value, isSecret)
  }

  /** @param {string} name */
  isReadOnly(name) {
    return this.predefined.has(name.toLowerCase())
  }

  /**
   * @param {ParsedCommand} command
   * @param {string} raw
   * @param {Stream} stream
   * @returns {boolean} whether the line is not shown
   */
  #decide(command, raw, stream) {
    const { event, properties, data } = command
    const area = command.area.toLowerCase()
    const name = `${area}.${event}`
    if (commandPolicy.isOfReleases(area)) {
      this.log.fail(`${command.area} commands are not supported for Build flow`)
      return false
    }
    const known = commandPolicy.has(area, event)
    if (known && this.restricted && !commandPolicy.allowedInRestrictedMode(name)) {
      const message = `##vso[${name}] is not allowed in this step due to policy restrictions.`
      this.log.refuse(message)
      this.log.annotate('warning', message)
      return true
    }
    this.commands.push({ name, properties, data, raw, stream, known })
    if (!commandPolicy.hasArea(area)) {
      this.log.annotate('warning', `Can't find command extension for ##vso[${command.area}.command].`)
    } else this.#carryOut({ ...command, area }, raw, known)
    return true
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
    if (area !== 'task' || event !== 'debug') this.log.debug(`Processed: ${unescaped(raw)}`)
  }
}
