import { expect, test } from '@jest/globals'
import { type Arrival, ServiceError } from '../../../src/core/errors/errors.ts'
import { NetworkError } from '../../../src/core/service/network-error.ts'
import { endOf } from '../../../src/core/start/ends.ts'

const lost = (code: string, sent: boolean) => new NetworkError(code, 'x', sent)

/** What the gate says of the request, and whether a build may have been started. */
const rows: [string, Arrival, { status?: number; typeKey?: string }, Error | undefined, boolean][] = [
  ['a name that is not found', 'no', {}, lost('ENOTFOUND', false), false],
  ['a connection that is refused', 'no', {}, lost('ECONNREFUSED', false), false],
  ['a certificate that is not trusted', 'no', {}, lost('CERT_HAS_EXPIRED', false), false],
  ['TLS that breaks after the request was sent', 'no', {}, lost('EPROTO', true), true],
  ['429', 'no', { status: 429 }, undefined, false],
  ['a reset', 'unknown', {}, lost('ECONNRESET', true), true],
  ['400', 'refused', { status: 400, typeKey: 'BuildRequestValidationFailedException' }, undefined, false],
  ['400 of an exception that nobody knows', 'refused', { status: 400, typeKey: 'OddException' }, undefined, false],
  ['401', 'refused', { status: 401 }, undefined, false],
  ['408', 'unknown', { status: 408 }, undefined, true],
  [
    '500 of a pipeline that does not exist',
    'refused',
    { status: 500, typeKey: 'PipelineNotFoundException' },
    undefined,
    false,
  ],
  ['500 of a disabled pipeline', 'refused', { status: 500, typeKey: 'DefinitionDisabledException' }, undefined, false],
  [
    '500 of an exception that says nothing',
    'refused',
    { status: 500, typeKey: 'SqlTimeoutException' },
    undefined,
    true,
  ],
  ['500', 'unknown', { status: 500 }, undefined, true],
  ['503', 'unknown', { status: 503 }, undefined, true],
  ['a 200 that cannot be read', 'unknown', { status: 200 }, undefined, true],
]

test.each(rows)('after %s it is known whether a build may have been started', (_, arrived, request, original, may) => {
  const error = new ServiceError('service-failed', { transient: false, arrived, request, original })
  expect(endOf(error)).toBe(may ? 'maybe started' : 'not started')
})
