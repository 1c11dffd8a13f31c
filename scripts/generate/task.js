/** @typedef {import('./types.ts').Tables} Tables */

/** How the kinds of src/core/inputs/input-types.ts are edited: https://github.com/microsoft/azure-pipelines-task-lib/blob/master/tasks.schema.json */
const types = /** @type {const} */ ({
  boolean: 'boolean',
  choice: 'pickList',
  connection: 'connectedService:ExternalTfs',
  list: 'multiLine',
  numbers: 'string',
})

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
    description:
      'Asks Azure DevOps about builds with a personal access token: which is the newest, did it pass, wait for it.',
    helpMarkDown: 'Needs a token with the scope Build (Read), or the job’s own.',
    category: 'Utility',
    visibility: ['Build', 'Release'],
    runsOn: ['Agent', 'DeploymentGroup'],
    author: 'Azure DevOps Builds contributors',
    version: { Major, Minor, Patch },
    // The first agent that knows Node20_1, and brings Node 20.3.1.
    minimumAgentVersion: '3.230.2',
    instanceNameFormat: 'Ask Azure DevOps for builds',
    groups: Object.entries(groups).map(([name, displayName]) => ({
      name,
      displayName,
      isExpanded: name === 'ask' || name === 'which',
    })),
    inputs: Object.entries(inputs).map(([name, input]) => inputJson(camel(name), input)),
    outputVariables: Object.entries(outputs).map(([name, description]) => ({ name: camel(name), description })),
    restrictions: { commands: { mode: 'any' }, settableVariables: { allowed: names } },
    execution: { Node20_1: target, Node24: target },
  }
  return `${JSON.stringify(task, undefined, 2)}\n`
}

/**
 * @param {string} name
 * @param {import('../../src/core/inputs/inputs.ts').Input} input
 */
function inputJson(name, { label, kind, help, group, values, requiredOn, default: standard }) {
  const type = /** @type {Record<string, string>} */ (types)[kind] ?? 'string'
  return {
    name,
    label,
    type,
    ...(standard === undefined ? {} : { defaultValue: standard }),
    required: requiredOn?.includes('azure') ?? false,
    groupName: group,
    helpMarkDown: help,
    ...(kind === 'choice' ? { options: Object.fromEntries((values ?? []).map(value => [value, value])) } : {}),
  }
}
