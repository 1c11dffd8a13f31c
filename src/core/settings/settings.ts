import { type Credential, credentialOf, tokenProblem } from '../credential/credential.ts'
import { aboutToken, chooseToken, foreignToken, type TokenSource } from '../credential/token.ts'
import { causes } from '../errors/causes.ts'
import { InputError, StepError } from '../errors/errors.ts'
import { type BranchFilter, parseBranch } from '../inputs/branch.ts'
import { Problem, readers } from '../inputs/input-types.ts'
import { camel, declarations, type InputName, type InputValues, inputNames } from '../inputs/inputs.ts'
import { type Organization, parseOrganization } from '../inputs/organization.ts'
import { type RawInputs, type HostContext, inputNameOn } from '../inputs/raw-inputs.ts'
import { contradictions } from './contradictions.ts'

/** The inputs, checked one by one and against each other. */
export interface Settings extends Omit<InputValues, 'organization' | 'branch' | 'pat' | 'top'> {
  readonly organization: Organization
  readonly credential: Credential
  readonly tokenSource: TokenSource
  readonly branch: BranchFilter | undefined
  /** How many builds to return; infinite for no limit. */
  readonly top: number
}

/**
 * Reads every input.
 * @throws InputError with all the problems at once
 * @throws StepError when the token itself is what is wrong, and nothing else
 */
export function readSettings(raw: RawInputs, context: HostContext, now: number): Settings {
  const problems: string[] = []
  /** Runs a check, and keeps its problem for the end. */
  const check = <T>(name: InputName, read: () => T): T | undefined => {
    try {
      return read()
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      problems.push(`${inputNameOn(name, context)} ${quote(name, raw)}${error.message}.`)
      return undefined
    }
  }
  const own = {
    ...raw,
    organization: raw.organization || context.connection?.url || context.organization || '',
    project: raw.project || context.project || '',
  }
  const values = readValues(own, context, now, check, problems)
  const organization =
    own.organization === ''
      ? undefined
      : check('organization', () => parseOrganization(own.organization, values.allowHttp))
  const branch = own.branch === '' ? undefined : check('branch', () => parseBranch(own.branch))
  checkWords(values, check)
  for (const problem of contradictions(values))
    problems.push(problem.replace(/\{([a-z-]+)\}/g, (_, name) => inputNameOn(name as InputName, context)))

  const chosen = chooseToken(raw, context)
  const wrong = tokenProblem(chosen.token) ?? foreignToken(chosen, organization, context)
  if (wrong !== undefined && problems.length === 0) throw new StepError(wrong, [aboutToken(chosen, context)])
  if (wrong !== undefined) problems.push(`${inputNameOn('pat', context)}: ${causes[wrong].what} ${causes[wrong].fix}`)
  if (problems.length > 0 || organization === undefined) throw new InputError(problems)
  return {
    ...values,
    organization,
    branch,
    credential: credentialOf(chosen, values.username),
    tokenSource: chosen.source,
    top: values.top === 0 ? Number.POSITIVE_INFINITY : (values.top ?? (values.wait ? 1 : 100)),
  }
}

type Check = <T>(name: InputName, read: () => T) => T | undefined

function readValues(raw: RawInputs, context: HostContext, now: number, check: Check, problems: string[]): InputValues {
  const values: Record<string, unknown> = {}
  for (const name of inputNames) {
    const { kind, default: standard = '', requiredOn, only, ...bounds } = declarations[name]
    if (only !== undefined && only !== context.host) continue
    if (raw[name] === '' && requiredOn !== undefined && kind !== 'secret')
      problems.push(`${inputNameOn(name, context)} is required.`)
    const empty = kind === 'list' || kind === 'choices' || kind === 'numbers' ? [] : undefined
    const text = raw[name] || standard
    const isText = kind === 'text' || kind === 'secret' || kind === 'connection'
    const read = () => readers[kind](text, { ...bounds, now })
    values[camel(name)] = text === '' && !isText ? empty : (check(name, read) ?? empty)
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
    if (values.project.some(item => item === '.' || item === '..')) throw new Problem('is no name of a project')
  })
  check('definitions', () => {
    const wrong = values.definitions.find(item => /\\$/.test(item) || /^0+$/.test(item) || /^\d{10,}$/.test(item))
    if (wrong !== undefined)
      throw new Problem(`has the item "${wrong}", which is no pipeline’s id, name or \\folder\\name`)
  })
}

function quote(name: InputName, raw: RawInputs): string {
  const { kind } = declarations[name]
  return kind === 'secret' || raw[name] === '' ? '' : `"${raw[name].replace(/\/\/.*@/g, '//***@')}" `
}
