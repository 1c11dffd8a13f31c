/** Every output of the call step, once, under its GitHub name; on Azure the same words in camelCase. */
export const callOutputs = {
  outcome:
    '`passed`, `failed` (the service answered with a status that was not accepted), `canceled`, `error`, or `dry-run`.',
  status: 'HTTP status of the last response, also on failure.',
  result:
    'What {query} selects, or the whole response: text as it is, null as nothing, everything else as JSON; at most 32 KiB. Empty unless the step passed.',
  'result-file': 'Absolute path of a file with the whole response. Empty unless the step passed.',
  count: 'Number of items if the response is a list.',
  truncated: '`true` if the response says that the list has more items.',
  etag: '`ETag` of the response, for `If-Match`.',
  location: '`Location` of the response.',
} as const satisfies Record<string, string>

export type CallOutputName = keyof typeof callOutputs

export const callOutputNames = Object.keys(callOutputs) as CallOutputName[]

export type CallOutcome = 'passed' | 'failed' | 'canceled' | 'error' | 'dry-run'

export type CallOutputs = Readonly<Partial<Record<CallOutputName, string>>>
