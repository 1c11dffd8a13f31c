/**
 * What `npm start` shows against the local Azure DevOps, one after the other.
 *
 * @typedef {object} Scene
 * @property {string} name of its files
 * @property {string} title
 * @property {Record<string, string>} inputs without the organization and the token
 * @property {import('../../test/hosts/types.js').StepResult} expected on both hosts
 * @property {(emulator: import('../../test/emulator/types.ts').Emulator) => void} [prepare]
 */

/** @type {Scene[]} */
export const scenes = [
  {
    name: 'latest-builds',
    title: 'The five latest builds of the branch main',
    inputs: { project: 'web', branch: 'main', top: '5' },
    expected: 'succeeded',
  },
]
