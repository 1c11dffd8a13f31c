/** @import { Pipeline } from '../../emulator/world/pipeline.js' */
/** @import { JobOutline } from '../../emulator/world/timeline-types.ts' */

/**
 * What `npm start` shows against the local Azure DevOps, one after the other.
 *
 * @typedef {object} SceneBuild A build that is added to those of the local Azure DevOps.
 * @property {string} pipeline
 * @property {string} [commit]
 * @property {SceneStep[]} course what it becomes
 * @property {JobOutline[]} [jobs] what happened in it
 *
 * @typedef {object} SceneStep
 * @property {number} [seconds] counted from the start of the step, or ...
 * @property {number} [looks] ... how often the build was looked at since the step before
 * @property {string} status
 * @property {string} [result]
 *
 * @typedef {object} Scene
 * @property {string} name of its files
 * @property {string} title
 * @property {'builds' | 'call'} [step] `builds` when left out
 * @property {boolean} [brief] whether only its row in the table is shown
 * @property {Record<string, string>} inputs without the organization and the token
 * @property {SceneBuild[]} [builds]
 * @property {Record<string, Partial<Pipeline>>} [pipelines] what starting a build of them finds, by name
 * @property {string} [expected] the output outcome on both hosts; without it the step has to succeed
 */

const commit = '4f0c9d1be7a35286f1d0c4b39a8e75120c6bd3fa'

/** Of one commit, one build is red, and one still runs. @type {SceneBuild[]} */
const buildsOfCommit = [
  {
    pipeline: 'web pull request',
    commit,
    course: [
      { seconds: -600, status: 'inProgress' },
      { seconds: -180, status: 'completed', result: 'failed' },
    ],
    jobs: [
      {
        name: 'Linux',
        tasks: ['npm ci', { name: 'npm test', issues: ['test/checkout.test.js:42: expected 201, received 500'] }],
      },
    ],
  },
  { pipeline: 'web nightly', commit, course: [{ seconds: -240, status: 'inProgress' }] },
]

/** What becomes of a build while a step waits for it: the same on a machine that is slow. @type {SceneStep[]} */
const green = [
  { looks: 1, status: 'inProgress' },
  { looks: 1, status: 'completed', result: 'succeeded' },
]

/** The pipeline that two scenes start. @type {Record<string, Partial<Pipeline>>} */
const release = {
  'web release': {
    parameters: { environment: { values: ['test', 'production'] }, regions: { type: 'object', default: '[]' } },
    settable: [],
    course: [{ looks: 2, status: 'inProgress' }, ...green.slice(1)],
  },
}

/** @type {Scene[]} */
export const scenes = [
  {
    name: 'gate',
    title: 'Stop a release: one build of this commit is red, and one is still running',
    inputs: { project: 'web', commit, 'require-result': 'succeeded' },
    builds: buildsOfCommit,
    expected: 'failed',
  },
  {
    name: 'wait',
    title: 'Wait for the build of this commit, and go on when it is green',
    inputs: { project: 'web', pipelines: 'web ci', commit, wait: 'true', 'poll-interval': '1s' },
    builds: [{ pipeline: 'web ci', commit, course: green }],
    expected: 'passed',
  },
  {
    name: 'newest',
    title: 'Find the newest green build of main, and download what it published',
    inputs: {
      project: 'web',
      pipelines: 'web ci',
      branch: 'main',
      result: 'succeeded',
      top: '1',
      artifacts: 'drop',
    },
    expected: 'found',
  },
  {
    name: 'start',
    title: 'start the release once, and wait',
    brief: true,
    inputs: {
      project: 'web',
      start: 'true',
      pipelines: 'web release',
      branch: 'main',
      parameters: 'environment: test\nregions: ["west", "north"]',
      wait: 'true',
      'poll-interval': '1s',
    },
    pipelines: release,
    expected: 'passed',
  },
  {
    name: 'refused',
    title: 'start it with wrong values',
    brief: true,
    inputs: {
      project: 'web',
      start: 'true',
      pipelines: 'web release',
      parameters: 'region: west',
      variables: 'debug: true',
    },
    pipelines: release,
    expected: 'error',
  },
  {
    name: 'call',
    title: 'call a REST API: all projects',
    step: 'call',
    brief: true,
    inputs: { route: 'GET /_apis/projects', paginate: 'true', query: 'value[].name' },
    expected: 'passed',
  },
]

/**
 * The inputs of somebody, against the same Azure DevOps.
 *
 * @param {Record<string, string>} inputs
 * @returns {Scene}
 */
export function ownScene(inputs) {
  return { name: 'own', title: 'Your inputs', inputs: { project: 'web', ...inputs }, builds: buildsOfCommit }
}
