import type { Input } from './input.ts'

/** How to ask. */
export const howInputs = {
  'api-version': {
    label: 'API version',
    group: 'how',
    type: 'text',
    help: '7.1 unless set, stepping down on older servers. A version that is set is never changed.',
  },
  'scan-limit': {
    label: 'Scan limit',
    group: 'how',
    type: 'number',
    least: 1,
    default: '5000',
    help: 'Maximum number of builds to check per project for what the service cannot filter by: {commit}, and globs in {branch}.',
    visibleRule: 'commit != "" || branch != ""',
  },
  'request-timeout': {
    label: 'Request timeout',
    group: 'how',
    type: 'duration',
    least: 1,
    default: '60s',
    help: 'Timeout of one attempt.',
  },
  'query-timeout': {
    label: 'Query timeout',
    group: 'how',
    type: 'duration',
    least: 1,
    default: '10m',
    help: 'Timeout of one whole query, pauses and retries included. Waiting has its own timeouts.',
  },
  retries: {
    label: 'Retries',
    group: 'how',
    type: 'number',
    most: 100,
    default: '5',
    help: 'Number of retries after a transient failure.',
  },
  concurrency: {
    label: 'Concurrency',
    group: 'how',
    type: 'number',
    least: 1,
    most: 64,
    default: '4',
    help: 'Maximum number of requests at the same time.',
  },
  'allow-http': {
    label: 'Allow HTTP',
    group: 'how',
    type: 'boolean',
    default: 'false',
    help: 'Allow `http://`, which shows the token to everyone on the network. Loopback addresses need no permission.',
  },
} as const satisfies Record<string, Input>
