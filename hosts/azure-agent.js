import { randomBytes } from 'node:crypto'
import { join, resolve } from 'node:path'
import { CommandRunner } from './azure/command-runner.js'
import { azureEnvironment } from './azure/environment.js'
import { jobVariables } from './azure/job-variables.js'
import { agentMasker } from './azure/secrets.js'
import { readTaskManifest } from './azure/task-manifest.js'
import { mergeResults } from './azure/task-result.js'
import { expand } from './azure/variables.js'
import { runProcess } from './child-process.js'
import { camelCase, kebabCase } from './names.js'
import { manifestOf, repository } from './repository.js'
import { StepFolders } from './step-folders.js'
import { StepLog } from './step-log.js'
import { stepReport } from './step-report.js'

/** @import { AzureOptions, Endpoint, ProcessResult, Result } from './types.js' */
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
  const log = new StepLog(agentMasker(secrets, endpoints), debug, options.onLine)
  const runner = commandRunner(log, options, manifest)
  const inputs = taskInputs(options, manifest, variables)
  const ended = await runProcess({
    node,
    main,
    cwd: folders.workspace,
    env: azureEnvironment({ node, folders, env, variables, endpoints, inputs }),
    signal,
    timeoutMs,
    onLine: (raw, stream) => log.take(raw, stream, runner.process),
    onStart: end => {
      runner.end = () => setTimeout(end, forceCompleteMs).unref()
    },
  })
  judge(ended, log, runner, node, main)
  const summaries = runner.attachments.filter(attachment => attachment.type === 'DistributedTask.Core.Summary')
  return {
    host: 'azure',
    ...ended,
    result: runner.result ?? 'succeeded',
    ...stepReport(log, runner, folders),
    outputs: Object.fromEntries(Object.entries(runner.outputs).map(([name, value]) => [kebabCase(name), value])),
    summary: summaries.length === 0 ? undefined : summaries.map(attachment => attachment.content).join('\n'),
    summaryFile: summaries.at(-1)?.path,
    attachments: runner.attachments,
    progress: runner.progress,
  }
}

/** @param {AzureOptions} options */
function jobOf(options) {
  return {
    collectionUri: options.collectionUri ?? 'https://dev.azure.com/contoso/',
    teamProject: options.teamProject ?? 'web',
    jobToken: options.jobToken ?? randomJobToken(),
  }
}

/** System.AccessToken is a JSON Web Token. */
function randomJobToken() {
  const header = Buffer.from(JSON.stringify({ typ: 'JWT', alg: 'RS256' })).toString('base64url')
  const payload = Buffer.from(JSON.stringify({ jti: crypto.randomUUID() })).toString('base64url')
  return `${header}.${payload}.${randomBytes(32).toString('base64url')}`
}

/**
 * @param {{ collectionUri: string, jobToken: string }} job
 * @returns {Endpoint}
 */
function jobEndpoint({ collectionUri, jobToken }) {
  return { url: collectionUri, scheme: 'OAuth', parameters: { AccessToken: jobToken } }
}

/**
 * @param {StepLog} log
 * @param {AzureOptions} options
 * @param {TaskManifest | undefined} manifest
 */
function commandRunner(log, options, manifest) {
  return new CommandRunner(log, {
    restricted: options.restricted ?? manifest?.restricted ?? false,
    settableVariables: manifest?.settableVariables,
    outputVariables: manifest?.outputVariables ?? [],
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
    inputs[name] = expand(variables.expand(value.trim()), key => options.env?.[key])
  }
  return inputs
}

/**
 * @param {ProcessResult} ended
 * @param {StepLog} log
 * @param {CommandRunner} runner
 * @param {string} node
 * @param {string} main
 */
function judge(ended, log, runner, node, main) {
  if (ended.exitCode !== 0 && !ended.canceled) {
    log.failed = true
    log.annotate(
      'error',
      `Exit code ${ended.exitCode} returned from process: file name '${node}', arguments '"${main}"'.`,
    )
  }
  if (log.failed || ended.timedOut) runner.result = mergeResults(runner.result, 'failed')
  if (ended.canceled) runner.result = mergeResults(runner.result, 'canceled')
}
