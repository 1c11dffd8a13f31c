import {
  type Given,
  idOfProject,
  type Manner,
  type Pipeline,
  type Plan,
  pipelines,
  projects,
  start,
  tick,
} from './random-cases.ts'

/** What a judge must say who sees every build at every moment. */
export interface Expected {
  readonly outcome: string
  readonly passes: boolean
  /** IDs of the builds that are judged, in order. */
  readonly ids: readonly number[]
}

interface State {
  readonly status: 'notStarted' | 'inProgress' | 'completed'
  readonly result: string
}

interface Named {
  readonly id: number
  readonly project?: string
}

/** What must have a build: a pipeline, or an ID. */
type Wanted = Named | { readonly build: number }

function stateAt({ started, ended, result }: Plan, time: number): State {
  if (time >= ended) return { status: 'completed', result }
  return { status: time >= started ? 'inProgress' : 'notStarted', result: '' }
}

/** The contract in the plainest words: who must have a build, which builds are judged, and what the rules say of them. */
export function naiveJudge(plans: readonly Plan[], given: Given, manner: Manner): Expected {
  const named = namedIn(given)
  if (named === 'unknown') return { outcome: 'error', passes: false, ids: [] }
  const choose = selection(plans, given, manner)
  const wanted = [...named, ...listOf(given['build-ids']).map((id): Wanted => ({ build: Number(id) }))]
  if (given.wait === undefined) return verdict(choose([], start), wanted, given, start)
  return waiting(choose, wanted, given)
}

const listOf = (text = '') => text.split(',').filter(word => word !== '')

function projectsIn(given: Given): readonly string[] {
  const named = listOf(given.project)
  return projects.filter(name => given.project === '*' || named.includes(name) || named.includes(idOfProject(name)))
}

/** The pipelines that must have a build: a name in each project where it is, an ID anywhere. */
function namedIn(given: Given): readonly Named[] | 'unknown' {
  const found = listOf(given.pipelines).map((written): readonly Named[] => {
    if (/^\d+$/.test(written)) return [{ id: Number(written) }]
    return pipelines.filter(one => isCalled(one, written) && projectsIn(given).includes(one.project))
  })
  return found.some(some => some.length === 0) ? 'unknown' : found.flat()
}

function isCalled({ path, name }: Pipeline, written: string): boolean {
  if (!written.startsWith('\\')) return written === name
  return written === (path === '\\' ? `\\${name}` : `${path}\\${name}`)
}

type Choose = (chosen: readonly Plan[], time: number) => readonly Plan[]

/** Adds builds of pipelines that had none to those that are fixed already: the first of each, or as many as the user says. */
function selection(plans: readonly Plan[], given: Given, manner: Manner): Choose {
  const { top, most } = limitsOf(given)
  return (chosen, time) => {
    const all = plans.filter(plan => matches(plan, given, manner, time)).sort(byOrder(given, time))
    const found = all.filter((plan, at) => countOf(all.slice(0, at), plan) < most).slice(0, top)
    const isNew = (plan: Plan) =>
      given['build-ids'] === undefined ? countOf(chosen, plan) === 0 : !chosen.includes(plan)
    return [...chosen, ...found.filter(isNew)].slice(0, top)
  }
}

/** How many are of the same pipeline. */
function countOf(plans: readonly Plan[], { pipeline }: Plan): number {
  return plans.filter(plan => plan.pipeline === pipeline).length
}

function limitsOf(given: Given) {
  const none = Number.POSITIVE_INFINITY
  const { top, 'max-builds-per-pipeline': most, 'build-ids': ids } = given
  const explicit = top !== undefined || most !== undefined || ids !== undefined
  return {
    top: top === undefined ? (isJudged(given) ? none : 100) : Number(top) || none,
    most: most === undefined ? (isJudged(given) && !explicit ? 1 : none) : Number(most),
  }
}

export function isJudged({ wait, 'require-result': required = 'any', 'max-age': age }: Given): boolean {
  return wait !== undefined || required !== 'any' || age !== undefined
}

function matches(plan: Plan, given: Given, { lag, lateCommit }: Manner, time: number): boolean {
  const { pipeline, branch, commit, says, queued, id, tags } = plan
  const { status, result } = stateAt(plan, time)
  const names = listOf(given.pipelines)
  const statuses = listOf(given.status)
  const hidden = lateCommit && says === 'version' && status === 'notStarted'
  return [
    queued <= time - lag,
    projectsIn(given).includes(pipeline.project),
    names.length === 0 || names.some(name => name === String(pipeline.id) || isCalled(pipeline, name)),
    given.branch === undefined || globOf(given.branch).test(branch),
    given.commit === undefined || (commit.startsWith(given.commit) && !hidden),
    statuses.length === 0 || statuses.includes('all') || statuses.includes(status),
    given.result === undefined || listOf(given.result).includes(result),
    listOf(given.tags).every(tag => tags.includes(tag)),
    given['min-time'] === undefined || timeOf(plan, given, time) >= start - durationOf(given['min-time']),
    given['build-ids'] === undefined || listOf(given['build-ids']).includes(String(id)),
  ].every(Boolean)
}

/**
 * Whether the lists of a project can have been cut: by the scan limit, by a service that gives its first page again, or
 * by one whose tokens are times, which leads back where builds have the same.
 */
export function mayBeCut(plans: readonly Plan[], given: Given, manner: Manner): boolean {
  const { commit, branch = '', status: _, result: __, 'min-time': ___, ...others } = given
  const isGlob = /[*?]/.test(branch)
  const served = { ...others, ...(branch !== '' && !isGlob && { branch }) }
  const page = Math.min(manner.pageLimit, limitsOf(given).top + 1)
  const scanned = commit !== undefined || isGlob ? Number(given['scan-limit'] ?? Number.POSITIVE_INFINITY) : Number.NaN
  const byStart = given.order?.startsWith('start') ?? false
  return projectsIn(given).some(project => {
    const listed = plans.filter(
      plan => plan.pipeline.project === project && matches(plan, served, manner, Number.POSITIVE_INFINITY),
    )
    const times = listed.flatMap(({ queued, started }) => (byStart ? [queued, started] : [queued]))
    const goesBack = manner.repeats || (manner.continuation === 'inclusive' && new Set(times).size < times.length)
    return listed.length >= scanned || (goesBack && listed.length > page)
  })
}

/**
 * Whether the lists of unfinished builds, which come in no order, are sure to be cut from the beginning: nothing that is
 * there decides then.
 */
export function mustBeCut(plans: readonly Plan[], given: Given, manner: Manner): boolean {
  const { commit: _, branch = '', status, order, tags, 'build-ids': ids, result, 'min-time': since, ...others } = given
  const served = { ...others, ...(branch !== '' && !/[*?]/.test(branch) && { branch }) }
  // What is asked again as a whole may come in fewer pages later.
  if (!manner.repeats || [status, order, tags, ids, result, since].some(other => other !== undefined)) return false
  return projectsIn(given).some(project => {
    const open = plans.filter(
      plan => plan.pipeline.project === project && matches(plan, served, manner, start) && plan.ended > start,
    )
    return open.length > manner.pageLimit
  })
}

function globOf(text: string): RegExp {
  const ref = text.startsWith('pr:') ? `refs/pull/${text.slice(3)}/merge` : `refs/heads/${text}`
  return new RegExp(`^${ref.replaceAll('.', '\\.').replaceAll('*', '.*').replaceAll('?', '.')}$`)
}

/** What has not started yet starts last. */
function timeOf(plan: Plan, { order = '' }: Given, now: number): number {
  if (!order.startsWith('start')) return plan.queued
  return plan.started <= now || plan.ended <= now ? plan.started : Number.MAX_VALUE
}

function byOrder(given: Given, now: number): (a: Plan, b: Plan) => number {
  const sign = given.order?.endsWith('Ascending') ? 1 : -1
  return (a, b) => sign * (timeOf(a, given, now) - timeOf(b, given, now) || a.id - b.id)
}

/** A look at each tick: until every pipeline has its builds, then until all of them have ended. */
function waiting(choose: Choose, named: readonly Wanted[], given: Given): Expected {
  const mayJoin = given.commit !== undefined && given.pipelines === undefined && given['build-ids'] === undefined
  let now = start
  let chosen = choose([], now)
  while (chosen.length === 0 || missing(named, chosen).length > 0) {
    if (now >= start + 3 * tick) {
      if (chosen.length > 0 && given['if-none'] !== 'fail') break
      const outcome = given['if-none'] === 'fail' ? 'timed-out' : 'none'
      return { outcome, passes: outcome === 'none', ids: idsOf(chosen, given, now) }
    }
    now += tick
    chosen = choose(chosen, now)
  }
  const end = now + 4 * tick
  for (;;) {
    if (chosen.every(plan => plan.ended <= now)) return verdict(chosen, named, given, now)
    if (now >= end) return { outcome: 'timed-out', passes: false, ids: idsOf(chosen, given, now) }
    now += tick
    if (mayJoin) chosen = choose(chosen, now)
  }
}

function missing(wanted: readonly Wanted[], builds: readonly Plan[]): readonly Wanted[] {
  return wanted.filter(one => {
    if ('build' in one) return !builds.some(({ id }) => id === one.build)
    const { id, project } = one
    return !builds.some(({ pipeline }) => pipeline.id === id && (project === undefined || pipeline.project === project))
  })
}

function idsOf(plans: readonly Plan[], given: Given, now: number): number[] {
  return [...plans].sort(byOrder(given, now)).map(({ id }) => id)
}

function verdict(chosen: readonly Plan[], named: readonly Wanted[], given: Given, now: number): Expected {
  const { 'if-none': ifNone = 'fail', 'require-result': required, 'max-age': age, wait } = given
  const ids = idsOf(chosen, given, now)
  if (chosen.length === 0) return { outcome: 'none', passes: ifNone !== 'fail', ids }
  const wanted = required === 'any' ? [] : listOf(required ?? (wait === undefined ? '' : 'succeeded'))
  const isRed = (plan: Plan) => {
    const { status, result } = stateAt(plan, now)
    return status !== 'completed' || !wanted.includes(result)
  }
  const [newest] = [...chosen].sort((a, b) => timeOf(b, given, now) - timeOf(a, given, now) || b.id - a.id)
  const isOld =
    age !== undefined && newest !== undefined && !(newest.ended <= now && newest.ended >= now - durationOf(age))
  const broken = [
    wanted.length > 0 && chosen.some(isRed),
    isOld,
    isJudged(given) && ifNone === 'fail' && missing(named, chosen).length > 0,
  ]
  if (broken.some(Boolean)) return { outcome: 'failed', passes: false, ids }
  return { outcome: wanted.length > 0 || age !== undefined ? 'passed' : 'found', passes: true, ids }
}

function durationOf(text: string): number {
  return Number(text.slice(0, -1)) * (text.endsWith('m') ? 60_000 : 1000)
}
