import type { CauseName } from '../errors/causes.ts'
import { type Organization, parseOrganization } from '../inputs/organization.ts'
import { type HostContext, inputNameOn } from '../inputs/raw-inputs.ts'

/** Where a token came from, for the log. */
export type TokenSource = 'pat input' | 'service connection' | 'job access token'

/** The inputs that a credential is made of, in every step. */
export type TokenInput = 'pat' | 'username'

/** The token that a run uses. */
export interface ChosenToken {
  readonly token: string
  readonly source: TokenSource
}

/** What is given in `pat` wins, then the connection's, then the job's own. */
export function chooseToken(raw: Readonly<Record<'pat', string>>, context: HostContext): ChosenToken {
  if (raw.pat !== '') return { token: raw.pat.trim(), source: 'pat input' }
  if (context.connection !== undefined) return { token: context.connection.token.trim(), source: 'service connection' }
  if (context.jobToken !== undefined) return { token: context.jobToken.trim(), source: 'job access token' }
  return { token: '', source: 'pat input' }
}

/**
 * The job's own token, however it came, goes to the job's own organization, and the token of a service connection to
 * the URL of that connection. Neither goes anywhere else: not even to another address of the same organization, for
 * nobody here knows who answers there.
 */
export function foreignToken(
  { token, source }: ChosenToken,
  organization: Organization | undefined,
  context: HostContext,
): CauseName | undefined {
  if (organization === undefined) return undefined
  if (source === 'job access token' || isJobToken(token, context))
    return isAt(organization, context.organization) ? undefined : 'token-missing-for-organization'
  if (source === 'service connection')
    return isAt(organization, context.connection?.url) ? undefined : 'connection-for-other-organization'
  return undefined
}

/** Whether it is the job's own token by its value: `pat` and a service connection can hold it, too. */
export function isJobToken(token: string, { jobToken, otherJobTokens = [] }: HostContext): boolean {
  return [jobToken, ...otherJobTokens].some(known => known?.trim() === token && token !== '')
}

function isAt({ url }: Organization, text: string | undefined): boolean {
  try {
    return parseOrganization(text ?? '', true).url.toLowerCase() === url.toLowerCase()
  } catch {
    return false
  }
}

/** Which input it is. A reference to a variable is no secret, and its name helps; nothing else of a token is shown. */
export function aboutToken({ token, source }: ChosenToken, context: HostContext): string {
  if (source === 'service connection')
    return `Input: connection${token === '' ? '. The service connection has no token or password that this job may use' : ''}`
  const [reference] = /^\$\([\w .-]+\)$|^\$\{\{[\w .'-]+\}\}$|^\$\[[\w .'-]+\]$/.exec(token) ?? []
  return `Input: ${inputNameOn('pat', context)}${reference === undefined ? '' : `, which is ${reference}`}`
}
