import type { Credential } from '../credential/credential.ts'
import { parseBranch } from '../inputs/branch.ts'
import { parseCommit } from '../inputs/commit.ts'
import { isDuration } from '../inputs/input-types.ts'
import { type InputName, type InputValues, inputs } from '../inputs/inputs.ts'
import { parseOrder } from '../inputs/order.ts'
import type { Organization } from '../inputs/organization.ts'
import { Problem } from '../inputs/problem.ts'
import type { HostContext, RawInputs } from '../inputs/raw-inputs.ts'
import { results } from '../inputs/which-inputs.ts'
import { contradictions } from './contradictions.ts'
import { type Check, readInputs } from './read-inputs.ts'
import type { BuildQuery, Settings, StartSettings } from './settings.ts'

/** The values that travel on; the token stays with the credential. */
type Values = Omit<InputValues, 'pat'>

/**
 * Reads every input.
 * @param now milliseconds since 1970
 * @throws InputError with all the problems at once
 * @throws StepError when the token itself is what is wrong, and nothing else
 */
export function readSettings(given: RawInputs, context: HostContext, now: number): Settings {
  const { values, raw, check, complain, settle } = readInputs(inputs, given, context, now)
  const parsed = {
    branch: raw.branch === '' ? undefined : check('branch', () => parseBranch(raw.branch)),
    commit: raw.commit === '' ? undefined : check('commit', () => parseCommit(raw.commit)),
  }
  checkWords(values, check)
  for (const problem of contradictions(values, parsed)) complain(problem)
  const { organization, credential, source } = settle()
  const times = [
    ['minTime', raw['min-time']],
    ['maxTime', raw['max-time']],
  ] as const
  const ago = times.flatMap(([name, text]) => (isDuration(text) ? [name] : []))
  return group(values, { ...parsed, organization, ago }, credential, source, context)
}

interface Parsed {
  readonly organization: Organization
  readonly branch: BuildQuery['branch']
  readonly commit: BuildQuery['commit']
  readonly ago: BuildQuery['ago']
}

function group(
  values: Values,
  { organization, branch, commit, ago }: Parsed,
  { authorization, scheme }: Credential,
  tokenSource: Settings['output']['tokenSource'],
  context: HostContext,
): Settings {
  const { project, order, requestTimeout, queryTimeout, concurrency, retries, apiVersion, ifNone } = values
  const { appearTimeout, waitTimeout, pollInterval } = values
  // What parameters and variables hold may be secret.
  const { parameters: _, variables: __, ...filters } = values
  const requireResult = requiredOf(values)
  const judged = values.wait || values.start || requireResult.length > 0 || values.maxAge !== undefined
  return {
    service: { url: organization.url, authorization, apiVersion, requestTimeout, concurrency, retries },
    query: {
      ...filters,
      projects: project,
      branch,
      commit,
      order: parseOrder(order),
      ago,
      judged,
      failing: requireResult.length === 0 ? [] : results.filter(result => !requireResult.includes(result)),
      ...limitsOf(values, judged),
    },
    wait: values.wait ? { appearTimeout, waitTimeout, pollInterval, ifNone } : undefined,
    start: values.start ? startOf(values, branch, commit, queryTimeout) : undefined,
    rules: {
      requireResult,
      maxAge: values.maxAge,
      ifNone,
      judged,
      waited: values.wait ? { appearTimeout, waitTimeout } : undefined,
      order: parseOrder(order),
    },
    explain: values.explain,
    artifacts:
      values.artifacts.length === 0
        ? undefined
        : {
            names: values.artifacts,
            path: values.artifactsPath,
            maxSize: values.artifactsMaxSize,
            ifNone: values.ifNoArtifacts,
          },
    output: {
      organization,
      context: { host: context.host },
      scheme,
      tokenSource,
      patExpiresOn: values.patExpiresOn,
      username: values.username,
      file: values.outputFile,
      summary: values.summary,
      dryRun: values.dryRun,
    },
  }
}

/** With `wait`, builds have to succeed unless the user says otherwise; `any` judges nothing. */
function requiredOf({ requireResult, wait }: Values): readonly string[] {
  const required = requireResult.length === 0 && wait ? ['succeeded'] : requireResult
  return required.includes('any') ? [] : required
}

/** What is judged is the first build of each pipeline, unless the user says how many. */
function limitsOf(
  { top, maxBuildsPerPipeline, buildIds }: Values,
  judged: boolean,
): Pick<BuildQuery, 'top' | 'maxBuildsPerPipeline'> {
  if (top !== undefined) return { top: top === 0 ? Number.POSITIVE_INFINITY : top, maxBuildsPerPipeline }
  if (!judged) return { top: 100, maxBuildsPerPipeline }
  if (maxBuildsPerPipeline !== undefined || buildIds.length > 0)
    return { top: Number.POSITIVE_INFINITY, maxBuildsPerPipeline }
  return { top: Number.POSITIVE_INFINITY, maxBuildsPerPipeline: 1 }
}

function startOf(
  values: Values,
  branch: Parsed['branch'],
  commit: Parsed['commit'],
  queryTimeout: number,
): StartSettings {
  const { project, pipelines, parameters, variables, onCancel } = values
  return {
    project: project[0] ?? '',
    pipeline: pipelines[0] ?? '',
    ref: branch?.kind === 'ref' ? branch.ref : undefined,
    commit: commit?.text,
    parameters,
    variables,
    onCancel,
    queryTimeout,
  }
}

/** Texts that have a form of their own. */
function checkWords(values: Values, check: Check<InputName>): void {
  check('project', () => {
    // As segments of a path these two mean other folders.
    if (values.project.some(item => item === '.' || item === '..')) throw new Problem('is not the name of a project')
  })
  check('pipelines', () => {
    const wrong = values.pipelines.find(item => /\\$/.test(item) || /^0+$/.test(item) || /^\d{10,}$/.test(item))
    if (wrong !== undefined)
      throw new Problem(`has the item "${wrong}", which is not an ID, a name, or a \\folder\\name path`)
  })
  for (const name of ['tags', 'properties'] as const)
    check(name, () => {
      // The service takes a comma for the end of an item, however it is written.
      const wrong = values[name].find(item => item.includes(','))
      if (wrong !== undefined)
        throw new Problem(`has the item "${wrong}"; the service cannot filter by an item with a comma`)
    })
}
