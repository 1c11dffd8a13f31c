import { join } from 'node:path'
import { azureEnvironment } from '../hosts/azure/environment.js'
import { jobVariables } from '../hosts/azure/job-variables.js'
import { readTaskManifest } from '../hosts/azure/task-manifest.js'
import { readActionInputs } from '../hosts/github/action-manifest.js'
import { gitHubEnvironment } from '../hosts/github/environment.js'
import { FileCommands } from '../hosts/github/file-commands.js'
import { camelCase } from '../hosts/names.js'
import { repository } from '../hosts/repository.js'

/** @import { StepFolders } from '../hosts/step-folders.js' */
/** @import { Program } from './timed-run.js' */

/**
 * @typedef {object} Question
 * @property {string} organization URL
 * @property {string} project or several, one on each line
 * @property {string} token
 * @property {StepFolders} folders
 * @property {Record<string, string>} [inputs] besides those; only completed builds are asked for, in one list
 * @property {string} [expected] in the output of the program
 */

/**
 * The GitHub bundle with the environment that the runner gives it.
 * @param {string} node
 * @param {Question} question
 * @returns {Program}
 */
export function gitHubStep(node, question) {
  const { folders } = question
  const declared = readActionInputs(join(repository, 'action.yml'))
  const defaults = Object.fromEntries(Object.entries(declared).map(([name, value]) => [name, value ?? '']))
  const inputs = { ...defaults, ...inputsOf(question) }
  const files = new FileCommands(folders.host)
  const env = gitHubEnvironment({ node, folders, files, inputs, debug: false, env: {} })
  const main = join(repository, 'dist/github/index.js')
  return { command: node, arguments: [main], env, expected: question.expected ?? 'builds' }
}

/**
 * The Azure bundle with the environment that the agent gives it.
 * @param {string} node
 * @param {Question} question
 * @returns {Program}
 */
export function azureStep(node, question) {
  const { folders, organization } = question
  const job = { collectionUri: organization, teamProject: 'web', jobToken: 'e30.e30.e30' }
  const manifest = readTaskManifest(join(repository, 'task.json'))
  /** @type {Record<string, string>} */
  const inputs = { ...manifest?.inputs }
  for (const [name, value] of Object.entries(inputsOf(question))) inputs[camelCase(name)] = value
  const env = azureEnvironment({ node, folders, env: {}, variables: jobVariables(job, folders), endpoints: {}, inputs })
  const main = join(repository, 'dist/azure/index.js')
  return { command: node, arguments: [main], env, expected: question.expected ?? 'builds' }
}

/**
 * A program of this folder, which finds the question in its environment.
 * @param {string} command
 * @param {string} script
 * @param {Question} question
 * @param {Record<string, string>} [env]
 * @returns {Program}
 */
export function script(command, script, question, env = {}) {
  const { organization, project, token, folders, expected = 'builds' } = question
  const url = `${organization}/${project}/_apis/build/builds`
  const query = 'statusFilter=completed&queryOrder=queueTimeDescending&api-version=7.1'
  return {
    command,
    arguments: [join(import.meta.dirname, script)],
    env: {
      PATH: process.env.PATH ?? '',
      HOME: folders.home,
      LANG: 'C.UTF-8',
      AUTHORIZATION: `Basic ${Buffer.from(`:${token}`).toString('base64')}`,
      FILE: join(folders.temp, 'builds.json'),
      ORGANIZATION: organization,
      PROJECT: project,
      TOKEN: token,
      TOP: '1000',
      URL_OF_BUILDS: `${url}?${query}`,
      ...env,
    },
    expected,
  }
}

/** @param {Question} question */
function inputsOf({ organization, project, token, folders, inputs }) {
  const file = join(folders.temp, 'builds.json')
  return { organization, project, pat: token, status: 'completed', 'output-file': file, ...inputs }
}
