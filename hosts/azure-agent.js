import { join, resolve } from 'node:path'
import { CommandRunner } from './azure/command-runner.js'
import { azureEnvironment, variableEnvironment } from './azure/environment.js'
import { jobEndpoint, jobOf } from './azure/job.js'
import { jobVariables } from './azure/job-variables.js'
import { agentMasker } from './azure/secrets.js'
import { judge } from './azure/step-result.js'
import { readTaskManifest } from './azure/task-manifest.js'
import { jobAfter } from './azure/task-result.js'
import { expand } from './azure/variables.js'
import { runProcess } from './child-process.js'
import { trim } from './dotnet.js'
import { camelCase, kebabCase } from './names.js'
import { manifestOf, repository } from './repository.js'
import { StepFolders } from './step-folders.js'
import { StepLog } from './step-log.js'
import { stepReport } from './step-report.js'

/** @import { AzureOptions, Result } from './types.js' */
/** @import { TaskManifest } from './azure/task-manifest.js' */
/** @import { Variables } from './azure/variables.js' */

/** How long the agent waits after `task.complete done=true` before it ends the process. */
const forceCompleteMs = 5000

/**
 * Runs a bundle as the Azure Pipelines agent (4.275) runs a Node task on Linux, and reads its log by the agent's rules.
 *
 * @param {AzureOptions} [options]
 * @returns {Promise<Result>}
 */
export async function runOnAzure(options = {}) {
  const { node = process.execPath, debug = false, env = {}, signal, timeoutMs = 60_000 } = options
  const main = resolve(options.main ?? join(repository, 'dist/azure/index.js'))
  const folders = new StepFolders()
  const manifest = readTaskManifest(manifestOf('task.json', main, options.manifest))
  const job = jobOf(options)
  const variables = jobVariables({ ...options, ...job }, folders)
  const endpoints = { ...options.endpoints, SYSTEMVSSCONNECTION: jobEndpoint(job) }
  const secrets = [...variables.list(true).map(variable => variable.value), ...(options.secrets ?? [])]
  const masker = agentMasker(secrets, endpoints)
  // Before this step, as before every other.
  variables.recalculate(masker)
  const rules = { messageLimit: Number.POSITIVE_INFINITY, everyDebugLine: false }
  const log = new StepLog(masker, rules, debug, options.onLine)
  const runner = commandRunner(log, options, manifest, job.stepName, variables)
  const inputs = taskInputs(options, manifest, variables)
  const ended = await runProcess({
    node,
    main,
    cwd: folders.workspace,
    env: azureEnvironment({ node, folders, env, variables, endpoints, inputs }),
    signal,
    timeoutMs,
    onLine: (raw, stream) => log.take(raw, stream, runner.process),
    onCancel: () => {
      log.annotate('error', 'The Operation will be canceled. The next steps may not contain expected logs.')
    },
    onStart: end => {
      runner.end = () => setTimeout(end, forceCompleteMs).unref()
    },
  })
  const result = judge(ended, log, runner, node, main)
  // Before the next step, which sees what this one has set.
  variables.recalculate(masker)
  const summaries = runner.attachments.filter(attachment => attachment.type === 'DistributedTask.Core.Summary')
  return {
    host: 'azure',
    ...ended,
    result,
    ...jobAfter(result, ended.canceled),
    ...stepReport(log, runner, folders),
    outputs: kebabNames(runner.outputs, (_, value) => value),
    outputsInNextStep: kebabNames(runner.outputs, name => variables.expand(`$(${job.stepName}.${name})`)),
    overwritten: runner.overwritten,
    expand: text => variables.expand(text),
    nextEnvironment: variableEnvironment(variables),
    summary: summaries.length === 0 ? undefined : summaries.map(attachment => attachment.content).join('\n'),
    summaryFile: summaries.at(-1)?.path,
    attachments: runner.attachments,
    progress: runner.progress,
  }
}

/**
 * @param {Record<string, string>} outputs
 * @param {(name: string, value: string) => string} see
 * @returns {Record<string, string>}
 */
function kebabNames(outputs, see) {
  return Object.fromEntries(Object.entries(outputs).map(([name, value]) => [kebabCase(name), see(name, value)]))
}

/**
 * @param {StepLog} log
 * @param {AzureOptions} options
 * @param {TaskManifest | undefined} manifest
 * @param {string} stepName
 * @param {Variables} jobVariables
 */
function commandRunner(log, options, manifest, stepName, jobVariables) {
  return new CommandRunner(log, {
    restricted: options.restricted ?? manifest?.restricted ?? false,
    settableVariables: manifest?.settableVariables,
    outputVariables: manifest?.outputVariables ?? [],
    stepName,
    jobVariables,
  })
}

/**
 * Inputs are trimmed, then expanded with the variables, then with the agent's own environment.
 * https://github.com/microsoft/azure-pipelines-agent/blob/master/src/Agent.Worker/TaskRunner.cs
 *
 * @param {AzureOptions} options
 * @param {TaskManifest | undefined} manifest
 * @param {Variables} variables
 */
function taskInputs(options, manifest, variables) {
  /** @type {Record<string, string>} */
  const inputs = { ...manifest?.inputs }
  for (const [name, value] of Object.entries({ ...options.defaults, ...options.inputs }))
    inputs[camelCase(name)] = value
  for (const [name, value] of Object.entries(inputs)) {
    inputs[name] = expand(variables.expand(trim(value)), key => options.env?.[key])
  }
  return inputs
}
