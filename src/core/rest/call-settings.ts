import type { Instant } from '../base/time.ts'
import type { TokenSource } from '../credential/token.ts'
import { type CallInputName, type CallInputValues, callInputs } from '../inputs/call-inputs.ts'
import type { Organization } from '../inputs/organization.ts'
import type { HostContext } from '../inputs/raw-inputs.ts'
import type { ServiceSettings } from '../service/service.ts'
import { type Accepted, readInputs } from '../settings/read-inputs.ts'
import type { CallBody } from './call-body.ts'
import { checkProject, checkRefusal, checkStatuses, contradictions, readBody, readSelections } from './call-checks.ts'
import { readHeaders } from './call-headers.ts'
import { takeVersion } from './call-version.ts'
import { fillRoute, type Target } from './fill.ts'
import type { TokenType } from './refusals.ts'
import { parseRoute } from './route.ts'
import type { Selection } from './selection.ts'

/** The inputs of a call, checked one by one and against each other, grouped by who uses them. */
export interface CallSettings {
  /** For the gate. Nothing else holds the credential. */
  readonly service: ServiceSettings
  readonly call: CallRequest
  readonly answer: AnswerSettings
  readonly output: CallOutputSettings
}

/** What is sent. */
export interface CallRequest extends Pick<Target, 'method' | 'path' | 'query'> {
  readonly headers: Readonly<Record<string, string>>
  readonly body: CallBody | undefined
  /** Statuses that are accepted in addition to those of a success. */
  readonly acceptStatus: readonly number[]
  readonly paginate: boolean
  readonly maxPages: number
}

/** What is made of the response. */
export interface AnswerSettings {
  readonly query: Selection | undefined
  readonly masks: readonly Selection[]
  /** Where the response goes; empty for the temporary folder. */
  readonly file: string
}

export interface CallOutputSettings {
  readonly organization: Organization
  readonly context: Pick<HostContext, 'host'>
  readonly scheme: 'Basic' | 'Bearer'
  readonly tokenSource: TokenSource
  readonly patExpiresOn: Instant | undefined
  readonly username: string
  readonly summary: boolean
  readonly dryRun: boolean
  /** Optional query parameters of a documentation URL that have no value. */
  readonly leftOut: readonly string[]
}

/**
 * Reads every input of the call step.
 * @param now milliseconds since 1970
 * @throws InputError with all the problems at once
 * @throws StepError when the token itself is what is wrong, and nothing else
 */
export async function readCallSettings(
  given: Readonly<Record<CallInputName, string>>,
  context: HostContext,
  now: number,
): Promise<CallSettings> {
  const { values, raw, organization, check, complain, settle } = readInputs(callInputs, given, context, now)
  const route = raw.route === '' ? undefined : check('route', () => parseRoute(raw.route))
  checkProject(values, check)
  checkStatuses(values, check)
  const headers = check('headers', () => readHeaders([...values.headers])) ?? {}
  const target =
    route &&
    organization &&
    check('route', () =>
      fillRoute(route, { organization, project: values.project, parameters: [...values.parameters] }),
    )
  const versioned = target && check('route', () => takeVersion(target.query, headers.Accept, values.apiVersion))
  const body = target && readBody(values, target, check)
  const selections = await readSelections(values, check)
  for (const problem of contradictions(values, route?.method)) complain(problem)
  const accepted = settle()
  check('route', () => target && checkRefusal(accepted.organization, target, typeOf(accepted)))
  settle()
  // With nothing wrong both are there; this only tells the compiler.
  if (target === undefined || versioned === undefined) throw new Error('the route was not read')
  const { acceptStatus, paginate, maxPages } = values
  const { method, path } = target
  return {
    service: serviceOf(values, target, versioned.version, accepted),
    call: { method, path, query: versioned.query, headers, body, acceptStatus, paginate, maxPages },
    answer: { ...selections, file: values.outputFile },
    output: outputOf(values, target, accepted, context),
  }
}

type Values = Omit<CallInputValues, 'pat'>

function serviceOf(
  { requestTimeout, retries }: Values,
  { base }: Target,
  apiVersion: string,
  { credential }: Accepted,
): ServiceSettings {
  return { url: base, authorization: credential.authorization, apiVersion, requestTimeout, concurrency: 1, retries }
}

function outputOf(
  { patExpiresOn, username, summary, dryRun }: Values,
  { leftOut }: Target,
  { organization, credential: { scheme }, source: tokenSource }: Accepted,
  { host }: HostContext,
): CallOutputSettings {
  return { organization, context: { host }, scheme, tokenSource, patExpiresOn, username, summary, dryRun, leftOut }
}

function typeOf({ isJobToken, credential }: Accepted): TokenType {
  if (isJobToken) return 'job'
  return credential.scheme === 'Bearer' ? 'entra' : 'pat'
}
