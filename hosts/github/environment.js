import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** @import { StepFolders } from '../step-folders.js' */
/** @import { FileCommands } from './file-commands.js' */

/**
 * The whole environment of a JavaScript action on a GitHub-hosted Linux runner. Nothing comes from this process.
 * https://github.com/actions/runner/blob/main/src/Runner.Worker/Handlers/NodeScriptActionHandler.cs
 * https://docs.github.com/en/actions/reference/workflows-and-actions/variables
 *
 * @param {object} step
 * @param {string} step.node
 * @param {StepFolders} step.folders
 * @param {FileCommands} step.files
 * @param {Record<string, string>} step.inputs
 * @param {boolean} step.debug
 * @param {Record<string, string>} step.env
 * @returns {Record<string, string>}
 */
export function gitHubEnvironment({ node, folders, files, inputs, debug, env }) {
  return {
    ...platform(node, folders),
    ...workflow(folders),
    ...env,
    GITHUB_OUTPUT: files.output,
    GITHUB_STATE: files.state,
    GITHUB_ENV: files.env,
    GITHUB_PATH: files.path,
    GITHUB_STEP_SUMMARY: files.stepSummary,
    GITHUB_ARTIFACTS: files.artifacts,
    GITHUB_ARTIFACTS_LIST: files.artifactsList,
    ...(debug ? { RUNNER_DEBUG: '1' } : {}),
    ...Object.fromEntries(Object.entries(inputs).map(([name, value]) => [inputVariable(name), value])),
  }
}

/**
 * Hyphens and dots stay; only spaces change.
 * https://github.com/actions/runner/blob/main/src/Runner.Worker/Handlers/Handler.cs
 * @param {string} name
 */
function inputVariable(name) {
  return `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`
}

/**
 * @param {string} node
 * @param {StepFolders} folders
 * @returns {Record<string, string>}
 */
function platform(node, folders) {
  return {
    HOME: folders.home,
    LANG: 'C.UTF-8',
    PATH: [dirname(node), '/usr/local/bin', '/usr/bin', '/bin'].join(':'),
    RUNNER_ARCH: 'X64',
    RUNNER_ENVIRONMENT: 'github-hosted',
    RUNNER_NAME: 'Hosted Agent',
    RUNNER_OS: 'Linux',
    RUNNER_TEMP: folders.temp,
    RUNNER_TOOL_CACHE: join(folders.host, 'tools'),
    RUNNER_WORKSPACE: dirname(folders.workspace),
  }
}

/**
 * @param {StepFolders} folders
 * @returns {Record<string, string>}
 */
function workflow(folders) {
  const event = join(folders.host, 'event.json')
  writeFileSync(event, '{}')
  return {
    CI: 'true',
    GITHUB_ACTION: 'builds',
    GITHUB_ACTIONS: 'true',
    GITHUB_ACTOR: 'octocat',
    GITHUB_API_URL: 'https://api.github.com',
    GITHUB_BASE_REF: '',
    GITHUB_EVENT_NAME: 'push',
    GITHUB_EVENT_PATH: event,
    GITHUB_GRAPHQL_URL: 'https://api.github.com/graphql',
    GITHUB_HEAD_REF: '',
    GITHUB_JOB: 'build',
    GITHUB_REF: 'refs/heads/main',
    GITHUB_REF_NAME: 'main',
    GITHUB_REF_TYPE: 'branch',
    GITHUB_REPOSITORY: 'octocat/hello-world',
    GITHUB_REPOSITORY_OWNER: 'octocat',
    GITHUB_RUN_ATTEMPT: '1',
    GITHUB_RUN_ID: '1',
    GITHUB_RUN_NUMBER: '1',
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_SHA: '0123456789abcdef0123456789abcdef01234567',
    GITHUB_WORKFLOW: 'CI',
    GITHUB_WORKSPACE: folders.workspace,
  }
}
