import { existsSync, readFileSync } from 'node:fs'
import { basename, isAbsolute } from 'node:path'
import { commandPolicy } from './command-policy.js'
import { mergeResults, parseResult } from './task-result.js'

/** @import { CommandRunner } from './command-runner.js' */
/** @import { ParsedCommand } from './command-parser.js' */

/**
 * What the commands of the area `task` do; those that leave no trace for the step's user are missing.
 * What throws fails the step.
 * https://github.com/microsoft/azure-pipelines-agent/blob/master/src/Agent.Worker/TaskCommandExtension.cs
 *
 * @type {Record<string, (runner: CommandRunner, command: ParsedCommand) => void>}
 */
export const taskCommands = {
  addattachment: (runner, { properties, data }) => {
    const { type, name } = properties
    if (!type) throw new Error("Can't add task attachment, attachment type is not provided.")
    if (!name) throw new Error("Can't add task attachment, attachment name is not provided.")
    attach(runner, type, name, data)
  },
  complete,
  debug: (runner, { data }) => runner.log.debug(data),
  issue: logIssue,
  logissue: logIssue,
  setprogress: (runner, { properties, data }) => {
    const value = Number.parseInt(properties.value ?? '', 10)
    if (Number.isNaN(value)) throw new Error('Invalid value for setprogress.')
    runner.progress.push({ value: Math.min(Math.max(value, 0), 100), text: runner.log.masker.mask(data) })
  },
  setsecret: (runner, { data }) => runner.addSecret(data),
  setvariable: setVariable,
  uploadfile: (runner, { data }) => {
    if (data === '') throw new Error('Cannot upload task attachment file, attachment file location is not specified.')
    attach(runner, 'DistributedTask.Core.FileAttachment', basename(data), data)
  },
  uploadsummary: (runner, { data }) => {
    if (data === '') throw new Error('Cannot upload summary file, summary file location is not specified.')
    attach(runner, 'DistributedTask.Core.Summary', basename(data), data)
  },
}

/**
 * @param {CommandRunner} runner
 * @param {ParsedCommand} command
 */
function complete(runner, { properties, data }) {
  const result = parseResult(properties.result ?? '')
  if (result === undefined) throw new Error("Command doesn't have valid result value.")
  runner.result = mergeResults(runner.result, result)
  runner.progress.push({ value: 100, text: runner.log.masker.mask(data) })
  if (properties.done?.toLowerCase() === 'true') runner.end()
}

/**
 * @param {CommandRunner} runner
 * @param {ParsedCommand} command
 */
function logIssue(runner, { properties, data }) {
  const type = properties.type?.toLowerCase()
  if (type === undefined) runner.log.annotate('warning', "Can't create TaskIssue from logging event.")
  else if (type === 'error' || type === 'warning') runner.log.annotate(type, data)
  else throw new Error(`issue type ${properties.type} is not an expected issue type.`)
}

/**
 * @param {CommandRunner} runner
 * @param {ParsedCommand} command
 */
function setVariable(runner, { properties, data }) {
  const name = properties.variable
  if (!name) throw new Error("Required field 'variable' is missing in ##vso[task.setvariable] command.")
  if (!commandPolicy.settable(name, runner.settableVariables)) {
    const message = `'${name}' is not allowed to be set by this step.`
    runner.log.refuse(`task.setvariable: ${message}`)
    runner.log.annotate('warning', message)
    return
  }
  if (properties.issecret?.toLowerCase() === 'true') {
    if (/[\r\n]/.test(data)) throw new Error('Secrets cannot contain multiple lines')
    runner.addSecret(data)
  }
  runner.setVariable(name, data, properties.isoutput?.toLowerCase() === 'true')
}

/**
 * The file is taken as it is: nothing masks an attachment here. A relative path would be one of the agent's own folder.
 * @param {CommandRunner} runner
 * @param {string} type
 * @param {string} name
 * @param {string} path
 */
function attach(runner, type, name, path) {
  if (!isAbsolute(path) || !existsSync(path)) {
    throw new Error(
      `Cannot upload task attachment file, attachment file location is not specified or attachment file not exist on disk: ${path}`,
    )
  }
  runner.attachments.push({ type, name, path, content: readFileSync(path, 'utf8') })
}
