import { createTimeline } from '../../../emulator/index.js'
import type { TimelineOutline, TimelineRecord } from '../../../emulator/types.ts'
import { type Cause, rootCauses } from '../../../src/core/explain/root-causes.ts'
import { readTimeline, type Timeline } from '../../../src/core/explain/timeline.ts'
import { Tree } from '../../../src/core/explain/tree.ts'

export const page = 'https://dev.azure.com/contoso/web/_build/results?buildId=42'

/** Nothing is secret. */
export const same = (text: string) => text

/** Records as the service sends them: minified, in no order. */
export function bytesOf(records: readonly Partial<TimelineRecord>[] | null): Buffer {
  const sorted = records && [...records].sort((a, b) => ((a.id ?? '') < (b.id ?? '') ? -1 : 1))
  return Buffer.from(JSON.stringify({ records: sorted, changeId: 7, id: '035c943e-c3de-4361-ae7e-3063b4814ebc' }))
}

export function timelineOf(outline: TimelineOutline | readonly Partial<TimelineRecord>[]): Timeline {
  const records = 'length' in outline ? outline : createTimeline(outline).records
  return readTimeline({ status: 200, body: bytesOf(records) }, same)
}

export function treeOf(outline: TimelineOutline | readonly Partial<TimelineRecord>[]): Tree {
  return new Tree(timelineOf(outline).records)
}

export function causesOf(outline: TimelineOutline | readonly Partial<TimelineRecord>[]): Cause[] {
  return rootCauses(treeOf(outline), page)
}
