import { formOf } from './form.js'
import { helpFor } from './help.js'
import { buildsManifest } from './manifests.js'

/** @typedef {import('./types.ts').Tables} Tables */

/**
 * task.json. Node24 is used where the agent knows it and is set to, Node20_1 otherwise; both run the same bundle.
 * @param {Tables} tables of the step
 * @param {import('./manifests.js').Manifest} [manifest]
 */
export function taskJson({ version, inputs, groups, outputs, camel }, { task: manifest } = buildsManifest) {
  const [Major, Minor, Patch] = version.split('.').map(Number)
  const target = { target: manifest.target, argumentFormat: '' }
  const names = Object.keys(outputs).map(camel)
  const task = {
    $schema: 'https://raw.githubusercontent.com/microsoft/azure-pipelines-task-lib/master/tasks.schema.json',
    id: manifest.id,
    name: manifest.name,
    friendlyName: manifest.friendlyName,
    description: manifest.description,
    helpMarkDown: manifest.helpMarkDown,
    helpUrl: manifest.helpUrl,
    category: 'Utility',
    visibility: ['Build', 'Release'],
    runsOn: ['Agent', 'DeploymentGroup'],
    author: 'Azure DevOps Builds contributors',
    version: { Major, Minor, Patch },
    // The first agent that knows Node20_1, and brings Node 20.3.1.
    minimumAgentVersion: '3.230.2',
    instanceNameFormat: manifest.instanceNameFormat,
    groups: Object.entries(groups).map(([name, displayName]) => ({
      name,
      displayName,
      isExpanded: manifest.expanded.includes(name),
    })),
    inputs: Object.entries(inputs).map(([name, input]) => inputJson(camel(name), input)),
    outputVariables: Object.entries(outputs).map(([name, help]) => ({
      name: camel(name),
      description: helpFor('azure', { help }),
    })),
    restrictions: { commands: { mode: 'any' }, settableVariables: { allowed: names } },
    execution: { Node20_1: target, Node24: target },
  }
  return `${JSON.stringify(task, undefined, 2)}\n`
}

/**
 * @param {string} name
 * @param {import('../../src/core/inputs/input.ts').Input} input
 */
function inputJson(name, input) {
  const { label, group, requiredOn, default: standard } = input
  const { type, ...form } = formOf(input)
  return {
    ...{ name, label, type },
    ...(standard === undefined ? {} : { defaultValue: standard }),
    required: requiredOn?.includes('azure') ?? false,
    groupName: group,
    helpMarkDown: helpFor('azure', input),
    ...form,
  }
}
