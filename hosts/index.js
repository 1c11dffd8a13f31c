/**
 * Programs that run a bundle as the GitHub runner and as the Azure Pipelines agent run it, and read its log back by
 * their rules.
 *
 * @typedef {import('./types.js').StepOptions} StepOptions
 * @typedef {import('./types.js').AzureOptions} AzureOptions
 * @typedef {import('./types.js').Result} Result
 * @typedef {import('./types.js').Command} Command
 * @typedef {import('./types.js').Annotation} Annotation
 * @typedef {import('./types.js').Line} Line
 * @typedef {import('./leaks.js').Leak} Leak
 */
export { runOnAzure } from './azure-agent.js'
export { runOnGitHub } from './github-runner.js'
export { findLeaks, firstLineWithToken } from './leaks.js'
