import type { InputName, InputValues } from '../inputs/inputs.ts'
import { parseOrder } from '../inputs/order.ts'
import { completedOnly } from './completed-only.ts'
import type { BuildQuery } from './settings.ts'

type Parsed = Pick<BuildQuery, 'branch' | 'commit'>
type Values = Omit<InputValues, 'pat'>

/** What is wrong with inputs that are right alone and impossible together. Names of inputs are in braces. */
export function contradictions(values: Values, parsed: Parsed): string[] {
  const { status, result, order, minTime, maxTime, repositoryId, repositoryType, requireResult } = values
  const unfinished = status.filter(name => name !== 'completed')
  const completed = status.length === 0 || status.includes('completed') || status.includes('all')
  const impossible: [boolean, string][] = [
    [(repositoryId === '') !== (repositoryType === ''), '{repository-id} and {repository-type}: set both or neither.'],
    [
      isFinishOrder(order) && unfinished.length > 0,
      `{order} "${order}" includes completed builds only, and {status} also includes ${unfinished.join(', ')}.`,
    ],
    [
      result.length > 0 && !completed,
      '{result} matches completed builds only, and {status} excludes them: nothing can match.',
    ],
    [
      minTime !== undefined && maxTime !== undefined && minTime > maxTime,
      '{min-time} is after {max-time}: nothing can match.',
    ],
    [
      requireResult.includes('any') && requireResult.length > 1,
      '{require-result} "any" judges nothing, so it excludes other results.',
    ],
  ]
  return [
    ...impossible,
    ...(values.wait && !values.start ? neverWhileRunning(values) : []),
    ...(values.start ? startProblems(values, parsed) : needsStart(values)),
    ...(isJudged(values) && !values.start ? judgedProblems(values) : []),
  ].flatMap(([is, problem]) => (is ? [problem] : []))
}

function neverWhileRunning(values: Values): [boolean, string][] {
  const { status, order, deleted } = values
  const written: Partial<Record<InputName, string>> = { status: status.join(', '), order, deleted }
  return completedOnly({ ...values, order: parseOrder(order) }).map(input => {
    const value = written[input] === undefined ? '' : ` "${written[input]}"`
    return [
      true,
      `{wait} and {${input}}${value} exclude each other: no running build can match. Judge the result with {require-result}.`,
    ]
  })
}

function isJudged({ wait, requireResult, maxAge }: Values): boolean {
  return wait || (requireResult.length > 0 && !requireResult.includes('any')) || maxAge !== undefined
}

/** A gate that judges what nobody meant, or that no build could pass or fail. */
function judgedProblems(values: Values): [boolean, string][] {
  const { pipelines, top, order, maxBuildsPerPipeline, buildIds, status, requireResult, maxAge, wait } = values
  const judgesResults = requireResult.length > 0 && !requireResult.includes('any')
  const excludesCompleted = status.length > 0 && !status.includes('completed') && !status.includes('all')
  const ids = new Set(buildIds).size
  const byDefault = top === undefined && maxBuildsPerPipeline === undefined && buildIds.length === 0
  return [
    [
      top !== undefined && top > 0 && top < pipelines.length,
      `{top} ${top} is less than the ${pipelines.length} pipelines in {pipelines}, so some could never be judged. Leave {top} out.`,
    ],
    [
      excludesCompleted && !wait && (judgesResults || maxAge !== undefined),
      `{status} "${status.join(', ')}" excludes completed builds, and ${judgesResults ? '{require-result}' : '{max-age}'} needs them: no build can pass. Set {wait}: true, or leave {status} out.`,
    ],
    [
      top !== undefined && top > 0 && top < ids,
      `{top} ${top} is less than the ${ids} builds in {build-ids}, so some could never be judged. Leave {top} out.`,
    ],
    [
      maxBuildsPerPipeline !== undefined && ids > 0,
      '{max-builds-per-pipeline} and {build-ids} exclude each other: some of the builds could never be judged.',
    ],
    [
      (order?.endsWith('Ascending') ?? false) && byDefault,
      `{order} "${order}" judges the oldest build of each pipeline. Use a descending order, or say with {top} or {max-builds-per-pipeline} which builds to judge.`,
    ],
  ]
}

/** https://learn.microsoft.com/rest/api/azure/devops/build/builds/queue starts one build of one pipeline. */
function startProblems(values: Values, { branch, commit }: Parsed): [boolean, string][] {
  const { pipelines, project, ...filters } = values
  const isFull = commit === undefined || /^(?:[0-9a-f]{40}|[0-9a-f]{64}|c?\d{1,10})$/.test(commit.text)
  const useless: [boolean, string][] = [
    [filters.status.length > 0, '{status}'],
    [filters.result.length > 0, '{result}'],
    [filters.reason.length > 0, '{reason}'],
    [filters.tags.length > 0, '{tags}'],
    [filters.requestedFor !== '', '{requested-for}'],
    [filters.buildNumber !== '', '{build-number}'],
    [filters.buildIds.length > 0, '{build-ids}'],
    [filters.queues.length > 0, '{queues}'],
    [filters.repositoryId !== '' || filters.repositoryType !== '', '{repository-id}'],
    [filters.deleted !== 'excludeDeleted', '{deleted}'],
    [filters.minTime !== undefined, '{min-time}'],
    [filters.maxTime !== undefined, '{max-time}'],
    [filters.maxBuildsPerPipeline !== undefined, '{max-builds-per-pipeline}'],
    [filters.top !== undefined && filters.top !== 1, '{top}'],
    [filters.order !== undefined && filters.order !== 'queueTimeDescending', '{order}'],
  ]
  const { wait, requireResult, maxAge, artifacts } = filters
  const later: [boolean, string][] = [
    [requireResult.length > 0 && !requireResult.includes('any'), '{require-result}'],
    [maxAge !== undefined, '{max-age}'],
    [artifacts.length > 0, '{artifacts}'],
  ]
  return [
    [pipelines.length !== 1, `{start} needs exactly one pipeline in {pipelines}, not ${pipelines.length}.`],
    [project.length > 1 || project.includes('*'), '{start} needs exactly one {project}.'],
    [branch?.kind === 'pattern', '{start} needs one {branch}, not a glob.'],
    [!isFull, '{start} needs a full SHA or a changeset as {commit}.'],
    ...useless.map(([is, name]): [boolean, string] => [
      is,
      `{start} and ${name} exclude each other: a new build is started, none is searched for.`,
    ]),
    ...later.map(([is, name]): [boolean, string] => [
      is && !wait,
      `${name} with {start} needs {wait}: true. A build that has just been started has no result.`,
    ]),
  ]
}

function needsStart({ parameters, variables, onCancel }: Values): [boolean, string][] {
  const given: [boolean, string][] = [
    [parameters.size > 0, '{parameters}'],
    [variables.size > 0, '{variables}'],
    [onCancel === 'stop', '{on-cancel} "stop"'],
  ]
  return given.map(([is, name]) => [is, `${name} needs {start}: true.`])
}

/** The order is missing when it could not be read. */
function isFinishOrder(order: string | undefined): boolean {
  return order?.startsWith('finishTime') ?? false
}
