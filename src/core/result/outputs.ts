/** Every output, once, under its GitHub name; on Azure the same words in camelCase. */
export const outputs = {
  outcome:
    '`found` (nothing was judged), `passed`, `failed`, `none`, `started` (and not waited for), `timed-out`, `canceled`, `dry-run`, or `error`.',
  count: 'Number of builds returned.',
  truncated: '`false` only when everything that matches was returned.',
  'build-id': 'ID of the first build in {order}. Empty, like all that follow, if there is none.',
  'build-number': 'Its build number.',
  'build-status': 'Its status: `completed`, `inProgress`, `notStarted`, …',
  'build-result':
    'Its result: `succeeded`, `partiallySucceeded`, `failed`, or `canceled`; empty until it is completed.',
  'build-url': 'Its page.',
  'pipeline-id': 'ID of its pipeline.',
  'pipeline-name': 'Name of its pipeline.',
  'source-branch': 'Its branch, as `refs/heads/main`.',
  'source-version': 'Its commit.',
  'queue-time': 'When it was queued, ISO 8601 in UTC.',
  'start-time': 'When it started.',
  'finish-time': 'When it finished.',
  builds:
    'JSON array of the builds with the fields `id`, `buildNumber`, `status`, `result`, `url`, `project`, `pipelineId`, `pipelineName`, `sourceBranch`, `sourceVersion`, `queueTime`, `startTime`, `finishTime`; as many as fit in 32 KiB.',
  'builds-file':
    'Absolute path of a JSON array with every returned build as the service sent it, except for redactions.',
  failure: 'One line: why the first judged build failed.',
  failures:
    'JSON array of failures, at most 32 KiB: `buildId`, `stage`, `job`, `task`, `kind`, `messages`, `count`, `url`.',
  artifacts: 'JSON array of downloaded artifacts: `name`, `type`, `path`, `files`, `bytes`.',
  'artifacts-path': 'Absolute folder of the downloaded artifacts.',
} as const satisfies Record<string, string>

export type OutputName = keyof typeof outputs

export const outputNames = Object.keys(outputs) as OutputName[]

export type Outcome =
  | 'found'
  | 'passed'
  | 'failed'
  | 'none'
  | 'started'
  | 'timed-out'
  | 'canceled'
  | 'dry-run'
  | 'error'
