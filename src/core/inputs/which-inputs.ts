import type { Input } from './input.ts'

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
export const deletedFilters = ['excludeDeleted', 'includeDeleted', 'onlyDeleted'] as const

/** Which builds match. */
export const whichInputs = {
  pipelines: {
    label: 'Pipelines',
    group: 'which',
    type: 'list',
    help: 'IDs, names, or `\\folder\\name` paths of pipelines. `2024` is an ID; `\\2024` is the pipeline named 2024.',
  },
  branch: {
    label: 'Branch',
    group: 'which',
    type: 'text',
    help: '`main`, `feature/x`, a full ref such as `refs/heads/main`, `pr:123`, `tag:v1`, a TFVC path `$/…`, or a glob: `*` and `?` also match `/`, so `release/*` is every branch below `release`. A glob matches branches unless it starts with `refs/`.',
  },
  commit: {
    label: 'Commit',
    group: 'which',
    type: 'text',
    help: 'A commit SHA, full or at least its first 7 digits, or a TFVC changeset (`943` or `C943`). Also finds the builds of a pull request whose source is that commit.',
  },
  status: {
    label: 'Status',
    group: 'which',
    type: 'choices',
    values: [...statuses, 'all'],
    help: 'Any of `inProgress`, `completed`, `cancelling`, `postponed`, `notStarted`. Every status unless set.',
  },
  result: {
    label: 'Result',
    group: 'which',
    type: 'choices',
    values: results,
    help: 'Any of `succeeded`, `partiallySucceeded`, `failed`, `canceled`. To fail on a result, use {require-result} instead.',
  },
  reason: {
    label: 'Reason',
    group: 'which',
    type: 'choices',
    values: reasons,
    help: 'Why the build was queued: `manual`, `individualCI`, `batchedCI`, `schedule`, `pullRequest`, `buildCompletion`, `resourceTrigger`, and more.',
  },
  tags: { label: 'Tags', group: 'which', type: 'list', help: 'Only builds that have all of these tags.' },
  'requested-for': {
    label: 'Requested for',
    group: 'which',
    type: 'text',
    help: 'The user whose builds match: a display name, mail address, or ID.',
  },
  'build-number': {
    label: 'Build number',
    group: 'which',
    type: 'text',
    help: 'A build number, or a prefix followed by `*`.',
  },
  'build-ids': {
    label: 'Build IDs',
    group: 'which',
    type: 'numbers',
    least: 1,
    help: 'Only the builds with these IDs.',
  },
  queues: { label: 'Queues', group: 'which', type: 'numbers', least: 1, help: 'IDs of agent queues.' },
  'repository-id': {
    label: 'Repository ID',
    group: 'which',
    type: 'text',
    help: 'ID of the repository that was built, together with {repository-type}.',
  },
  'repository-type': {
    label: 'Repository type',
    group: 'which',
    type: 'text',
    help: '`TfsGit`, `GitHub`, `Bitbucket`, …, together with {repository-id}.',
  },
  deleted: {
    label: 'Deleted builds',
    group: 'which',
    type: 'choice',
    values: deletedFilters,
    default: 'excludeDeleted',
    help: 'Whether to leave deleted builds out, include them, or find only them.',
  },
  'min-time': {
    label: 'Minimum time',
    group: 'which',
    type: 'time',
    help: 'ISO 8601 (UTC without an offset), or how long ago (`7d`). Compared with the time that {order} names.',
  },
  'max-time': {
    label: 'Maximum time',
    group: 'which',
    type: 'time',
    help: 'ISO 8601 (UTC without an offset), or how long ago (`1h`). Compared with the time that {order} names.',
  },
  order: {
    label: 'Order',
    group: 'which',
    type: 'choice',
    values: orders,
    default: 'queueTimeDescending',
    help: 'Which builds come first: by `queueTime`, `startTime`, or `finishTime`, each `Descending` or `Ascending`. Finish time includes completed builds only.',
  },
  'max-builds-per-pipeline': {
    label: 'Builds per pipeline',
    group: 'which',
    type: 'number',
    least: 1,
    help: 'Maximum number of builds for each pipeline, the first in {order}.',
  },
  top: {
    label: 'Maximum builds',
    group: 'which',
    type: 'number',
    help: 'Maximum number of builds to return; `0` is no limit. 100 unless set; with {wait}, {require-result}, or {max-age} the first build of each pipeline.',
  },
  properties: {
    label: 'Properties',
    group: 'which',
    type: 'list',
    help: 'Names of build properties to include in the builds file.',
  },
} as const satisfies Record<string, Input>
