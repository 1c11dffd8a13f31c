import { helpFor } from './help.js'
import { buildsManifest } from './manifests.js'

/** @typedef {import('./types.ts').Tables} Tables */

/**
 * action.yml: https://docs.github.com/actions/reference/workflows-and-actions/metadata-syntax
 * @param {Tables} tables of the step
 * @param {import('./manifests.js').Manifest} [manifest]
 */
export function actionYml({ inputs, outputs }, { action } = buildsManifest) {
  const given = Object.entries(inputs).filter(([, { only }]) => only === undefined)
  return `# Written by npm run build from the tables of inputs and outputs.
name: ${action.name}
description: ${scalar(action.description)}
author: Azure DevOps Builds contributors
branding:
  icon: ${action.icon}
  color: blue
inputs:
${given.map(([name, input]) => inputYml(name, input)).join('\n')}
outputs:
${Object.entries(outputs)
  .map(([name, help]) => `  ${name}:\n    description: ${scalar(helpFor('github', { help }))}`)
  .join('\n')}
runs:
  using: node24
  main: ${action.main}
`
}

/**
 * @param {string} name
 * @param {import('../../src/core/inputs/input.ts').Input} input
 */
function inputYml(name, { help, helpOn, requiredOn, default: standard }) {
  return [
    `  ${name}:`,
    `    description: ${scalar(helpFor('github', { help, helpOn }))}`,
    `    required: ${requiredOn?.includes('github') ?? false}`,
    ...(standard === undefined ? [] : [`    default: ${scalar(standard)}`]),
  ].join('\n')
}

/**
 * A single-quoted YAML scalar, on one line.
 * @param {string} text
 */
function scalar(text) {
  return `'${text.replaceAll("'", "''")}'`
}
