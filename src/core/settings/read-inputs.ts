import { type Credential, credentialOf, tokenProblem } from '../credential/credential.ts'
import { inputsWith } from '../credential/inputs-with.ts'
import { aboutToken, chooseToken, foreignToken, isJobToken, type TokenSource } from '../credential/token.ts'
import { causes } from '../errors/causes.ts'
import { InputError, StepError } from '../errors/errors.ts'
import type { Input } from '../inputs/input.ts'
import type { ValuesOf } from '../inputs/inputs.ts'
import { type Organization, parseOrganization, quoteOrganization } from '../inputs/organization.ts'
import { Problem } from '../inputs/problem.ts'
import { type HostContext, inputNameOn, spellNames } from '../inputs/raw-inputs.ts'
import { refusedStepName } from '../inputs/step-name.ts'
import { type Check, readValues } from './read-values.ts'

export type { Check } from './read-values.ts'

/** The table of a step: at least where and who. */
export type InputTable = Readonly<Record<'organization' | 'project' | 'pat' | 'username', Input>> &
  Readonly<Record<string, Input>>

/** The inputs of a step, read one by one; problems are collected and thrown at once. */
export interface GivenInputs<T extends InputTable> {
  /** The values that travel on; the token stays with the credential. */
  readonly values: Omit<ValuesOf<T>, 'pat'>
  /** What was set, with the organization and project of the job where they are left out. */
  readonly raw: Readonly<Record<keyof T & string, string>>
  /** Undefined where it is missing or wrong. */
  readonly organization: Organization | undefined
  readonly check: Check<keyof T & string>
  /** Adds a sentence, in which names of inputs are in braces. */
  complain(sentence: string): void
  /**
   * Ends the reading.
   * @throws InputError with all the problems at once
   * @throws StepError when the token itself is what is wrong, and nothing else
   */
  settle(): Accepted
}

/** What is known once nothing is wrong. */
export interface Accepted {
  readonly organization: Organization
  readonly credential: Credential
  readonly source: TokenSource
  /** Whether it is the job access token, however it came. */
  readonly isJobToken: boolean
}

/**
 * @param now milliseconds since 1970
 * @throws StepError when the name of the step would make its outputs overwrite something
 */
export function readInputs<T extends InputTable>(
  table: T,
  given: Readonly<Record<keyof T & string, string>>,
  context: HostContext,
  now: number,
): GivenInputs<T> {
  const refused = refusedStepName(context.stepName)
  if (refused !== undefined) throw new StepError(refused, { details: [`Step name: ${context.stepName}`] })
  const problems: string[] = []
  const raw: Readonly<Record<string, string>> = {
    ...given,
    organization: given.organization || context.connection?.url || context.organization || '',
    project: given.project || context.project || '',
  }
  const check: Check<string> = (name, read) => {
    try {
      return read()
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      const quoted = quote(name, table[name]?.type, raw[name] ?? '')
      problems.push(`${inputNameOn(name, context)} ${quoted}${sentence(spellNames(error.message, context))}`)
      return undefined
    }
  }
  for (const [name, input] of Object.entries(table))
    if (isMissing(input, raw[name] ?? '')) problems.push(`${inputNameOn(name, context)} is required.`)
  const values = readValues(table, raw, context, now, check)
  const allowHttp = (values as { allowHttp?: boolean }).allowHttp === true
  const organization =
    raw.organization === ''
      ? undefined
      : check('organization', () => parseOrganization(raw.organization ?? '', allowHttp))
  checkShared(values as { username?: string; apiVersion?: string }, check)
  const complain = (sentence: string) => void problems.push(spellNames(sentence, context))
  return { values, raw, organization, check, complain, settle }

  function settle(): Accepted {
    const chosen = chooseToken(given, context)
    for (const name of inputsWith(chosen.token, table, given))
      problems.push(`${inputNameOn(name, context)} contains the token. Set it in ${inputNameOn('pat', context)} only.`)
    const wrong = tokenProblem(chosen.token) ?? foreignToken(chosen, organization, context)
    if (wrong !== undefined && problems.length === 0)
      throw new StepError(wrong, { details: [aboutToken(chosen, context)] })
    if (wrong !== undefined)
      problems.push(`${inputNameOn('pat', context)}: ${causes[wrong].what} ${spellNames(causes[wrong].fix, context)}`)
    if (problems.length > 0 || organization === undefined) throw new InputError(problems)
    return {
      organization,
      credential: credentialOf(chosen, raw.username ?? ''),
      source: chosen.source,
      isJobToken: chosen.source === 'job access token' || isJobToken(chosen.token, context),
    }
  }
}

/** Where one host can do without an input, its jobs provide the value, except when a task runs outside of them. */
function isMissing({ requiredOn, type }: Input, raw: string): boolean {
  // What is wrong with the token has messages of its own.
  return type !== 'secret' && requiredOn !== undefined && raw === ''
}

/** Texts of every step that have a form of their own. */
function checkShared(values: { username?: string; apiVersion?: string }, check: Check<string>): void {
  check('username', () => {
    // https://www.rfc-editor.org/rfc/rfc7617#section-2
    if (values.username?.includes(':')) throw new Problem('has a colon, which ends the name in a Basic credential')
  })
  check('api-version', () => {
    if (values.apiVersion && !/^\d{1,2}\.\d{1,2}(-preview(\.\d{1,2})?)?$/.test(values.apiVersion))
      throw new Problem('is not an API version. Write it as 7.1 or 7.2-preview, or leave it empty')
  })
}

function sentence(text: string): string {
  return text.endsWith('?') ? text : `${text}.`
}

/** What a user wrote, for the message; a value that may be a secret is never quoted. */
function quote(name: string, type: Input['type'] | undefined, text: string): string {
  if (type === 'secret' || type === 'map' || type === 'body' || text === '') return ''
  if (name === 'organization') return `"${quoteOrganization(text)}" `
  return `"${text.replace(/\/\/.*@/g, '//***@')}" `
}
