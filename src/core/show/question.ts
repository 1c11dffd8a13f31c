import { listed } from '../base/text.ts'
import type { BuildQuery, Settings, StartSettings } from '../settings/settings.ts'

/** What is queried, in words, one line: what to look for first, then the limits. */
export function describeQuery(settings: Settings): string {
  const { query, output, start } = settings
  if (start !== undefined) return describeStart(settings, start)
  const where = query.projects.includes('*') ? 'every project' : listed(query.projects)
  return [`Builds of ${where} in ${output.organization.url}`, ...filtersOf(query), howMany(query)].join('; ')
}

/** The build that is to be started. Values may be secret, names are not. */
function describeStart({ output }: Settings, start: StartSettings): string {
  const { project, pipeline, ref, commit, parameters, variables } = start
  return [
    `Start pipeline ${pipeline} of ${project} in ${output.organization.url}`,
    ref === undefined ? 'default branch' : `branch ${ref}`,
    ...(commit === undefined ? [] : [`commit ${commit}`]),
    ...(parameters.size === 0 ? [] : [`parameters ${listed([...parameters.keys()])}`]),
    ...(variables.size === 0 ? [] : [`variables ${listed([...variables.keys()])}`]),
  ].join('; ')
}

/** Each filter that was set, as `branch main`. */
export function filtersOf(query: BuildQuery): string[] {
  const { branch, commit, deleted, minTime, maxTime } = query
  const filters: [string, string | readonly (string | number)[] | undefined][] = [
    [query.pipelines.length > 1 ? 'pipelines' : 'pipeline', query.pipelines],
    ['branch', branch?.kind === 'ref' ? branch.ref : branch?.pattern],
    ['commit', commit?.text],
    ['status', query.status],
    ['result', query.result],
    ['reason', query.reason],
    ['tags', query.tags],
    ['requested for', query.requestedFor],
    ['build number', query.buildNumber],
    ['IDs', query.buildIds],
    ['queues', query.queues],
    ['repository', query.repositoryId],
    ['not before', minTime?.replace(/\.\d+/, '')],
    ['not after', maxTime?.replace(/\.\d+/, '')],
    ['deleted', deleted === 'excludeDeleted' ? '' : deleted],
  ]
  return filters.flatMap(([name, value]) => {
    const text = typeof value === 'string' ? value : (value ?? []).join(', ')
    return text === '' ? [] : [`${name} ${text}`]
  })
}

function howMany({ top, maxBuildsPerPipeline: each, order: { time, descending } }: BuildQuery): string {
  const by = time.replace('Time', ' time')
  if (top === 1) return `only the one with the ${descending ? 'latest' : 'earliest'} ${by}`
  const limits = [
    ...(each === undefined ? [] : [`${each} per pipeline`]),
    ...(top === Number.POSITIVE_INFINITY ? [] : [each === undefined ? `${top}` : `${top} in all`]),
  ]
  const most = limits.length === 0 ? 'all' : `at most ${limits.join(' and ')}`
  return `${most}, ${descending ? 'latest' : 'earliest'} ${by} first`
}
