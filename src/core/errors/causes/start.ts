import type { Cause } from '../cause.ts'

/**
 * Why a build is not started. Texts of the service as people quote them in
 * https://github.com/Azure/azure-devops-cli-extension/issues and https://github.com/huserben/TfsExtensions/issues;
 * exceptions of https://github.com/actions/runner, src/Sdk/BuildWebApi.
 */
export const startCauses = {
  'parameter-unexpected': {
    what: 'The pipeline has no template parameter of that name.',
    why: 'It is misspelled, the YAML file on this branch does not declare it, or it is a variable.',
    fix: 'Compare the name with parameters in the YAML file of the branch. Set variables in {variables}.',
    signs: [{ subject: ['start'], text: /\bUnexpected parameter\b/i }],
  },
  'parameter-missing': {
    what: 'A template parameter without a default has no value.',
    why: 'The pipeline declares the parameter, and {parameters} does not set it.',
    fix: 'Add the parameter to {parameters}.',
    signs: [{ subject: ['start'], text: /\bA value for the '[^']*' parameter must be provided/i }],
  },
  'parameter-invalid': {
    what: 'A template parameter has a value that the pipeline does not allow.',
    why: 'A boolean is true or false, a number has digits only, and allowed values are case-sensitive.',
    fix: 'Compare the value with the type and the values of the parameter in the YAML file. Quotes around a value are a part of it. Write objects and lists as JSON.',
    signs: [{ subject: ['start'], text: /\bparameter value .*is not a valid\b/is }],
  },
  'variable-not-settable': {
    what: 'The pipeline does not allow this variable to be set when a build is started.',
    why: 'The setting "Limit variables that can be set at queue time" is on, and the variable is not marked as settable.',
    fix: 'Edit the pipeline, open Variables, and select "Let users override this value when running this pipeline" for the variable. If it is a template parameter, set it in {parameters}.',
    signs: [{ subject: ['start'], text: /can't set the following variables|SettingVariablesAtQueueTime/i }],
  },
  'start-permission-missing': {
    what: 'The owner of the token may not start builds of this pipeline (TF215106, access denied).',
    why: 'The owner lacks the "Queue builds" permission on the pipeline.',
    fix: 'Open the pipeline, More actions, Manage security, and allow "Queue builds" for the owner of the token.',
    signs: [{ subject: ['start'], text: /needs Queue builds permission/i }],
  },
  'start-configuration-permission-missing': {
    what: 'The owner of the token may not set variables or free-text parameters of this pipeline (access denied).',
    why: 'The owner lacks the "Edit queue build configuration" permission on the pipeline. "Queue builds" alone allows only parameters with a boolean, a number, or one of a list of values.',
    fix: 'Open the pipeline, More actions, Manage security, and allow "Edit queue build configuration" for the owner of the token; or leave out {variables} and {parameters}.',
    signs: [{ subject: ['start'], text: /needs Edit queue build configuration permission/i }],
  },
  'pool-permission-missing': {
    what: 'The owner of the token may not use the agent pool of the pipeline (access denied).',
    why: 'The owner lacks the "Use" permission for the pool or queue.',
    fix: 'Open Organization settings, Agent pools, the pool, Security, and add the owner of the token as a User.',
    signs: [{ subject: ['start'], text: /needs Use permissions? for (?:pool|queue)/i }],
  },
  'stop-permission-missing': {
    what: 'The owner of the token may not stop builds of this pipeline (TF215106, access denied).',
    why: 'The owner lacks the "Stop builds" permission on the pipeline.',
    fix: 'Open the pipeline, More actions, Manage security, and allow "Stop builds" for the owner of the token.',
    signs: [{ subject: ['start'], text: /needs Stop builds permission/i }],
  },
  'start-denied': {
    what: 'The owner of the token may not start this build (access denied).',
    why: 'A permission on the pipeline, its pool, or a resource is missing. The message of the service names it.',
    fix: 'Give the owner of the token that permission.',
    signs: [
      { subject: ['start'], typeKey: /^AccessDeniedException$/ },
      { subject: ['start'], text: /\bTF215106\b/ },
    ],
  },
  'pool-unknown': {
    what: 'The agent pool of the pipeline does not exist or is not authorized.',
    why: 'The pool was renamed or deleted, or the pipeline was never permitted to use it.',
    fix: 'Correct the pool in the pipeline, or permit the pipeline to use it in Project settings, Agent pools.',
    signs: [{ subject: ['start'], text: /No agent pool found|Could not find a (?:pool|queue)\b|pool does not exist/i }],
  },
  'agents-offline': {
    what: 'No agent that can run the build is online.',
    why: 'All agents of the pool that have the demanded capabilities are offline or disabled.',
    fix: 'Start an agent of the pool. The build waits for one until it times out.',
    signs: [
      { subject: ['start'], text: /agents?\b.{0,200}\bnot online/is },
      { subject: ['start'], typeKey: /^BuildRequestValidationWarningException$/ },
    ],
  },
  'parallelism-missing': {
    what: 'The organization has no hosted parallelism.',
    why: 'New organizations get Microsoft-hosted agents only on request (No hosted parallelism has been purchased or granted).',
    fix: 'Request it at https://aka.ms/azpipelines-parallelism-request, or use a self-hosted agent.',
    signs: [{ subject: ['start'], text: /No hosted parallelism has been purchased/i }],
  },
  'source-unreachable': {
    what: 'Azure DevOps cannot read the branch from the repository.',
    why: 'The branch or commit does not exist, or the service connection of the pipeline to the repository is broken (Not Found, Bad credentials).',
    fix: 'Check {branch} and {commit}. If they exist, renew the service connection in the settings of the pipeline.',
    signs: [
      { subject: ['start'], text: /Could not get the latest source version|Unable to resolve the reference/i },
      {
        subject: ['start'],
        text: /\b(?:branch|ref|commit|version)\b.{0,200}\b(?:does not exist|could not be found|not be resolved)/is,
      },
    ],
  },
  'yaml-missing': {
    what: 'The branch has no YAML file for this pipeline.',
    why: 'The file that the pipeline names does not exist on this branch or commit.',
    fix: 'Check {branch}, and the path of the YAML file in the settings of the pipeline.',
    signs: [{ subject: ['start'], text: /\bFile \S+ not found in repository\b/i }],
  },
  'resource-unauthorized': {
    what: 'The pipeline uses a resource that does not exist or is not authorized.',
    why: 'A service connection, variable group, environment, or secure file was deleted, disabled, or never permitted for this pipeline.',
    fix: 'Open the pipeline in Azure DevOps, run it once, and permit the resource; or correct its name.',
    signs: [
      { subject: ['start'], text: /references (?:service connection|variable group|secure file|environment)\b/i },
      { subject: ['start'], text: /has not been authorized for use|permissions to use the referenced/i },
    ],
  },
  'task-missing': {
    what: 'The pipeline uses a task that is not installed.',
    why: 'The extension that brings the task is not installed in the organization, or its version does not exist.',
    fix: 'Install the extension from the Marketplace, or correct the task in the YAML file.',
    signs: [{ subject: ['start'], text: /\bA task is missing\b/i }],
  },
  'yaml-invalid': {
    what: 'The YAML file of the pipeline has an error on this branch.',
    why: 'The message of the service names the file, the line, and the column.',
    fix: 'Correct the YAML file, or start a branch on which it is correct.',
    signs: [
      {
        subject: ['start'],
        text: /\(Line: \d+, Col: \d+\)|error occurred while loading the YAML|pipeline is not valid/i,
      },
    ],
  },
  'pipeline-disabled': {
    what: 'The pipeline is disabled.',
    why: 'Somebody disabled it in the settings of the pipeline.',
    fix: 'Enable it in the portal: the pipeline, More actions, Settings.',
    signs: [{ subject: ['start'], typeKey: /^DefinitionDisabledException$/ }],
  },
  'pipeline-gone': {
    what: 'The pipeline does not exist, or the token cannot see it (404 Not Found).',
    why: 'The ID is wrong, or the pipeline is in another project or was deleted.',
    fix: 'Check {pipelines} and {project}.',
    signs: [{ subject: ['start', 'pipelines'], typeKey: /^(?:Definition|Pipeline)NotFoundException$/ }],
  },
  'start-refused': {
    what: 'Azure DevOps refused to start the build. No build was started.',
    why: 'What the service says is below, with what to do about each message.',
    fix: 'Correct what the messages name, and run the step again.',
    signs: [
      { subject: ['start'], typeKey: /^(?:BuildRequestValidation\w*|PipelineValidation)Exception$/ },
      { subject: ['start'], status: [409] },
    ],
  },
  'start-unknown': {
    what: 'A build may have been started.',
    why: 'The request to start it was sent, its answer was lost, and no build could be told to be the one. It was not sent again, because that could start a second build.',
    fix: 'Open the pipeline and look for the build before you run the step again.',
  },
  'commit-unusable': {
    what: 'The repository of the pipeline has no commits of this form.',
    why: 'Git commits are full SHA hashes of 40 digits; changesets are numbers and belong to TFVC.',
    fix: 'Set {commit} to the full SHA hash or, for TFVC, to the changeset.',
  },
} as const satisfies Record<string, Cause>
