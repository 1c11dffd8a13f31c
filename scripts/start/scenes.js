/** @import { Pipeline } from '../../emulator/world/pipeline.js' */
/** @import { JobOutline } from '../../emulator/world/timeline-types.ts' */

/**
 * What `npm start` shows against the local Azure DevOps, one after the other.
 *
 * @typedef {object} SceneBuild A build that is added to those of the local Azure DevOps.
 * @property {string} pipeline
 * @property {string} [commit]
 * @property {[seconds: number, status: string, result?: string][]} course what it becomes, counted from the start of
 *   the step
 * @property {JobOutline[]} [jobs] what happened in it
 *
 * @typedef {object} Scene
 * @property {string} name of its files
 * @property {string} title
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
      [-600, 'inProgress'],
      [-180, 'completed', 'failed'],
    ],
    jobs: [
      {
        name: 'Linux',
        tasks: ['npm ci', { name: 'npm test', issues: ['test/checkout.test.js:42: expected 201, received 500'] }],
      },
    ],
  },
  { pipeline: 'web nightly', commit, course: [[-240, 'inProgress']] },
]

/** The pipeline that two scenes start. @type {Record<string, Partial<Pipeline>>} */
const release = {
  'web release': {
    parameters: { environment: { values: ['test', 'production'] }, regions: { type: 'object', default: '[]' } },
    settable: [],
    course: [
      { after: 1000, status: 'inProgress' },
      { after: 3000, status: 'completed', result: 'succeeded' },
    ],
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
    builds: [
      {
        pipeline: 'web ci',
        commit,
        course: [
          [0, 'notStarted'],
          [2, 'inProgress'],
          [4, 'completed', 'succeeded'],
        ],
      },
    ],
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
    title: 'Start the release, exactly once, and wait for it',
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
    title: 'Start it with the wrong values: every reason at once, each with what to do',
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
