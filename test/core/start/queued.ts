import type { AskedBuild } from '../../../src/core/start/asked-build.ts'
import { type QueuedBuild, readQueuedBuild } from '../../../src/core/start/queued-build.ts'

/** The token's owner in these tests. */
export const owner = '11111111-2222-5333-8444-555555555555'

export const fullCommit = '4f0c9d1be7a35286f1d0c4b39a8e75120c6bd3fa'

/** A build of pipeline 7 on its default branch, without values, but for what is given. */
export function askedBuild(given: Partial<AskedBuild> = {}): AskedBuild {
  return {
    project: 'web',
    pipelineId: 7,
    branch: undefined,
    commit: undefined,
    parameters: new Map(),
    variables: new Map(),
    ...given,
  }
}

/** What the service answers to the start of it, but for what is given; a key that is given as undefined is left out. */
export function queuedBuild(given: Record<string, unknown> = {}): QueuedBuild {
  const json = {
    id: 638,
    buildNumber: '20260401.4',
    status: 'notStarted',
    definition: { id: 7, name: 'deploy' },
    project: { name: 'web' },
    sourceBranch: 'refs/heads/main',
    sourceVersion: fullCommit,
    reason: 'manual',
    queueTime: '2026-11-23T12:00:00.3063796Z',
    requestedBy: { id: owner.toUpperCase() },
    requestedFor: { id: owner },
    validationResults: [],
    ...given,
  }
  const queued = readQueuedBuild(Buffer.from(JSON.stringify(json)), 'web')
  if (queued === undefined) throw new Error('that is no build')
  return queued
}
