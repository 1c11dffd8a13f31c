import { type BranchFilter, parseBranch } from './branch.ts'
import { causes } from './causes.ts'
import { type Credential, credentialOf, tokenProblem } from './credential.ts'
import { InputError, StepError } from './errors.ts'
import { camel, declarations, type InputName, type InputValues, inputNames } from './inputs.ts'
import { Problem, readers } from './kinds.ts'
import { type Organization, parseOrganization } from './organization.ts'

/** What was given, as text; empty where nothing was. */
export type RawInputs = Readonly<Record<InputName, string>>

/** What the host knows beside the inputs. */
export interface Surroundings {
  readonly host: 'github' | 'azure'
  /** The job's own organization and project. */
  readonly organization?: string
  readonly project?: string
  /** The token that the host gives every job of its own organization. */
  readonly jobToken?: string
  /** What the service connection holds that `connection` names. */
  readonly connection?: { readonly url: string; readonly token: string }
}

/** Where a token came from, for the log. */
export type TokenSource = 'the input' | 'the service connection' | 'the job’s own token'

/** The inputs, checked one by one and against each other. */
export interface Settings extends Omit<InputValues, 'organization' | 'branch' | 'pat' | 'top'> {
  readonly organization: Organization
  readonly credential: Credential
  readonly tokenSource: TokenSource
  readonly branch: BranchFilter | undefined
  /** How many builds to return; infinite for no limit. */
  readonly top: number
}

/** The token that a run uses: what is given in `pat` wins, then the connection's, then the job's own. */
export function chooseToken(raw: RawInputs, around: Surroundings): { token: string; source: TokenSource } {
  if (raw.pat !== '') return { token: raw.pat.trim(), source: 'the input' }
  if (around.connection !== undefined)
    return { token: around.connection.token.trim(), source: 'the service connection' }
  if (around.jobToken !== undefined) return { token: around.jobToken.trim(), source: 'the job’s own token' }
  return { token: '', source: 'the input' }
}

/**
 * Reads every input.
 * @throws InputError with all the problems at once
 * @throws StepError when the token itself is what is wrong, and nothing else
 */
export function readSettings(raw: RawInputs, around: Surroundings, now: number): Settings {
  const problems: string[] = []
  /** Runs a check, and keeps its problem for the end. */
  const check = <T>(name: InputName, read: () => T): T | undefined => {
    try {
      return read()
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      problems.push(`${spell(name, around)} ${quote(name, raw)}${error.message}.`)
      return undefined
    }
  }
  const own = {
    ...raw,
    organization: raw.organization || around.connection?.url || around.organization || '',
    project: raw.project || around.project || '',
  }
  const values = readValues(own, around, now, check, problems)
  const organization =
    own.organization === ''
      ? undefined
      : check('organization', () => parseOrganization(own.organization, values.allowHttp))
  const branch = own.branch === '' ? undefined : check('branch', () => parseBranch(own.branch))
  checkWords(values, check)
  for (const problem of contradictions(values))
    problems.push(problem.replace(/\{([a-z-]+)\}/g, (_, name) => spell(name as InputName, around)))

  const { token, source } = chooseToken(raw, around)
  const tokenReason = tokenProblem(token) ?? foreignToken(source, organization, around)
  if (tokenReason !== undefined && problems.length === 0) throw new StepError(tokenReason, tokenDetails(token, around))
  if (tokenReason !== undefined)
    problems.push(`${spell('pat', around)}: ${causes[tokenReason].what} ${causes[tokenReason].fix}`)
  if (problems.length > 0 || organization === undefined) throw new InputError(problems)
  return {
    ...values,
    organization,
    branch,
    credential: credentialOf(token, values.username),
    tokenSource: source,
    top: values.top === 0 ? Number.POSITIVE_INFINITY : (values.top ?? (values.wait ? 1 : 100)),
  }
}

type Check = <T>(name: InputName, read: () => T) => T | undefined

function readValues(raw: RawInputs, around: Surroundings, now: number, check: Check, problems: string[]): InputValues {
  const values: Record<string, unknown> = {}
  for (const name of inputNames) {
    const { kind, default: standard = '', requiredOn, only, ...bounds } = declarations[name]
    if (only !== undefined && only !== around.host) continue
    if (raw[name] === '' && requiredOn !== undefined && kind !== 'secret')
      problems.push(`${spell(name, around)} is required.`)
    const empty = kind === 'list' || kind === 'choices' || kind === 'numbers' ? [] : undefined
    const text = raw[name] || standard
    const isText = kind === 'text' || kind === 'secret' || kind === 'connection'
    values[camel(name)] = text === '' && !isText ? empty : check(name, () => readers[kind](text, { ...bounds, now }))
  }
  return values as unknown as InputValues
}

/** Texts that have a form of their own. */
function checkWords(values: InputValues, check: Check): void {
  check('commit', () => {
    if (values.commit !== '' && !/^[0-9a-f]{7,64}$/i.test(values.commit))
      throw new Problem('is not a commit’s hash, or fewer than its first 7 digits')
  })
  check('username', () => {
    // https://www.rfc-editor.org/rfc/rfc7617#section-2
    if (values.username.includes(':')) throw new Problem('has a colon, which ends the name in a Basic credential')
  })
  check('api-version', () => {
    if (values.apiVersion !== '' && !/^\d+\.\d+(-preview(\.\d+)?)?$/.test(values.apiVersion))
      throw new Problem('is not an API version. Write it as 7.1 or 7.2-preview, or leave it empty')
  })
  check('project', () => {
    // As segments of a path these two mean other folders.
    if (values.project?.some(item => item === '.' || item === '..')) throw new Problem('is no name of a project')
  })
  check('definitions', () => {
    const wrong = values.definitions?.find(item => /^\\*$/.test(item) || /^0+$/.test(item) || /^\d{10,}$/.test(item))
    if (wrong !== undefined)
      throw new Problem(`has the item "${wrong}", which is no pipeline’s id, name or \\folder\\name`)
  })
}

/** Inputs that are right alone and impossible together. */
function contradictions(values: InputValues): string[] {
  const found: string[] = []
  const unfinished = (values.status ?? []).filter(status => status !== 'completed')
  const finishOrder = values.order?.startsWith('finishTime')
  if (values.wait) found.push(...neverWhileRunning(values))
  if ((values.repositoryId === '') !== (values.repositoryType === ''))
    found.push('{repository-id} and {repository-type} go together: give both or neither.')
  if (finishOrder && unfinished.length > 0)
    found.push(
      `{order} "${values.order}" looks at completed builds only; {status} asks for ${unfinished.join(', ')} too.`,
    )
  if (
    (values.result ?? []).length > 0 &&
    (values.status ?? []).length > 0 &&
    !(values.status ?? []).some(status => status === 'completed' || status === 'all')
  )
    found.push('{result} asks for completed builds, and {status} for others only: nothing can match.')
  if (values.minTime !== undefined && values.maxTime !== undefined && values.minTime > values.maxTime)
    found.push('{min-time} is after {max-time}: nothing can match.')
  return found
}

/** Filters that a build can only meet once it is completed, or not any more when it is. */
function neverWhileRunning(values: InputValues): string[] {
  const impossible: [boolean, string][] = [
    [(values.result ?? []).length > 0, '{result}'],
    [values.status?.length === 1 && values.status[0] === 'completed', '{status} "completed"'],
    [values.order?.startsWith('finishTime') ?? false, `{order} "${values.order}"`],
    [values.maxTime !== undefined, '{max-time}'],
  ]
  return impossible.flatMap(([given, what]) =>
    given
      ? [
          `{wait} and ${what} exclude each other: no build that is still running can match. Judge it with {require-result} instead.`,
        ]
      : [],
  )
}

/** The job's own token goes to the job's own organization and nowhere else. */
function foreignToken(source: TokenSource, organization: Organization | undefined, around: Surroundings) {
  if (source !== 'the job’s own token' || organization === undefined) return undefined
  const own = around.organization === undefined ? undefined : parseOrganization(around.organization, true).url
  return own?.toLowerCase() === organization.url.toLowerCase() ? undefined : 'token-missing-for-organization'
}

/** A reference to a variable is no secret, and its name helps; nothing else of a token is ever shown. */
function tokenDetails(token: string, around: Surroundings): string[] {
  const [reference] = /^\$\([\w .-]+\)$|^\$\{\{[\w .'-]+\}\}$|^\$\[[\w .'-]+\]$/.exec(token) ?? []
  return [
    reference === undefined
      ? `Input: ${spell('pat', around)}`
      : `Input: ${spell('pat', around)}, which is ${reference}`,
  ]
}

/** The name of an input as this host writes it. */
export function spell(name: InputName, { host }: Surroundings): string {
  return host === 'azure' ? camel(name) : name
}

function quote(name: InputName, raw: RawInputs): string {
  const { kind } = declarations[name]
  return kind === 'secret' || raw[name] === '' ? '' : `"${raw[name]}" `
}
