import { pullRequestFields } from './pull-request.js'

/** @import { Build, Definition, Repository } from '../types.ts' */
/** @import { Random } from './random.js' */

const branches = [
  'refs/heads/main',
  'refs/heads/main',
  'refs/heads/feature/x',
  'refs/heads/release/1.2',
  'refs/tags/v1.2.0',
]
const messages = [
  'Handle empty carts',
  'Retry the flaky upload',
  'Bump the base image',
  'Revert "Cache the lookups"',
  'Fix #481: rounding',
]

/** What tells of a push in `triggerInfo`. */
const pushed = new Set(['individualCI', 'batchedCI'])

/**
 * What a build was made of, and what started it.
 * @param {Random} random
 * @param {string} reason
 * @param {Definition} definition
 * @param {string} commit
 * @returns {Pick<Build, 'sourceBranch' | 'sourceVersion' | 'triggerInfo' | 'parameters'>}
 */
export function generateSource(random, reason, definition, commit) {
  const repository = /** @type {Repository} */ (definition.repository)
  if (reason === 'pullRequest') {
    const number = 100 + random.below(400)
    const request = {
      number,
      commit: random.hex(40),
      branch: `feature/${number}`,
      title: random.pick(messages),
      fork: false,
    }
    return {
      sourceBranch: `refs/pull/${number}/merge`,
      sourceVersion: commit,
      ...pullRequestFields(request, repository),
    }
  }
  const branch = random.pick(branches)
  if (!pushed.has(reason)) return { sourceBranch: branch, sourceVersion: commit, triggerInfo: {} }
  const triggerInfo = {
    'ci.sourceBranch': branch,
    'ci.sourceSha': commit,
    'ci.message': random.pick(messages),
    'ci.triggerRepository': repository.id,
  }
  return { sourceBranch: branch, sourceVersion: commit, triggerInfo }
}
