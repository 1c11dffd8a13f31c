import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { trim } from '../dotnet.js'

/** @import { CommandRunner } from './command-runner.js' */
/** @import { ParsedCommand } from './command-parser.js' */

/**
 * What each workflow command does, but for stop-commands. What throws fails the step.
 * https://github.com/actions/runner/blob/main/src/Runner.Worker/ActionCommandManager.cs
 *
 * @type {Record<string, (runner: CommandRunner, command: ParsedCommand) => void>}
 */
export const workflowCommands = {
  'set-output': (runner, { properties, data }) => {
    runner.outputs[required(properties, 'name', 'set-output')] = data
    runner.log.annotate('warning', deprecated('set-output'))
  },
  'save-state': (runner, { properties, data }) => {
    runner.state[required(properties, 'name', 'save-state')] = data
    runner.log.annotate('warning', deprecated('save-state'))
  },
  'set-env': (runner, { properties, data }) => {
    runner.requireUnsecure('set-env')
    runner.variables[required(properties, 'name', 'set-env')] = data
  },
  'add-path': runner => runner.requireUnsecure('add-path'),
  'add-mask': (runner, { data }) => runner.addMask(data),
  'add-matcher': (runner, { data }) => {
    if (data === '') runner.log.annotate('warning', 'File path must be specified.')
    else readMatchers(runner, data)
  },
  'remove-matcher': (runner, { properties: { owner = '' }, data }) => {
    if ((owner === '') === (data === '')) {
      const missing =
        owner === '' ? 'Either an owner name or a file path must be specified' : 'Either specify one or the other'
      runner.log.annotate('warning', `${missing} in ##[remove-matcher] command.`)
    } else if (data !== '') readMatchers(runner, data)
  },
  debug: (runner, { data }) => runner.log.debug(data),
  warning: (runner, { data }) => runner.log.annotate('warning', data),
  error: (runner, { data }) => runner.log.annotate('error', data),
  notice: (runner, { data }) => runner.log.annotate('notice', data),
  group: (runner, { data }) => runner.log.write(`##[group]${data}`),
  endgroup: runner => runner.log.write('##[endgroup]'),
  echo: (runner, { data }) => {
    const value = trim(data).toUpperCase()
    if (value !== 'ON' && value !== 'OFF') throw new Error(`Invalid echo command value: '${data}'.`)
    runner.echo = value === 'ON'
  },
}

/**
 * A file that is missing or no JSON fails the step. What the matchers in it would match is not carried out here.
 * @param {CommandRunner} runner
 * @param {string} file
 */
function readMatchers({ workspace }, file) {
  JSON.parse(readFileSync(resolve(workspace, file), 'utf8'))
}

/** @param {string} command */
function deprecated(command) {
  return `The \`${command}\` command is deprecated and will be disabled soon. Please upgrade to using Environment Files.`
}

/**
 * @param {Record<string, string>} properties
 * @param {string} name
 * @param {string} command
 */
function required(properties, name, command) {
  const value = properties[name]
  if (!value) throw new Error(`Required field '${name}' is missing in ##[${command}] command.`)
  return value
}
