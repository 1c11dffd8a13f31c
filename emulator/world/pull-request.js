/** @import { Repository } from '../types.ts' */

/**
 * What a pull-request build tells of its request.
 * @typedef {object} PullRequest
 * @property {number} number
 * @property {string} commit of its source branch; the build's own `sourceVersion` is the merge
 * @property {string} branch of its source, short
 * @property {string} title
 * @property {boolean} fork
 */

/**
 * In Azure Repos the source commit is only inside the JSON text of `parameters` (seen on the live service in 2026-08; read
 * there by dotnet/arcade-services and others): `triggerInfo` has four keys and `pr.sourceSha` is not one of them. A pull request
 * from GitHub has both (read from the public project dnceng-public/public, build 1627560).
 * @param {PullRequest} request
 * @param {Repository} repository
 * @returns {{ triggerInfo: Record<string, string>, parameters: string }}
 */
export function pullRequestFields(request, repository) {
  return repository.type === 'GitHub' ? gitHubFields(request, repository) : azureReposFields(request, repository)
}

/**
 * @param {PullRequest} request
 * @param {Repository} repository
 */
function azureReposFields({ number, commit, branch, fork }, repository) {
  const parameters = {
    'system.pullRequest.pullRequestId': String(number),
    'system.pullRequest.sourceBranch': `refs/heads/${branch}`,
    'system.pullRequest.targetBranch': 'refs/heads/main',
    'system.pullRequest.sourceCommitId': commit,
    'system.pullRequest.isFork': pascal(fork),
  }
  const triggerInfo = {
    'pr.number': String(number),
    'pr.isFork': pascal(fork),
    'pr.triggerRepository': repository.id,
    'pr.triggerRepository.Type': repository.type,
  }
  return { triggerInfo, parameters: JSON.stringify(parameters) }
}

/**
 * @param {PullRequest} request
 * @param {Repository} repository
 */
function gitHubFields({ number, commit, branch, title, fork }, repository) {
  const id = String(4_745_000_000 + number)
  const parameters = {
    'system.pullRequest.pullRequestId': id,
    'system.pullRequest.pullRequestNumber': String(number),
    'system.pullRequest.mergedAt': '',
    'system.pullRequest.sourceBranch': branch,
    'system.pullRequest.targetBranch': 'main',
    'system.pullRequest.targetBranchName': 'main',
    'system.pullRequest.sourceRepositoryUri': `https://github.com/${repository.id}`,
    'system.pullRequest.sourceCommitId': commit,
    'system.pullRequest.isFork': pascal(fork),
  }
  const triggerInfo = {
    'pr.sourceBranch': branch,
    'pr.sourceSha': commit,
    'pr.id': id,
    'pr.title': title,
    'pr.number': String(number),
    'pr.isFork': pascal(fork),
    'pr.draft': 'False',
    'pr.sender.name': 'ada',
    'pr.providerId': 'github',
    'pr.autoCancel': 'true',
  }
  return { triggerInfo, parameters: JSON.stringify(parameters) }
}

/** @param {boolean} value */
function pascal(value) {
  return value ? 'True' : 'False'
}
