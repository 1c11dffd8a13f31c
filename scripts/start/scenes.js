/**
 * What `npm start` shows against the local Azure DevOps, one after the other.
 *
 * @typedef {object} SceneBuild A build that is added to those of the local Azure DevOps.
 * @property {string} pipeline
 * @property {string} [commit]
 * @property {[seconds: number, status: string, result?: string][]} course what it becomes, counted from the start of
 *   the step
 *
 * @typedef {object} Scene
 * @property {string} name of its files
 * @property {string} title
 * @property {Record<string, string>} inputs without the organization and the token
 * @property {SceneBuild[]} [builds]
 * @property {{ result: import('../../hosts/types.js').StepResult, outcome: string }} expected on both hosts
 */

const commit = '4f0c9d1be7a35286f1d0c4b39a8e75120c6bd3fa'

/** @type {Scene[]} */
export const scenes = [
  {
    name: 'list',
    title: 'How has main been doing? The latest builds of a branch',
    inputs: { project: 'web', branch: 'main', top: '25' },
    expected: { result: 'succeeded', outcome: 'passed' },
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
          [1, 'inProgress'],
          [3, 'completed', 'succeeded'],
        ],
      },
    ],
    expected: { result: 'succeeded', outcome: 'passed' },
  },
  {
    name: 'gate',
    title: 'Stop a release: one build of this commit is red, one is still running',
    inputs: { project: 'web', commit, 'require-result': 'succeeded' },
    builds: [
      {
        pipeline: 'web ci',
        commit,
        course: [
          [-900, 'inProgress'],
          [-300, 'completed', 'succeeded'],
        ],
      },
      {
        pipeline: 'web pull request',
        commit,
        course: [
          [-600, 'inProgress'],
          [-180, 'completed', 'failed'],
        ],
      },
      { pipeline: 'web nightly', commit, course: [[-240, 'inProgress']] },
    ],
    expected: { result: 'failed', outcome: 'failed' },
  },
]
