import type { Kind, Values } from './input-types.ts'

/** What the manifests, the README's table and the code need to know of an input. */
export interface Input {
  readonly label: string
  readonly group: keyof typeof groups
  readonly kind: Kind
  /** Markdown, one paragraph. */
  readonly help: string
  /** Left out and given mean the same, so the manifests carry it. */
  readonly default?: string
  readonly values?: readonly string[]
  readonly least?: number
  readonly most?: number
  /** The hosts that cannot go on without it. */
  readonly requiredOn?: readonly ('github' | 'azure')[]
  readonly only?: 'azure'
  /** One line or several in Azure's form. */
  readonly multiline?: true
}

/** The sections of the forms and tables, in order. */
export const groups = {
  ask: 'What to ask',
  which: 'Which builds',
  wait: 'Wait',
  judge: 'Judge',
  answer: 'What to do with the answer',
  connection: 'How to ask',
} as const

/** https://learn.microsoft.com/rest/api/azure/devops/build/builds/list, with what any version of it knows. */
export const statuses = ['inProgress', 'completed', 'cancelling', 'postponed', 'notStarted', 'abandoned'] as const
export const results = ['succeeded', 'partiallySucceeded', 'failed', 'canceled'] as const
export const reasons = [
  'manual',
  'individualCI',
  'batchedCI',
  'schedule',
  'scheduleForced',
  'userCreated',
  'validateShelveset',
  'checkInShelveset',
  'pullRequest',
  'buildCompletion',
  'resourceTrigger',
  'triggered',
  'all',
] as const
export const orders = [
  'queueTimeDescending',
  'queueTimeAscending',
  'startTimeDescending',
  'startTimeAscending',
  'finishTimeDescending',
  'finishTimeAscending',
] as const

/** Every input, once, under its GitHub name; on Azure the same words in camelCase. */
export const inputs = {
  organization: {
    label: 'Organization',
    group: 'ask',
    kind: 'text',
    requiredOn: ['github'],
    help: 'Name of the organization (`contoso`), or the URL of an organization or of a collection on a server: `https://dev.azure.com/contoso`, `https://contoso.visualstudio.com`, `https://server:8080/tfs/DefaultCollection`. On Azure Pipelines it is the job’s own unless given.',
  },
  project: {
    label: 'Project',
    group: 'ask',
    kind: 'list',
    requiredOn: ['github'],
    help: 'Names or ids of projects, by commas or lines; `*` is every project that the token can see. On Azure Pipelines it is the job’s own unless given.',
  },
  pat: {
    label: 'Personal access token',
    group: 'ask',
    kind: 'secret',
    requiredOn: ['github'],
    help: 'The token as Azure DevOps shows it, from a secret, with the scope Build (Read). A Microsoft Entra token or `System.AccessToken` works too and is sent as Bearer. On Azure Pipelines, with neither this nor a connection, the job’s own token is used for the job’s own organization.',
  },
  connection: {
    label: 'Service connection',
    group: 'ask',
    kind: 'connection',
    only: 'azure',
    help: 'A service connection of the kind Azure Repos/Team Foundation Server that holds the URL and the token, instead of the two inputs. What the inputs give wins.',
  },
  username: {
    label: 'User name',
    group: 'connection',
    kind: 'text',
    help: 'Goes before the colon of the Basic credential. Azure DevOps ignores it; a proxy in between may not.',
  },
  'pat-expires-on': {
    label: 'Token expires on',
    group: 'ask',
    kind: 'date',
    help: 'The day on which the token expires, as `2027-01-31`. From seven days before it the step warns, and after it a refused token is explained by it.',
  },
  definitions: {
    label: 'Pipelines',
    group: 'which',
    kind: 'list',
    help: 'Ids, names or `\\folder\\name` paths of pipelines (build definitions). A number is an id; `\\2024` is the pipeline named 2024.',
  },
  branch: {
    label: 'Branch',
    group: 'which',
    kind: 'text',
    help: '`main`, `feature/x`, a full `refs/…`, `pr:123`, `tag:v1`, or a pattern with `*` and `?`, which also match slashes: `release/*`.',
  },
  commit: {
    label: 'Commit',
    group: 'which',
    kind: 'text',
    help: 'A commit’s hash, whole or its first 7 digits or more; also finds the builds of a pull request whose source is that commit.',
  },
  status: {
    label: 'Status',
    group: 'which',
    kind: 'choices',
    values: [...statuses, 'all'],
    help: 'Any of `inProgress`, `completed`, `cancelling`, `postponed`, `notStarted`; all unless given.',
  },
  result: {
    label: 'Result',
    group: 'which',
    kind: 'choices',
    values: results,
    help: 'Any of `succeeded`, `partiallySucceeded`, `failed`, `canceled`.',
  },
  reason: {
    label: 'Reason',
    group: 'which',
    kind: 'choices',
    values: reasons,
    help: 'Why the build was queued: `manual`, `individualCI`, `batchedCI`, `schedule`, `pullRequest`, `buildCompletion`, `resourceTrigger` and more.',
  },
  tags: { label: 'Tags', group: 'which', kind: 'list', help: 'Only builds that have all of these tags.' },
  'requested-for': {
    label: 'Requested for',
    group: 'which',
    kind: 'text',
    help: 'The user whose builds these are: a display name, an address or an id.',
  },
  'build-number': {
    label: 'Build number',
    group: 'which',
    kind: 'text',
    help: 'The build number, or its beginning followed by `*`.',
  },
  'build-ids': {
    label: 'Build ids',
    group: 'which',
    kind: 'numbers',
    least: 1,
    help: 'Just the builds with these ids.',
  },
  queues: { label: 'Queues', group: 'which', kind: 'numbers', least: 1, help: 'Ids of agent queues.' },
  'repository-id': {
    label: 'Repository id',
    group: 'which',
    kind: 'text',
    help: 'Id of the repository that was built, together with `repository-type`.',
  },
  'repository-type': {
    label: 'Repository type',
    group: 'which',
    kind: 'text',
    help: '`TfsGit`, `GitHub`, `Bitbucket` …, together with `repository-id`.',
  },
  properties: {
    label: 'Properties',
    group: 'answer',
    kind: 'list',
    help: 'Names of build properties to fetch into the file of builds.',
  },
  deleted: {
    label: 'Deleted builds',
    group: 'which',
    kind: 'choice',
    values: ['excludeDeleted', 'includeDeleted', 'onlyDeleted'],
    default: 'excludeDeleted',
    help: 'Whether deleted builds are left out, taken in, or the only ones.',
  },
  'max-builds-per-definition': {
    label: 'Most builds of a pipeline',
    group: 'which',
    kind: 'number',
    least: 1,
    help: 'At most so many builds of each pipeline, the first in `order`.',
  },
  'min-time': {
    label: 'Not before',
    group: 'which',
    kind: 'time',
    help: 'ISO 8601, UTC unless it has an offset, or how long ago (`7d`). Looks at the time that `order` names.',
  },
  'max-time': {
    label: 'Not after',
    group: 'which',
    kind: 'time',
    help: 'ISO 8601, UTC unless it has an offset, or how long ago (`1h`). Looks at the time that `order` names.',
  },
  order: {
    label: 'Order',
    group: 'which',
    kind: 'choice',
    values: orders,
    default: 'queueTimeDescending',
    help: 'Which builds come first, and what `min-time` and `max-time` look at: `queueTime`, `startTime` or `finishTime`, each `Descending` or `Ascending`. Finish times are those of completed builds only.',
  },
  top: {
    label: 'How many',
    group: 'which',
    kind: 'number',
    help: 'How many builds to return in all, 100 unless given, and 1 with `wait`; `0` is no limit.',
  },
  'scan-limit': {
    label: 'Look through',
    group: 'connection',
    kind: 'number',
    least: 1,
    default: '5000',
    help: 'How many builds to look through in each project for what the service cannot filter by: `commit`, and patterns in `branch`.',
  },
  'api-version': {
    label: 'API version',
    group: 'connection',
    kind: 'text',
    help: 'Empty is 7.1, with a step down to what an older server names. A version that is given is never changed.',
  },
  'output-file': {
    label: 'File of builds',
    group: 'answer',
    kind: 'text',
    help: 'Where the builds go as a JSON array; a file in the host’s temporary folder unless given.',
  },
  summary: {
    label: 'Summary',
    group: 'answer',
    kind: 'boolean',
    default: 'true',
    help: 'Whether to write the job summary.',
  },
  'dry-run': {
    label: 'Dry run',
    group: 'connection',
    kind: 'boolean',
    default: 'false',
    help: 'Show each request, with the token hidden, and send none.',
  },
  wait: {
    label: 'Wait',
    group: 'wait',
    kind: 'boolean',
    default: 'false',
    help: 'Wait until at least one build matches and then until all that matched are completed. Builds queued later do not join.',
  },
  'appear-timeout': {
    label: 'Time to appear',
    group: 'wait',
    kind: 'duration',
    default: '5m',
    help: 'With `wait`: how long no build may match. After it the outcome is `timed-out`, or `none` where `if-none` is not `fail`.',
  },
  'wait-timeout': {
    label: 'Time to complete',
    group: 'wait',
    kind: 'duration',
    default: '60m',
    help: 'With `wait`: how long the builds that matched may take. After it the step fails and the outcome is `timed-out`.',
  },
  'poll-interval': {
    label: 'Time between looks',
    group: 'wait',
    kind: 'duration',
    least: 1,
    default: '15s',
    help: 'With `wait`: how long to pause between two looks. It is never less, and a little more so that many jobs do not ask at once.',
  },
  'require-result': {
    label: 'Required result',
    group: 'judge',
    kind: 'choices',
    values: results,
    help: 'Every returned build must be completed with one of these results, or the step fails.',
  },
  'max-age': {
    label: 'Greatest age',
    group: 'judge',
    kind: 'duration',
    help: 'The newest returned build must have finished within this time, or the step fails.',
  },
  'if-none': {
    label: 'If there is none',
    group: 'judge',
    kind: 'choice',
    values: ['fail', 'warn', 'ignore'],
    default: 'fail',
    help: 'When no build matches: fail, warn, or go on in silence.',
  },
  'request-timeout': {
    label: 'Time for an attempt',
    group: 'connection',
    kind: 'duration',
    least: 1,
    default: '60s',
    help: 'How long one attempt at one request may take.',
  },
  timeout: {
    label: 'Time for the query',
    group: 'connection',
    kind: 'duration',
    least: 1,
    default: '10m',
    help: 'How long the whole query may take, pauses and retries included. Waiting has its own.',
  },
  retries: {
    label: 'Retries',
    group: 'connection',
    kind: 'number',
    most: 100,
    default: '5',
    help: 'How often a request that failed in passing is sent again.',
  },
  concurrency: {
    label: 'Requests at a time',
    group: 'connection',
    kind: 'number',
    least: 1,
    most: 64,
    default: '4',
    help: 'How many requests may be under way at the same time.',
  },
  'allow-http': {
    label: 'Allow http',
    group: 'connection',
    kind: 'boolean',
    default: 'false',
    help: 'Allow `http://`, which shows the token to everyone on the way. Loopback addresses need no permission.',
  },
} as const satisfies Record<string, Input>

export type InputName = keyof typeof inputs

/** Every declared input as its widest type, for code that walks the table. */
export const declarations: Readonly<Record<InputName, Input>> = inputs

export const inputNames = Object.keys(inputs) as InputName[]

/** `min-time` as Azure Pipelines spells it: `minTime`. */
export type Camel<S extends string> = S extends `${infer Head}-${infer Tail}` ? `${Head}${Capitalize<Camel<Tail>>}` : S

export function camel<S extends string>(name: S): Camel<S> {
  return name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase()) as Camel<S>
}

type ManyOf<K extends Kind> = K extends 'list' | 'choices' | 'numbers' | 'text' | 'secret' | 'connection' ? true : false

/** The value that an input has once read: lists and texts are empty where they were left out, other kinds undefined. */
type ValueOf<D extends Input> = D extends { default: string }
  ? Values[D['kind']]
  : ManyOf<D['kind']> extends true
    ? Values[D['kind']]
    : Values[D['kind']] | undefined

/** Every input as a value of its kind, under its camelCase name. */
export type InputValues = { readonly [N in InputName as Camel<N>]: ValueOf<(typeof inputs)[N]> }
