import { join } from 'node:path'
import { Variables } from './variables.js'

/** @import { AzureOptions } from '../types.js' */
/** @import { StepFolders } from '../step-folders.js' */

/**
 * The variables of a job on a Microsoft-hosted Linux agent, with the pipeline's own on top.
 * https://learn.microsoft.com/azure/devops/pipelines/build/variables
 *
 * @param {AzureOptions & { collectionUri: string, teamProject: string, jobToken: string }} options
 * @param {StepFolders} folders
 */
export function jobVariables(options, folders) {
  const variables = new Variables()
  for (const [name, value] of Object.entries(predefined(options, folders))) variables.set(name, value)
  variables.set('system.accessToken', options.jobToken, true)
  if (options.debug) variables.set('system.debug', 'true')
  const { proxy } = options
  if (proxy !== undefined) {
    variables.set('agent.proxyurl', proxy.url)
    if (proxy.username) variables.set('agent.proxyusername', proxy.username)
    if (proxy.password) variables.set('agent.proxypassword', proxy.password, true)
    if (proxy.bypass) variables.set('agent.proxybypasslist', JSON.stringify(proxy.bypass))
  }
  for (const [name, given] of Object.entries(options.variables ?? {})) {
    const { value, secret } = typeof given === 'string' ? { value: given, secret: false } : given
    variables.set(name, value, secret)
  }
  return variables
}

/**
 * @param {{ collectionUri: string, teamProject: string, stepName?: string }} job
 * @param {StepFolders} folders
 * @returns {Record<string, string>}
 */
function predefined({ collectionUri, teamProject, stepName = 'query' }, folders) {
  return {
    'Agent.BuildDirectory': folders.root,
    'Agent.HomeDirectory': join(folders.host, 'agent'),
    'Agent.Id': '1',
    'Agent.JobName': 'Job',
    'Agent.MachineName': 'agent',
    'Agent.Name': 'Hosted Agent',
    'Agent.OS': 'Linux',
    'Agent.OSArchitecture': 'X64',
    'Agent.RootDirectory': folders.root,
    'Agent.TempDirectory': folders.temp,
    'Agent.ToolsDirectory': join(folders.host, 'tools'),
    'Agent.Version': '4.275.0',
    'Agent.WorkFolder': folders.root,
    'Build.BuildId': '1',
    'Build.BuildNumber': '20260101.1',
    'Build.DefinitionName': 'CI',
    'Build.Reason': 'IndividualCI',
    'Build.Repository.Name': 'hello-world',
    'Build.Repository.Provider': 'TfsGit',
    'Build.SourceBranch': 'refs/heads/main',
    'Build.SourceBranchName': 'main',
    'Build.SourceVersion': '0123456789abcdef0123456789abcdef01234567',
    'Build.SourcesDirectory': folders.workspace,
    'Build.StagingDirectory': join(folders.host, 'a'),
    'System.CollectionId': '11111111-1111-1111-1111-111111111111',
    'System.CollectionUri': collectionUri,
    'System.Culture': 'en-US',
    'System.DefaultWorkingDirectory': folders.workspace,
    'System.DefinitionId': '1',
    'System.HostType': 'build',
    'System.JobId': '12f1170f-54f2-53f3-20dd-22fc7dff55f9',
    'System.ServerType': 'Hosted',
    'System.TaskDisplayName': 'builds',
    'System.TaskInstanceId': '44444444-4444-5444-8444-444444444444',
    // The step's own name, as the YAML has it (TaskRunner.cs).
    'System.TaskInstanceName': stepName,
    'System.TeamFoundationCollectionUri': collectionUri,
    'System.TeamProject': teamProject,
    'System.TeamProjectId': '22222222-2222-2222-2222-222222222222',
    TF_BUILD: 'True',
  }
}
