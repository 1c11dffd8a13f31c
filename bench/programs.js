import { rmSync } from 'node:fs'
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
 * @property {string | RegExp} [expected] in the output of the program
 */

/**
 * The GitHub bundle with the environment that the runner gives it.
 * @param {string} node
 * @param {Question} question
 * @returns {Program}
 */
export function gitHubStep(node, question) {
  return onGitHub(node, question, inputsOf(question), { manifest: 'action.yml', bundle: 'github' })
}

/**
 * The Azure bundle with the environment that the agent gives it.
 * @param {string} node
 * @param {Question} question
 * @returns {Program}
 */
export function azureStep(node, question) {
  return onAzure(node, question, inputsOf(question), { manifest: 'task.json', bundle: 'azure' })
}

/**
 * The call step, which puts the question to the service as it is.
 * @param {'github' | 'azure'} host
 * @param {string} node
 * @param {Question} question
 * @returns {Program}
 */
export function callStep(host, node, question) {
  const { organization, project, token, folders } = question
  const inputs = {
    organization,
    project,
    pat: token,
    route: 'GET /{project}/_apis/build/builds',
    parameters: 'statusFilter: completed\n$top: 1',
    'output-file': join(folders.temp, 'response.json'),
  }
  const step = { ...question, expected: '200' }
  return host === 'github'
    ? onGitHub(node, step, inputs, { manifest: 'call/action.yml', bundle: 'call-github' })
    : onAzure(node, step, inputs, { manifest: 'call/task.json', bundle: 'call-azure' })
}

/** @typedef {{ manifest: string, bundle: string }} Files from the root of the repository, and in dist/ */

/**
 * @param {string} node
 * @param {Question} question
 * @param {Record<string, string>} given
 * @param {Files} files
 * @returns {Program}
 */
function onGitHub(node, { folders, expected = 'builds' }, given, { manifest, bundle }) {
  const declared = readActionInputs(join(repository, manifest))
  const defaults = Object.fromEntries(Object.entries(declared).map(([name, value]) => [name, value ?? '']))
  const files = new FileCommands(folders.host)
  const env = gitHubEnvironment({ node, folders, files, inputs: { ...defaults, ...given }, debug: false, env: {} })
  const main = join(repository, 'dist', bundle, 'index.js')
  return { command: node, arguments: [main], env, expected, before: removing(given['output-file']) }
}

/**
 * @param {string} node
 * @param {Question} question
 * @param {Record<string, string>} given
 * @param {Files} files
 * @returns {Program}
 */
function onAzure(node, { folders, organization, expected = 'builds' }, given, { manifest, bundle }) {
  const job = { collectionUri: organization, teamProject: 'web', jobToken: 'e30.e30.e30' }
  /** @type {Record<string, string>} */
  const inputs = { ...readTaskManifest(join(repository, manifest))?.inputs }
  for (const [name, value] of Object.entries(given)) inputs[camelCase(name)] = value
  const env = azureEnvironment({ node, folders, env: {}, variables: jobVariables(job, folders), endpoints: {}, inputs })
  const main = join(repository, 'dist', bundle, 'index.js')
  return { command: node, arguments: [main], env, expected, before: removing(given['output-file']) }
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
    before: removing(join(folders.temp, 'builds.json')),
  }
}

/**
 * A job finds no file of another: to replace a long one takes as long as to write it.
 * @param {string | undefined} file
 */
function removing(file) {
  return () => {
    if (file !== undefined) rmSync(file, { force: true })
  }
}

/** @param {Question} question */
function inputsOf({ organization, project, token, folders, inputs }) {
  const file = join(folders.temp, 'builds.json')
  return { organization, project, pat: token, status: 'completed', 'output-file': file, ...inputs }
}
