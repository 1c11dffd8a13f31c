import type { Timeline, TimelineRecord } from './timeline.ts'

/** Where a record is: the stage, the job and the task that it is or belongs to. */
export interface Place {
  readonly stage: TimelineRecord | undefined
  readonly job: TimelineRecord | undefined
  readonly task: TimelineRecord | undefined
}

/** The name of the one stage of a pipeline without stages. */
export const noStage = '__default'

/** The records of a timeline, which come in no order, as the tree that they are. */
export class Tree {
  private readonly byId = new Map<string, TimelineRecord>()
  private readonly byParent = new Map<string, TimelineRecord[]>()
  private readonly ranks = new Map<string, number>()

  constructor(readonly records: Timeline['records']) {
    for (const record of records) this.byId.set(record.id, record)
    for (const record of this.byId.values()) {
      const siblings = this.byParent.get(record.parentId)
      if (siblings === undefined) this.byParent.set(record.parentId, [record])
      else siblings.push(record)
    }
    for (const siblings of this.byParent.values()) siblings.sort((a, b) => a.order - b.order || (a.id < b.id ? -1 : 1))
    this.rankAll()
  }

  find(id: string): TimelineRecord | undefined {
    return this.byId.get(id)
  }

  childrenOf({ id }: TimelineRecord): readonly TimelineRecord[] {
    return this.byParent.get(id) ?? []
  }

  /** The record and what it belongs to, innermost first. */
  pathTo(record: TimelineRecord): TimelineRecord[] {
    const path: TimelineRecord[] = []
    let next: TimelineRecord | undefined = record
    // A tree has five levels; a circle has no end.
    while (next !== undefined && path.length < 10) {
      path.push(next)
      next = this.byId.get(next.parentId)
    }
    return path
  }

  placeOf(record: TimelineRecord): Place {
    const path = this.pathTo(record)
    const find = (type: string) => path.find(each => each.type === type)
    return { stage: find('Stage'), job: find('Job') ?? find('Phase'), task: find('Task') }
  }

  /** The place of a record in depth-first order. */
  rankOf({ id }: TimelineRecord): number {
    return this.ranks.get(id) ?? Number.MAX_SAFE_INTEGER
  }

  /** Every record, in depth-first order. */
  inOrder(): TimelineRecord[] {
    return [...this.byId.values()].sort((a, b) => this.rankOf(a) - this.rankOf(b))
  }

  private rankAll(): void {
    const roots = [...this.byId.values()].filter(({ parentId }) => !this.byId.has(parentId))
    const stack = roots.sort((a, b) => b.order - a.order || (a.id < b.id ? 1 : -1))
    for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
      if (this.ranks.has(next.id)) continue
      this.ranks.set(next.id, this.ranks.size)
      for (const child of this.childrenOf(next).toReversed()) stack.push(child)
    }
  }
}
