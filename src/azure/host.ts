import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RawInputs, Surroundings } from '../core/given.ts'
import type { Host } from '../core/host.ts'
import { camel, type InputName, inputNames } from '../core/inputs.ts'
import { endpointOf } from './endpoint.ts'
import { useProxy } from './proxy.ts'

type TaskLib = typeof import('azure-pipelines-task-lib')

/** Loading it prints, moves every input out of the environment and writes a key file, so it waits for the masks. */
let task: TaskLib

/** Azure Pipelines: https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands */
export const azureHost: Host = {
  read: () => ({
    inputs: Object.fromEntries(inputNames.map((name): [InputName, string] => [name, input(name)])) as RawInputs,
    surroundings: surroundings(),
  }),
  // The library's own setSecret does just this, but is not loaded yet.
  mask(secret) {
    for (const piece of shownPieces(secret)) console.log(`##vso[task.setsecret]${piece}`)
    console.log(`##vso[task.setsecret]${escaped(secret)}`)
  },
  async open() {
    // In one file with the rest, so that its licence stands with the others'; it is still run only here.
    task = await import(/* webpackMode: "eager" */ 'azure-pipelines-task-lib')
    // Its handlers print the stack of an error that nobody caught; run.ts has its own.
    process.removeAllListeners('uncaughtException').removeAllListeners('unhandledRejection')
  },
  network(url) {
    useProxy(
      {
        url: variable('Agent.ProxyUrl'),
        username: variable('Agent.ProxyUsername'),
        password: variable('Agent.ProxyPassword'),
        bypass: variable('Agent.ProxyBypassList'),
      },
      url,
    )
    return authoritiesIn(variable('Agent.CAInfo'))
  },
  temporaryFolder: temporaryFolder,
  info: line => console.log(line),
  debug: line => task.debug(line),
  warn: message => task.warning(message),
  error: message => task.error(message),
  group(title, lines) {
    console.log(`##[group]${title}`)
    for (const line of lines) console.log(line)
    console.log('##[endgroup]')
  },
  progress: (percent, text) => task.setProgress(percent, text),
  setOutput: (name, value) => task.setVariable(camel(name), value),
  async writeSummary(markdown) {
    // The agent uploads it later, under the file's name: a folder of its own keeps two steps of a job apart.
    const file = join(mkdtempSync(join(temporaryFolder(), 'summary-')), 'Azure DevOps builds.md')
    writeFileSync(file, markdown)
    task.uploadSummary(file)
  },
  end(ending) {
    // The library spells it Cancelled, a word that the agent does not know.
    const result = { passed: 'Succeeded', failed: 'Failed', canceled: 'Canceled' }[ending.result]
    task.command('task.complete', { result }, '')
    // The agent goes by the command; another code would make a failure of it.
    process.exitCode = 0
  },
}

function variable(name: string): string {
  return task.getVariable(name) ?? ''
}

/** What is trusted beside the agent's own list must be named with it: it replaces what Node.js has read. */
function authoritiesIn(file: string): { authorities?: string } {
  if (file === '') return {}
  const files = [file, process.env.NODE_EXTRA_CA_CERTS ?? ''].filter(existsSync)
  return { authorities: files.map(name => readFileSync(name, 'utf8')).join('\n') }
}

function input(name: InputName): string {
  return process.env[`INPUT_${camel(name).toUpperCase()}`]?.trim() ?? ''
}

function surroundings(): Surroundings {
  const organization = process.env.SYSTEM_COLLECTIONURI || process.env.SYSTEM_TEAMFOUNDATIONCOLLECTIONURI
  const project = process.env.SYSTEM_TEAMPROJECT
  const jobToken = endpointOf('SYSTEMVSSCONNECTION').token
  const connection = input('connection')
  return {
    host: 'azure',
    ...(organization ? { organization } : {}),
    ...(project ? { project } : {}),
    ...(jobToken ? { jobToken } : {}),
    ...(connection ? { connection: endpointOf(connection) } : {}),
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
