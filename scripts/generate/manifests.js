/**
 * What the manifests of a step say besides its inputs and outputs.
 * @typedef {object} Manifest
 * @property {{ name: string, description: string, icon: string, main: string }} action
 * @property {{ id: string, name: string, friendlyName: string, description: string, helpMarkDown: string, helpUrl: string,
 *   instanceNameFormat: string, target: string, expanded: readonly string[] }} task
 */

const home = 'https://github.com/azure-devops-builds/azure-devops-builds'

/** @type {Manifest} */
export const buildsManifest = {
  action: {
    name: 'Azure DevOps Builds',
    description: 'Find, start, wait for, and gate on Azure DevOps builds with a personal access token (PAT)',
    icon: 'check-circle',
    main: 'dist/github/index.js',
  },
  task: {
    id: '5f0b7a52-97a6-4d43-8f5c-0d5b4a3a2f6e',
    name: 'AzureDevOpsBuilds',
    friendlyName: 'Azure DevOps Builds',
    description: 'Find, start, wait for, and gate on Azure DevOps builds with a personal access token (PAT).',
    helpMarkDown: 'Needs a token with the Build (Read) scope, or the job access token.',
    helpUrl: `${home}/blob/main/docs/reference-azure.md`,
    instanceNameFormat: 'Azure DevOps builds: $(pipelines)',
    target: 'dist/azure/index.js',
    expanded: ['where', 'which', 'judge'],
  },
}

/** @type {Manifest} */
export const callManifest = {
  action: {
    name: 'Azure DevOps Call',
    description:
      'Call any Azure DevOps REST API with a personal access token (PAT): safely, with all pages, and never twice',
    icon: 'terminal',
    // The action is in a folder of its own, and its bundle beside the other one.
    main: '../dist/call-github/index.js',
  },
  task: {
    id: 'c3b7d7de-0f3a-4a0e-9a43-7d1c5b1a86f4',
    name: 'AzureDevOpsCall',
    friendlyName: 'Azure DevOps Call',
    description:
      'Call any Azure DevOps REST API with a personal access token (PAT): safely, with all pages, and never twice.',
    helpMarkDown: 'Needs a token with the scope that the reference page of the API names, or the job access token.',
    helpUrl: `${home}/blob/main/docs/from-curl-to-call.md`,
    instanceNameFormat: 'Azure DevOps call: $(route)',
    target: 'dist/call-azure/index.js',
    expanded: ['where', 'call'],
  },
}
