import { existsSync, readFileSync } from 'node:fs'
import { basename, isAbsolute } from 'node:path'
import { parseInt32 } from '../dotnet.js'
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
  prependpath: (runner, { data }) => {
    if (data === '') throw new Error('Value cannot be null or empty.')
    // It counts as a variable that task.json has to name.
    if (mayBeSet(runner, 'PATH', 'task.prependpath')) runner.prependedPaths.push(data)
  },
  setprogress: (runner, { properties, data }) => progress(runner, parseInt32(properties.value ?? '') ?? 0, data),
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
 * The text is what the step is doing, shown beside it and masked by nobody. The number never goes down.
 * @param {CommandRunner} runner
 * @param {number} percent
 * @param {string} text
 */
function progress(runner, percent, text) {
  const before = runner.progress.at(-1)?.value ?? 0
  runner.progress.push({ value: Math.max(before, Math.min(Math.max(percent, 0), 100)), text })
}

/**
 * @param {CommandRunner} runner
 * @param {ParsedCommand} command
 */
function complete(runner, { properties, data }) {
  const result = parseResult(properties.result ?? '')
  if (result === undefined) throw new Error("Command doesn't have valid result value.")
  runner.result = mergeResults(runner.result, result)
  progress(runner, 100, data)
  if (/^(1|\$?true)$/i.test(properties.done ?? '')) runner.end()
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
  if (runner.isReadOnly(name)) {
    const message = `Overwriting readonly variable '${name}'. This behavior will be disabled in the future.`
    runner.log.annotate('warning', message)
  }
  const isSecret = properties.issecret?.toLowerCase() === 'true'
  if (isSecret) {
    if (data.includes('\n')) throw new Error('Secrets cannot contain multiple lines')
    runner.addSecret(data)
  }
  if (!mayBeSet(runner, name, 'task.setvariable')) return
  runner.setVariable(name, data, { isSecret, isOutput: properties.isoutput?.toLowerCase() === 'true' })
}

/**
 * @param {CommandRunner} runner
 * @param {string} name of the variable
 * @param {string} command
 */
function mayBeSet(runner, name, command) {
  if (commandPolicy.settable(name, runner.settableVariables)) return true
  const message = `'${name}' is not allowed to be set by this step.`
  runner.log.refuse(`${command}: ${message}`)
  runner.log.annotate('warning', message)
  return false
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
