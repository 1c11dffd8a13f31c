import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { TaskCommand } from 'azure-pipelines-task-lib/taskcommand.js'
import { environmentProxy } from '../core/host/environment-proxy.ts'
import type { Host } from '../core/host/host.ts'
import { camel, inputNames } from '../core/inputs/inputs.ts'
import type { HostContext } from '../core/inputs/raw-inputs.ts'
import { endpointOf, jobTokens } from './endpoint.ts'
import { agentProxy } from './proxy.ts'

/** The host of the builds step. */
export const azureHost: Host = azureHostOf(inputNames, 'Azure DevOps builds')

/**
 * Azure Pipelines: https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands
 *
 * Of the task library only the writer of commands is used. The whole of it prints values when it is asked for them,
 * copies every secret into a vault with its key file beside it, and takes errors that nobody caught for its own.
 *
 * @param names of the inputs of the step
 * @param title of its section in the summary of a run
 */
export function azureHostOf<Input extends string>(names: readonly Input[], title: string): Host<Input, string> {
  return {
    read: () => ({
      inputs: Object.fromEntries(names.map(name => [name, input(name)])) as Record<Input, string>,
      context: context(),
    }),
    mask(secret) {
      for (const piece of shownPieces(secret)) console.log(`##vso[task.setsecret]${piece}`)
      console.log(`##vso[task.setsecret]${escaped(secret)}`)
    },
    network(url) {
      const proxy = proxyFor(url)
      return { ...(proxy === undefined ? {} : { proxy }), ...authoritiesIn(variable('Agent.CAInfo')) }
    },
    temporaryFolder: temporaryFolder,
    info: line => console.log(line),
    debug: line => command('task.debug', {}, line),
    warn: message => issue('warning', message),
    error: message => issue('error', message),
    group(title, lines) {
      console.log(`##[group]${title}`)
      for (const line of lines) console.log(line)
      console.log('##[endgroup]')
    },
    progress: (percent, text) => command('task.setprogress', { value: String(percent) }, text),
    setOutput: (name, value) => command('task.setvariable', { variable: camel(name) }, unexpanded(value)),
    async writeSummary(markdown) {
      // The agent uploads it later, under the file's name: a folder of its own keeps two steps of a job apart.
      const file = join(mkdtempSync(join(temporaryFolder(), 'summary-')), `${title}.md`)
      writeFileSync(file, markdown, { mode: 0o600, flag: 'wx' })
      command('task.uploadsummary', {}, file)
    },
    end(ending) {
      // Canceled would leave the result of the job as it was, and the next step would run, if the signal was not the
      // agent's. Of its own the agent makes Canceled, whatever the step says:
      // https://github.com/microsoft/azure-pipelines-agent/blob/master/src/Agent.Worker/StepsRunner.cs
      command('task.complete', { result: ending.result === 'passed' ? 'Succeeded' : 'Failed' }, '')
      // The agent goes by the command; another code would make a failure of it.
      process.exitCode = 0
    },
  }
}

function command(name: string, properties: Record<string, string>, message: string): void {
  console.log(new TaskCommand(name, properties, message).toString())
}

/** The agent takes the source for true only with the id that it gave to this step. */
function issue(type: 'warning' | 'error', message: string): void {
  const correlationId = process.env.COMMAND_CORRELATION_ID ?? ''
  command('task.issue', { type, source: 'TaskInternal', correlationId }, message)
}

/**
 * Before every step the agent replaces `$(NAME)` in all variables, in outputs as well, and by secrets too: whoever names
 * a branch would read them. https://github.com/microsoft/azure-pipelines-agent/blob/master/src/Agent.Worker/Variables.cs
 */
function unexpanded(value: string): string {
  return value.replaceAll('$(', '\uff04(')
}

/** Variables that are secret have another name in the environment. */
function variable(name: string): string {
  const key = name.replaceAll('.', '_').toUpperCase()
  return process.env[key] ?? process.env[`SECRET_${key}`] ?? ''
}

/** The agent's own proxy, or that of the environment if the agent was configured without one. */
function proxyFor(url: string): string | undefined {
  const agent = {
    url: variable('Agent.ProxyUrl'),
    username: variable('Agent.ProxyUsername'),
    password: variable('Agent.ProxyPassword'),
    bypass: variable('Agent.ProxyBypassList'),
  }
  return agent.url === '' ? environmentProxy(url) : agentProxy(agent, url)
}

/** What is trusted beside the agent's own list must be named with it: it replaces what Node.js has read. */
function authoritiesIn(file: string): { authorities?: string } {
  if (file === '') return {}
  const files = [file, process.env.NODE_EXTRA_CA_CERTS ?? ''].filter(existsSync)
  return { authorities: files.map(name => readFileSync(name, 'utf8')).join('\n') }
}

function input(name: string): string {
  return process.env[`INPUT_${camel(name).toUpperCase()}`]?.trim() ?? ''
}

function context(): HostContext {
  const organization = process.env.SYSTEM_COLLECTIONURI || process.env.SYSTEM_TEAMFOUNDATIONCOLLECTIONURI
  const project = process.env.SYSTEM_TEAMPROJECT
  const stepName = process.env.SYSTEM_TASKINSTANCENAME
  const [jobToken, ...otherJobTokens] = jobTokens()
  const connection = input('connection')
  return {
    host: 'azure',
    ...(organization ? { organization } : {}),
    ...(project ? { project } : {}),
    ...(jobToken ? { jobToken } : {}),
    ...(otherJobTokens.length > 0 ? { otherJobTokens } : {}),
    ...(connection ? { connection: endpointOf(connection) } : {}),
    ...(stepName ? { stepName } : {}),
  }
}

function temporaryFolder(): string {
  return process.env.AGENT_TEMPDIRECTORY || tmpdir()
}

/**
 * What the agent would take for something else.
 * https://github.com/microsoft/azure-pipelines-agent/blob/master/docs/design/percentEncoding.md
 */
const escapes: Record<string, string> = { '%': '%AZP25', '\r': '%0D', '\n': '%0A' }

/** No more than must be: with System.Debug the agent shows the line as it came, hidden only where it is the secret. */
function escaped(text: string): string {
  return text.replace(/%(?=AZP25|0D|0A|3B|5D)|[\r\n]/g, character => escapes[character] ?? character)
}

/** What that line would show of a secret that has to be escaped. */
function shownPieces(secret: string): string[] {
  const line = escaped(secret)
  return line === secret ? [] : line.split(/%AZP25|%0D|%0A/).filter(piece => piece.length >= 8)
}
