import { readFileSync } from 'node:fs'

/**
 * What the agent takes from a task.json.
 *
 * @typedef {object} TaskManifest
 * @property {Record<string, string>} inputs name to default, empty where it has none
 * @property {string[]} outputVariables
 * @property {string[] | undefined} settableVariables patterns; undefined allows all
 * @property {boolean} restricted
 */

/**
 * @param {string | undefined} path
 * @returns {TaskManifest | undefined}
 */
export function readTaskManifest(path) {
  if (path === undefined) return undefined
  const task = JSON.parse(readFileSync(path, 'utf8'))
  /** @type {{ name: string, defaultValue?: string }[]} */
  const inputs = task.inputs ?? []
  /** @type {{ name: string }[]} */
  const outputVariables = task.outputVariables ?? []
  return {
    inputs: Object.fromEntries(inputs.map(input => [input.name, String(input.defaultValue ?? '')])),
    outputVariables: outputVariables.map(variable => variable.name),
    settableVariables: task.restrictions?.settableVariables?.allowed,
    restricted: task.restrictions?.commands?.mode === 'restricted',
  }
}
