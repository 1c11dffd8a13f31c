import { listed } from '../base/text.ts'
import type { AskedBuild } from './asked-build.ts'
import type { QueuedBuild } from './queued-build.ts'
import { differentValues } from './values.ts'

/**
 * How a build differs from the one that was asked for, one sentence each; empty if it does not. The service replaces a
 * branch that does not exist by the default branch, and ignores what it does not know, without a word:
 * https://github.com/microsoft/azure-devops-node-api/issues/633
 *
 * Values are never shown, names are. A commit that the build doesn't have yet is no difference.
 */
export function differences(asked: AskedBuild, queued: QueuedBuild): string[] {
  const { build } = queued
  const found: (string | undefined)[] = [
    build.pipelineId === asked.pipelineId
      ? undefined
      : `The build is of pipeline ${build.pipelineId ?? 'unknown'}, not ${asked.pipelineId}.`,
    asked.branch === undefined || sameBranch(asked.branch, build.sourceBranch)
      ? undefined
      : `The build is of branch ${build.sourceBranch || 'unknown'}, not ${asked.branch}. Azure DevOps builds the default branch if a branch does not exist.`,
    asked.commit === undefined || build.sourceVersion === '' || sameCommit(asked.commit, build.sourceVersion)
      ? undefined
      : `The build is of commit ${build.sourceVersion}, not ${asked.commit}.`,
    otherValues('parameters', differentValues(asked.parameters, queued.parameters)),
    otherValues('variables', differentValues(asked.variables, queued.variables)),
  ]
  return found.filter(sentence => sentence !== undefined)
}

function otherValues(input: string, names: readonly string[]): string | undefined {
  return names.length === 0 ? undefined : `The build has other ${input} than were set: ${listed(names)}.`
}

/** Git tells refs apart by case; the paths of TFVC are the same in any. */
export function sameBranch(one: string, other: string): boolean {
  if (one.startsWith('$/')) return one.toLowerCase() === other.toLowerCase()
  return one === other
}

/** A changeset is the same with and without its C. */
export function sameCommit(one: string, other: string): boolean {
  const [a, b] = [one, other].map(commit => commit.toLowerCase().replace(/^c(?=\d+$)/, ''))
  return a === b
}
