import { formOf } from './form.js'
import { helpFor } from './help.js'

/** @typedef {import('./types.ts').Tables} Tables */

const home = 'https://github.com/azure-devops-builds/azure-devops-builds'

/**
 * task.json. Node24 is used where the agent knows it and is set to, Node20_1 otherwise; both run the same bundle.
 * @param {Tables} tables
 */
export function taskJson({ version, inputs, groups, outputs, camel }) {
  const [Major, Minor, Patch] = version.split('.').map(Number)
  const target = { target: 'dist/azure/index.js', argumentFormat: '' }
  const names = Object.keys(outputs).map(camel)
  const task = {
    $schema: 'https://raw.githubusercontent.com/microsoft/azure-pipelines-task-lib/master/tasks.schema.json',
    id: '5f0b7a52-97a6-4d43-8f5c-0d5b4a3a2f6e',
    name: 'AzureDevOpsBuilds',
    friendlyName: 'Azure DevOps Builds',
    description: 'Find, start, wait for, and gate on Azure DevOps builds with a personal access token (PAT).',
    helpMarkDown: 'Needs a token with the Build (Read) scope, or the job access token.',
    helpUrl: `${home}#readme`,
    category: 'Utility',
    visibility: ['Build', 'Release'],
    runsOn: ['Agent', 'DeploymentGroup'],
    author: 'Azure DevOps Builds contributors',
    version: { Major, Minor, Patch },
    // The first agent that knows Node20_1, and brings Node 20.3.1.
    minimumAgentVersion: '3.230.2',
    instanceNameFormat: 'Azure DevOps builds: $(pipelines)',
    groups: Object.entries(groups).map(([name, displayName]) => ({
      name,
      displayName,
      isExpanded: name === 'where' || name === 'which',
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
