/** Every output, once, under its GitHub name; on Azure the same words in camelCase. */
export const outputs = {
  count: 'How many builds were returned.',
  truncated:
    '`true` when more may match than were returned: `top` or `scan-limit` cut, or the service stopped making progress.',
  outcome: '`passed`, `failed`, `none`, `timed-out`, `canceled`, `dry-run` or `error`.',
  'build-id': 'Id of the first build in `order`; empty, as all that follow, where there is none.',
  'build-number': 'Its build number.',
  'build-status': 'Its status: `completed`, `inProgress`, `notStarted` …',
  'build-result': 'Its result: `succeeded`, `partiallySucceeded`, `failed` or `canceled`; empty until it is completed.',
  'build-url': 'Its page.',
  'definition-id': 'Id of its pipeline.',
  'definition-name': 'Name of its pipeline.',
  'source-branch': 'Its branch, as `refs/heads/main`.',
  'source-version': 'Its commit.',
  'queue-time': 'When it was queued, ISO 8601 in UTC.',
  'start-time': 'When it started.',
  'finish-time': 'When it finished.',
  builds:
    'A JSON array of the builds with these fields: `id`, `buildNumber`, `status`, `result`, `url`, `project`, `definitionId`, `definitionName`, `sourceBranch`, `sourceVersion`, `queueTime`, `startTime`, `finishTime`; as many as fit in 32 KiB.',
  'builds-file': 'Absolute path of a JSON array with every returned build as the service sent it.',
} as const satisfies Record<string, string>

export type OutputName = keyof typeof outputs

export const outputNames = Object.keys(outputs) as OutputName[]

export type Outcome = 'passed' | 'failed' | 'none' | 'timed-out' | 'canceled' | 'dry-run' | 'error'
