import type { CauseName } from '../errors/causes.ts'
import { type Organization, parseOrganization } from '../inputs/organization.ts'
import { type HostContext, inputNameOn, type RawInputs } from '../inputs/raw-inputs.ts'

/** Where a token came from, for the log. */
export type TokenSource = 'the input' | 'the service connection' | 'the job’s own token'

/** The token that a run uses. */
export interface ChosenToken {
  readonly token: string
  readonly source: TokenSource
}

/** What is given in `pat` wins, then the connection's, then the job's own. */
export function chooseToken(raw: RawInputs, context: HostContext): ChosenToken {
  if (raw.pat !== '') return { token: raw.pat.trim(), source: 'the input' }
  if (context.connection !== undefined)
    return { token: context.connection.token.trim(), source: 'the service connection' }
  if (context.jobToken !== undefined) return { token: context.jobToken.trim(), source: 'the job’s own token' }
  return { token: '', source: 'the input' }
}

/** The job's own token goes to the job's own organization and nowhere else. */
export function foreignToken(
  { source }: ChosenToken,
  organization: Organization | undefined,
  context: HostContext,
): CauseName | undefined {
  if (source !== 'the job’s own token' || organization === undefined) return undefined
  const own = context.organization === undefined ? undefined : parseOrganization(context.organization, true).url
  return own?.toLowerCase() === organization.url.toLowerCase() ? undefined : 'token-missing-for-organization'
}

/** Which input it is. A reference to a variable is no secret, and its name helps; nothing else of a token is shown. */
export function aboutToken({ token }: ChosenToken, context: HostContext): string {
  const [reference] = /^\$\([\w .-]+\)$|^\$\{\{[\w .'-]+\}\}$|^\$\[[\w .'-]+\]$/.exec(token) ?? []
  return `Input: ${inputNameOn('pat', context)}${reference === undefined ? '' : `, which is ${reference}`}`
}
