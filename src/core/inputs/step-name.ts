import type { CauseName } from '../errors/causes.ts'

/**
 * First parts of names that the agent or a task already uses: predefined variables, and what stands in the environment
 * of a task (inputs, endpoints, secrets), which variables overwrite.
 * https://learn.microsoft.com/azure/devops/pipelines/build/variables
 * https://github.com/microsoft/azure-pipelines-agent/blob/master/src/Microsoft.VisualStudio.Services.Agent/Constants.cs
 * https://github.com/microsoft/azure-pipelines-agent/blob/master/src/Agent.Worker/Handlers/NodeHandler.cs
 */
const taken: ReadonlySet<string> = new Set([
  'agent', 'azp', 'build', 'checks', 'common', 'distributedtask', 'endpoint', 'environment', 'input', 'pipeline', 'release',
  'resources', 'secret', 'securefile', 'strategy', 'system', 'task', 'tf', 'vsts',
]) // biome-ignore format: a table

/**
 * The cause to refuse a step for its name: the agent joins it and the name of an output with a dot, without regard to
 * case, so that `buildId` of a step named `build` becomes `Build.BuildId` for the rest of the job. Undefined for a name
 * that overwrites nothing.
 *
 * @param name as the agent gives it in `System.TaskInstanceName`; undefined on GitHub
 */
export function refusedStepName(name: string | undefined): CauseName | undefined {
  return name !== undefined && taken.has(name.trim().toLowerCase()) ? 'step-name-refused' : undefined
}
