import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import {
  isDnsCode,
  isTransientCode,
  isTransientStatus,
  neverSent,
  retryAfter,
  retryDelay,
} from '../../../src/core/service/retry.ts'
import { noon } from '../../support/samples.ts'

test.each<[number, string | undefined, boolean]>([
  ...[408, 429, 502, 503, 504].map((status): [number, undefined, boolean] => [status, undefined, true]),
  [500, undefined, true],
  [500, 'PipelineNotFoundException', false],
  [503, 'AnyException', true],
  ...[200, 203, 302, 400, 401, 403, 404, 407, 409, 501, 505].map((status): [number, undefined, boolean] => [
    status,
    undefined,
    false,
  ]),
])('The status %d with the typeKey %s is transient: %j', (status, typeKey, transient) => {
  expect(isTransientStatus(status, typeKey)).toBe(transient)
})

test.each<[string, boolean]>([
  ['ECONNRESET', true],
  ['ECONNREFUSED', true],
  ['ENOTFOUND', true],
  ['EAI_AGAIN', true],
  ['ETIMEDOUT', true],
  ['REQUEST_TIMEOUT', true],
  ['EPIPE', true],
  ['BODY_CUT_SHORT', true],
  ['BODY_BROKEN', true],
  ['Z_DATA_ERROR', true],
  ['Z_BUF_ERROR', true],
  ['PROXY_502', true],
  ['PROXY_FAILED', true],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', false],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', false],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', false],
  ['SELF_SIGNED_CERT_IN_CHAIN', false],
  ['CERT_HAS_EXPIRED', false],
  ['ERR_TLS_CERT_ALTNAME_INVALID', false],
  ['HOSTNAME_MISMATCH', false],
  ['EPROTO', false],
  ['ERR_SSL_WRONG_VERSION_NUMBER', false],
  ['ERR_INVALID_URL', false],
  ['PROXY_403', false],
  ['PROXY_407', false],
  ['BODY_ENCODING', false],
  ['BODY_TOO_LARGE', false],
  ['PROXY_INVALID', false],
])('The code %s is transient: %j', (code, transient) => {
  expect(isTransientCode(code)).toBe(transient)
})

test.each<[string, boolean]>([
  ['ENOTFOUND', true],
  ['EAI_AGAIN', true],
  ['ECONNREFUSED', true],
  ['EHOSTUNREACH', true],
  ['ENETUNREACH', true],
  ['CERT_HAS_EXPIRED', true],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', true],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', true],
  ['ERR_TLS_CERT_ALTNAME_INVALID', true],
  ['ERR_SSL_WRONG_VERSION_NUMBER', true],
  ['PROXY_407', true],
  ['PROXY_FAILED', true],
  ['ECONNRESET', false],
  ['EPIPE', false],
  ['ETIMEDOUT', false],
  ['REQUEST_TIMEOUT', false],
  ['BODY_CUT_SHORT', false],
  ['Z_DATA_ERROR', false],
  ['UNKNOWN', false],
])('The code %s says that nothing was sent: %j', (code, never) => {
  expect(neverSent(code)).toBe(never)
})

test('Only codes of a lookup say that a name does not resolve', () => {
  const codes = ['ENOTFOUND', 'EAI_AGAIN', 'EAI_NODATA', 'EAI_FAIL']
  expect(codes.map(isDnsCode)).toEqual([true, true, true, true])
  expect(['ECONNREFUSED', '', undefined].map(isDnsCode)).toEqual([false, false, false])
})

describe('The pause before the next attempt', () => {
  const policy = { retries: 5, base: 1000, ceiling: 30_000 }

  test('is anything between nothing and a limit that doubles up to its ceiling', () => {
    const most = [0, 1, 2, 3, 4, 5, 6, 50, 2000].map(attempt => retryDelay(policy, attempt, () => 1))
    expect(most).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000, 30_000])
    expect(retryDelay(policy, 3, () => 0)).toBe(0)
    fc.assert(
      fc.property(fc.nat(60), fc.double({ min: 0, max: 1, noNaN: true }), (attempt, random) => {
        const delay = retryDelay(policy, attempt, () => random)
        expect(Math.abs(delay - random * (most[Math.min(attempt, 6)] as number))).toBeLessThanOrEqual(0.5)
      }),
    )
  })
})

describe('Retry-After', () => {
  test.each<[string | undefined, number | undefined]>([
    [undefined, undefined],
    ['', undefined],
    ['0', 0],
    ['7', 7000],
    [' 30 ', 30_000],
    ['0.25', 250],
    ['1.0001', 1001],
    ['Mon, 23 Nov 2026 12:00:30 GMT', 30_000],
    ['Monday, 23-Nov-26 12:01:00 GMT', 60_000],
    ['Mon, 23 Nov 2026 11:00:00 GMT', 0],
    ['9'.repeat(1000), 31_536_000_000],
    ['Mon, 23 Nov 9999 12:00:00 GMT', 31_536_000_000],
    ['-5', undefined],
    ['2026', 2_026_000],
    ['1e3', undefined],
    ['0x10', undefined],
    ['soon', undefined],
    ['5 minutes', undefined],
  ])('of %j is a pause of %j ms', (header, wait) => {
    expect(retryAfter(header, noon)).toBe(wait)
  })

  test('of any text is a pause that is never negative, or none', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.date().map(String)), header => {
        const wait = retryAfter(header, noon)
        expect(wait === undefined || wait >= 0).toBe(true)
      }),
    )
  })
})
