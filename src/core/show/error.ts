import { code, markdown, shorten } from '../base/text.ts'
import { repository } from '../base/version.ts'
import type { Cause } from '../errors/cause.ts'
import { type CauseName, causes } from '../errors/causes.ts'
import { type Explained, ServiceError, type StepError } from '../errors/errors.ts'
import { type HostContext, spellNames } from '../inputs/raw-inputs.ts'

export interface ErrorContext {
  readonly context: Pick<HostContext, 'host'>
  /** Base URL of the organization, if it is known. */
  readonly organization?: string
  /** The builds step unless set. */
  readonly step?: 'call'
  /** The PAT scope that the step needs; Build (Read) unless set. */
  readonly scope?: string
}

/** An error in pieces, for a log and a page. */
export interface ErrorText {
  readonly what: string
  readonly why: string
  readonly fix: string
  /** The section of the troubleshooting page. */
  readonly docs: string
  /** Lines that are particular to this case. */
  readonly details: readonly string[]
  /** The request and its response, if there was one. */
  readonly request: string | undefined
}

export function errorText(
  error: StepError,
  { context, organization, step, scope: needed = 'Build (Read)' }: ErrorContext,
): ErrorText {
  const { what, why, fix, fixCall = fix }: Cause = causes[error.reason]
  const scope = (error instanceof ServiceError && error.request.scope) || needed
  const spell = (text: string) =>
    spellNames(text.replaceAll('{tokens page}', tokensPage(organization)).replaceAll('{scope}', scope), context)
  return {
    what: spell(what),
    why: spell(why),
    fix: spell(step === 'call' ? fixCall : fix),
    docs: docsOf(error.reason),
    details: [...error.details, ...error.explained.flatMap(one => explainedLines(one, error.reason, spell))],
    request: error instanceof ServiceError ? requestLine(error) : undefined,
  }
}

/** A message of the service, and what to do about it unless that is said of the error as a whole. */
function explainedLines({ said, reason }: Explained, whole: CauseName, spell: (text: string) => string): string[] {
  return reason === whole ? [said] : [said, `  Fix: ${spell(causes[reason].fix)}`]
}

/** The page of the user's own tokens: https://learn.microsoft.com/azure/devops/organizations/accounts/use-personal-access-tokens-to-authenticate */
function tokensPage(organization: string | undefined): string {
  return organization === undefined ? 'User settings, Personal access tokens' : `${organization}/_usersSettings/tokens`
}

export function docsOf(reason: CauseName): string {
  return `${repository}/blob/main/docs/troubleshooting.md#${reason}`
}

function requestLine({ request: { method, url, status, attempts, activityId } }: ServiceError): string | undefined {
  if (method === undefined || url === undefined) return undefined
  const response = status === undefined ? 'no response' : String(status)
  const more = [
    attempts !== undefined && attempts > 1 ? `${attempts} attempts` : '',
    activityId ? `activity ${activityId}` : '',
  ]
  return [`${method} ${url}: ${response}`, ...more].filter(part => part !== '').join(', ')
}

/** An error for the log: what happened, then Why, Fix, Docs, and the request, a line each. */
export function errorLines(error: StepError, context: ErrorContext): string[] {
  const { what, why, fix, docs, details, request } = errorText(error, context)
  return [
    what,
    `  Why:  ${why}`,
    `  Fix:  ${fix}`,
    `  Docs: ${docs}`,
    ...details.map(detail => `  ${detail}`),
    ...(request === undefined ? [] : [`  ${request}`]),
  ]
}

/** An error for a page, as Markdown. */
export function errorSection({ what, why, fix, docs, details, request }: ErrorText): string {
  const lines = [...details, ...(request === undefined ? [] : [request])].slice(0, 50)
  return [
    `**${markdown(what)}**`,
    `Why: ${markdown(why)}<br>Fix: ${markdown(fix)}<br>[Troubleshooting](${docs})`,
    ...(lines.length === 0 ? [] : [lines.map(line => code(shorten(line, 1000))).join('<br>')]),
  ].join('\n\n')
}
