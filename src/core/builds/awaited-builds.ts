import type { BuildQuery } from '../settings/settings.ts'
import { type Build, isCompleted, type MatchedBuild, nameOf, stateOf } from './build.ts'
import { type Cut, mayPrecede } from './cut.ts'
import { noCounts } from './filter.ts'
import { compareBy } from './order.ts'
import type { Selection } from './select.ts'
import { isOf, type NamedPipeline } from './targets.ts'
import { placeOf, replaces } from './undecided.ts'
import type { WaitTools } from './wait-tools.ts'

/** The builds that are waited for, as they are known now. */
export class AwaitedBuilds {
  /** Pipelines that must have a build. */
  named: readonly NamedPipeline[] = []
  /** Of the first check that saw any build: later ones see some of the same builds again. */
  private counts: Selection['counts'] = noCounts
  private isChecked = false
  /** How many builds matched in that check. */
  private early: number
  private cuts: readonly Cut[] = []
  private more = false
  /** Queued builds that may turn out to be for the commit. */
  private undecided: readonly Build[] = []
  /** Builds that would not count if one of those did. */
  private held: readonly MatchedBuild[] = []
  /** Whether those are waited for. */
  private isPatient = true

  constructor(
    private readonly query: BuildQuery,
    private readonly tools: Pick<WaitTools, 'say' | 'pageOf' | 'onChange' | 'shown'>,
    private builds: readonly MatchedBuild[],
  ) {
    this.early = builds.length
  }

  get count(): number {
    return this.builds.length
  }

  /** IDs that were named and are of no matching build yet. */
  get missingIds(): readonly number[] {
    const known = new Set(this.builds.map(({ build }) => build.id))
    return [...new Set(this.query.buildIds)].filter(id => !known.has(id))
  }

  /** Whether everything that was named has its build. */
  get allAppeared(): boolean {
    return this.count > 0 && this.missing.length === 0 && this.missingIds.length === 0 && this.undecidedCount === 0
  }

  /** How many builds are waited for until their commit is known. */
  get undecidedCount(): number {
    if (!this.isPatient) return 0
    const may = this.mayJoin
      ? this.undecided
      : this.undecided.filter(build => this.held.some(found => this.mayReplace(build, found)))
    return may.length
  }

  get selection(): Selection {
    const { builds, cuts, more, early, undecided } = this
    const { undecided: _, ...counts } = this.counts
    return {
      builds: builds.toSorted(compareBy(this.query.order)),
      cuts: cuts.filter(cut => this.matters(cut)),
      more: more || (cuts.length > 0 && builds.length >= this.query.top),
      counts: {
        ...counts,
        ...(undecided.length > 0 && { undecided }),
        ...(builds.length > early && { later: builds.length - early }),
      },
    }
  }

  /** Pipelines that were named and have no matching build yet. */
  get missing(): readonly NamedPipeline[] {
    return this.named.filter(pipeline => !this.builds.some(found => isOf(pipeline, found)))
  }

  /** Whether builds of other pipelines may still appear, and count then. */
  get mayJoin(): boolean {
    const { commit, pipelines, buildIds, top } = this.query
    return commit !== undefined && pipelines.length === 0 && buildIds.length === 0 && this.builds.length < top
  }

  get all(): readonly MatchedBuild[] {
    return this.builds
  }

  get open(): readonly MatchedBuild[] {
    return this.builds.filter(({ build }) => !isCompleted(build))
  }

  /** Takes what a check found. @param isWhole whether it read the lists from their beginning */
  take(found: Selection, isWhole: boolean): void {
    if (!this.isChecked) this.more = found.more
    const isFirst = this.counts.checked === 0
    if (isFirst) this.counts = found.counts
    this.isChecked = true
    // Builds leave a list of some statuses, so one that was cut then may be out of sight now.
    this.cuts = isWhole ? found.cuts : [...this.cuts, ...found.cuts]
    if (isFirst) this.early = Math.min(found.builds.length, this.query.top)
    this.undecided = found.counts.undecided ?? []
    const seen = new Set(found.builds.map(({ build }) => build.id))
    const all = [...found.builds, ...this.held.filter(({ build }) => !seen.has(build.id))]
    const isHeld = (one: MatchedBuild) => this.isPatient && this.undecided.some(build => this.mayReplace(build, one))
    this.held = all.filter(isHeld)
    this.add(all.filter(one => !isHeld(one)))
  }

  /** Takes what there is: commits that are not known yet are waited for no longer. */
  giveUp(): void {
    this.isPatient = false
    this.add(this.held)
    this.held = []
  }

  /** Whether it is not known yet which of a pipeline's builds counts. By other times, that is known only once they have started. */
  private mayReplace(build: Build, { build: other }: MatchedBuild): boolean {
    const { order, buildIds } = this.query
    return order.time === 'queueTime' && buildIds.length === 0 && replaces(build, other, order)
  }

  /** A pipeline's builds are fixed once they appeared; of those that were named by their IDs each by itself. */
  private add(found: readonly MatchedBuild[]): void {
    const isById = this.query.buildIds.length > 0
    const place = ({ build }: MatchedBuild) => (isById ? build.id : placeOf(build))
    const appeared = new Set(this.builds.map(place))
    const { order, maxBuildsPerPipeline = Number.POSITIVE_INFINITY } = this.query
    const taken = new Map<string | number, number>()
    const fresh = found.toSorted(compareBy(order)).filter(one => {
      const count = (taken.get(place(one)) ?? 0) + 1
      taken.set(place(one), count)
      return !appeared.has(place(one)) && count <= maxBuildsPerPipeline
    })
    const next = [...this.builds, ...fresh.slice(0, this.query.top - this.builds.length)]
    if (next.length === this.builds.length) return
    if (this.builds.length > 0)
      for (const { build } of next.slice(this.builds.length))
        this.tools.say(`${nameOf(build)} appeared: ${this.tools.pageOf(build)}`)
    this.builds = next
    this.tools.onChange(this.selection)
  }

  /** Puts what was seen anew in the place of what was known, with a line for each change. */
  update(fresh: readonly MatchedBuild[]): void {
    const { say, onChange, shown = build => build } = this.tools
    const seen = new Map(fresh.map(found => [found.build.id, { ...found, build: shown(found.build) }]))
    this.builds = this.builds.map(old => {
      const found = seen.get(old.build.id)
      if (found === undefined) return old
      const [before, after] = [stateOf(old.build), stateOf(found.build)]
      if (before !== after) say(`${nameOf(found.build)}: ${before} → ${after}`)
      return { ...found, target: old.target }
    })
    onChange(this.selection)
  }

  /**
   * Whether a build that is missing could still count: not if there are as many as are wanted, in all or of each named
   * pipeline, and they come before it.
   */
  private matters(cut: Cut): boolean {
    const { builds, named, query } = this
    const { maxBuildsPerPipeline = Number.POSITIVE_INFINITY, order, top } = query
    if (builds.length >= top) return mayPrecede(cut, builds, order)
    const isFull = (pipeline: NamedPipeline) =>
      builds.filter(found => isOf(pipeline, found)).length >= maxBuildsPerPipeline
    if (named.length === 0 || !named.every(isFull)) return true
    const listed = builds.filter(({ target }) => target === cut.project)
    return mayPrecede(cut, listed, order)
  }
}
