import { isPersonTask } from './kind.ts'
import { isOver, type Leaf, leafOf, wasCanceled } from './leaf.ts'
import type { TimelineRecord } from './timeline.ts'
import type { Tree } from './tree.ts'

/** An approval or a check that was not passed, or the checkpoint if none of its checks says so. */
export function leavesOfCheck(tree: Tree, record: TimelineRecord): Leaf[] {
  const { type } = record
  if (!type.startsWith('Checkpoint') || !isOver(record)) return []
  if (type === 'Checkpoint' && tree.childrenOf(record).some(isOver)) return []
  const kind = wasCanceled(record) ? 'canceled' : 'approval'
  const leaf = leafOf(tree, record, kind)
  const issues = record.errors.length > 0 ? record.errors : [{ message: ofCheck(record), line: undefined }]
  return [{ ...leaf, issues, weight: wasCanceled(record) ? 'canceled' : 'failed' }]
}

function ofCheck(check: TimelineRecord): string {
  const what = whatIsWaitedFor(check)
  return wasCanceled(check)
    ? `Canceled while it waited for ${what}.`
    : `The stage did not get ${what}: rejected or timed out.`
}

/** `an approval`, `a permission on a resource`, `a check (Business Hours)`. */
export function whatIsWaitedFor(record: TimelineRecord): string {
  if (isPersonTask(record)) return 'a manual validation'
  if (record.type === 'Checkpoint.Approval') return 'an approval'
  if (record.type === 'Checkpoint.Authorization') return 'a permission on a resource'
  return record.name === '' || record.name.startsWith('Checkpoint') ? 'a check' : `a check (${record.name})`
}
