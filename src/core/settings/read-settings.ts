import { credentialOf, tokenProblem } from '../credential/credential.ts'
import { aboutToken, chooseToken, foreignToken } from '../credential/token.ts'
import { causes } from '../errors/causes.ts'
import { InputError, StepError } from '../errors/errors.ts'
import { parseBranch } from '../inputs/branch.ts'
import { parseCommit } from '../inputs/commit.ts'
import { readers } from '../inputs/input-types.ts'
import { camel, declarations, type InputName, type InputValues, inputNames } from '../inputs/inputs.ts'
import { parseOrder } from '../inputs/order.ts'
import { type Organization, parseOrganization } from '../inputs/organization.ts'
import { Problem } from '../inputs/problem.ts'
import { type HostContext, inputNameOn, type RawInputs, spellNames } from '../inputs/raw-inputs.ts'
import { refusedStepName } from '../inputs/step-name.ts'
import { contradictions } from './contradictions.ts'
import type { BuildQuery, Settings, StartSettings } from './settings.ts'

/** Runs a check, and keeps its problem for the end. */
type Check = <T>(name: InputName, read: () => T) => T | undefined

/** The values that travel on; the token stays with the credential. */
type Values = Omit<InputValues, 'pat'>

/**
 * Reads every input.
 * @param now milliseconds since 1970
 * @throws InputError with all the problems at once
 * @throws StepError when the token itself is what is wrong, and nothing else
 */
export function readSettings(raw: RawInputs, context: HostContext, now: number): Settings {
  const refused = refusedStepName(context.stepName)
  if (refused !== undefined) throw new StepError(refused, { details: [`Step name: ${context.stepName}`] })
  const problems: string[] = []
  const check: Check = (name, read) => {
    try {
      return read()
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      problems.push(`${inputNameOn(name, context)} ${quote(name, raw)}${sentence(spellNames(error.message, context))}`)
      return undefined
    }
  }
  const own: RawInputs = {
    ...raw,
    organization: raw.organization || context.connection?.url || context.organization || '',
    project: raw.project || context.project || '',
  }
  for (const name of inputNames)
    if (isMissing(name, own)) problems.push(`${inputNameOn(name, context)} is required.`)
  const values = readValues(own, context, now, check)
  const parsed = {
    organization:
      own.organization === ''
        ? undefined
        : check('organization', () => parseOrganization(own.organization, values.allowHttp)),
    branch: own.branch === '' ? undefined : check('branch', () => parseBranch(own.branch)),
    commit: own.commit === '' ? undefined : check('commit', () => parseCommit(own.commit)),
  }
  checkWords(values, check)
  for (const problem of contradictions(values, parsed)) problems.push(spellNames(problem, context))

  const chosen = chooseToken(raw, context)
  const wrong = tokenProblem(chosen.token) ?? foreignToken(chosen, parsed.organization, context)
  if (wrong !== undefined && problems.length === 0)
    throw new StepError(wrong, { details: [aboutToken(chosen, context)] })
  if (wrong !== undefined)
    problems.push(`${inputNameOn('pat', context)}: ${causes[wrong].what} ${spellNames(causes[wrong].fix, context)}`)
  if (problems.length > 0 || parsed.organization === undefined) throw new InputError(problems)
  return group(
    values,
    { ...parsed, organization: parsed.organization },
    credentialOf(chosen, values.username),
    chosen.source,
    context,
  )
}

interface Parsed {
  readonly organization: Organization
  readonly branch: BuildQuery['branch']
  readonly commit: BuildQuery['commit']
}

function group(
  values: Values,
  { organization, branch, commit }: Parsed,
  { authorization, scheme }: ReturnType<typeof credentialOf>,
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
      judged,
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
      oneProject: project.length === 1 && !project.includes('*'),
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

/** Where one host can do without an input, its jobs provide the value, except when a task runs outside of them. */
function isMissing(name: InputName, raw: RawInputs): boolean {
  const { requiredOn, type } = declarations[name]
  // What is wrong with the token has messages of its own.
  return type !== 'secret' && requiredOn !== undefined && raw[name] === ''
}

const emptyLists = ['list', 'choices', 'numbers']
const texts = ['text', 'path', 'connection']

function readValues(raw: RawInputs, { host }: HostContext, now: number, check: Check): Values {
  const values: Record<string, unknown> = {}
  for (const name of inputNames) {
    const { type, default: standard = '', only, ...bounds } = declarations[name]
    if (type === 'secret' || (only !== undefined && only !== host)) continue
    const empty = emptyLists.includes(type) ? [] : type === 'map' ? new Map() : undefined
    const text = raw[name] || standard
    const read = () => readers[type](text, { ...bounds, now })
    values[camel(name)] = text === '' && !texts.includes(type) ? empty : (check(name, read) ?? empty)
  }
  return values as unknown as Values
}

/** Texts that have a form of their own. */
function checkWords(values: Values, check: Check): void {
  check('username', () => {
    // https://www.rfc-editor.org/rfc/rfc7617#section-2
    if (values.username.includes(':')) throw new Problem('has a colon, which ends the name in a Basic credential')
  })
  check('api-version', () => {
    if (values.apiVersion !== '' && !/^\d{1,2}\.\d{1,2}(-preview(\.\d{1,2})?)?$/.test(values.apiVersion))
      throw new Problem('is not an API version. Write it as 7.1 or 7.2-preview, or leave it empty')
  })
  check('project', () => {
    // As segments of a path these two mean other folders.
    if (values.project.some(item => item === '.' || item === '..')) throw new Problem('is not the name of a project')
  })
  check('pipelines', () => {
    const wrong = values.pipelines.find(item => /\\$/.test(item) || /^0+$/.test(item) || /^\d{10,}$/.test(item))
    if (wrong !== undefined)
      throw new Problem(`has the item "${wrong}", which is not an ID, a name, or a \\folder\\name path`)
  })
}

function sentence(text: string): string {
  return text.endsWith('?') ? text : `${text}.`
}

/** What a user wrote, for the message; a value that may be a secret is never quoted. */
function quote(name: InputName, raw: RawInputs): string {
  const { type } = declarations[name]
  if (type === 'secret' || type === 'map' || raw[name] === '') return ''
  return `"${raw[name].replace(/\/\/.*@/g, '//***@')}" `
}
