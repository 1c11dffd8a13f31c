import { answerInputs } from './answer-inputs.ts'
import { howInputs } from './how-inputs.ts'
import type { Input } from './input.ts'
import type { ValuesOf } from './inputs.ts'
import { whereInputs } from './where-inputs.ts'

const { organization, pat, connection, username, 'pat-expires-on': patExpiresOn } = whereInputs
const { summary, 'dry-run': dryRun } = answerInputs
const { 'api-version': apiVersion, 'request-timeout': requestTimeout, retries, 'allow-http': allowHttp } = howInputs

/** Every input of the call step, once, under its GitHub name; on Azure the same words in camelCase. */
export const callInputs = {
  organization,
  project: {
    label: 'Project',
    group: 'where',
    type: 'text',
    help: 'Name or ID of the project, for `{{project}}` in {route}.',
    helpOn: { azure: 'The project of the job unless set.' },
  },
  pat: {
    ...pat,
    help: 'The personal access token as Azure DevOps shows it, from a secret. It needs the scope that the reference page of the API names. A Microsoft Entra token also works and is sent as Bearer.',
  },
  connection,
  username,
  'pat-expires-on': patExpiresOn,
  route: {
    label: 'Route',
    group: 'call',
    type: 'text',
    requiredOn: ['github', 'azure'],
    help: 'Method and path below the organization, as `GET /{{project}}/_apis/git/repositories`; GET unless set. `{{organization}}`, `{{project}}`, and any `{{name}}` of {parameters} are filled in percent-encoded. A URL from the reference of Azure DevOps is accepted as it is.',
  },
  parameters: {
    label: 'Parameters',
    group: 'call',
    type: 'map',
    inUrl: true,
    help: 'Values of the placeholders in {route}. Those without a placeholder are query parameters. Lines `name: value` or `name=value`, or one JSON object.',
  },
  body: {
    label: 'Body',
    group: 'call',
    type: 'body',
    help: 'Body of the request. It is checked but never printed.',
  },
  'body-file': {
    label: 'Body file',
    group: 'call',
    type: 'path',
    help: 'Path of a file to send as the body.',
  },
  'content-type': {
    label: 'Content type',
    group: 'call',
    type: 'text',
    help: 'Media type of the body. By {route} unless set: `application/json-patch+json` for work items and whatever else needs it, `application/octet-stream` for attachments, `application/json` for everything else.',
    visibleRule: 'body != "" || bodyFile != ""',
  },
  headers: {
    label: 'Headers',
    group: 'call',
    type: 'map',
    help: 'More headers: `Accept`, `If-Match`, `If-None-Match`, `Prefer`, `Content-Range`, and `x-ms-continuationtoken` only.',
  },
  paginate: {
    label: 'Paginate',
    group: 'call',
    type: 'boolean',
    default: 'false',
    help: 'Follow continuation tokens and merge the pages into one `{"value": [...], "count": n}`. A response of another form is one page.',
  },
  'max-pages': {
    label: 'Maximum pages',
    group: 'call',
    type: 'number',
    least: 1,
    most: 10_000,
    default: '100',
    help: 'Maximum number of pages to request with {paginate}.',
    visibleRule: 'paginate = true',
  },
  'accept-status': {
    label: 'Accepted statuses',
    group: 'call',
    type: 'numbers',
    least: 304,
    most: 599,
    help: 'HTTP statuses that do not fail the step in addition to those of a success, as `404`: 304 and everything from 400 to 599.',
  },
  query: {
    label: 'Query',
    group: 'answer',
    type: 'text',
    help: 'JMESPath expression, applied to the response for the output `result`, as `value[0].name`.',
  },
  mask: {
    label: 'Mask',
    group: 'answer',
    type: 'list',
    help: 'JMESPath expressions whose text values are masked in the log before anything of the response is shown or set, as `variables.*.value`.',
  },
  'output-file': {
    label: 'Output file',
    group: 'answer',
    type: 'path',
    help: 'Path for the response. A file in the temporary folder of the job unless set.',
  },
  summary,
  'dry-run': { ...dryRun, help: 'Show the request with the token hidden, and send nothing.' },
  'api-version': {
    ...apiVersion,
    help: '7.1 unless set here or in {route}. A preview resource is requested again with `-preview`, and an older server with the version that it names. A version that is set is never changed.',
  },
  'request-timeout': requestTimeout,
  retries: {
    ...retries,
    help: 'Number of retries after a transient failure. A request that changes something is repeated only if it surely did not arrive, or was rate limited.',
  },
  'allow-http': allowHttp,
} as const satisfies Record<string, Input>

export type CallInputName = keyof typeof callInputs

export const callInputNames = Object.keys(callInputs) as CallInputName[]

export type CallInputValues = ValuesOf<typeof callInputs>
