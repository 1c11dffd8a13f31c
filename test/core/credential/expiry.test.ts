import { describe, expect, test } from '@jest/globals'
import { type Instant, instant } from '../../../src/core/base/time.ts'
import { expiryWarning, explainByExpiry } from '../../../src/core/credential/expiry.ts'
import type { CauseName } from '../../../src/core/errors/causes.ts'
import { ServiceError, StepError } from '../../../src/core/errors/errors.ts'
import { noon } from '../../support/samples.ts'

const on = (day: string) => instant(day) as Instant

test.each<[string, RegExp | undefined]>([
  ['2027-11-23', undefined],
  ['2026-12-01', undefined],
  ['2026-11-30', /expires on 2026-11-30, in 7 days/],
  ['2026-11-24', /expires on 2026-11-24, in 1 day\b/],
  ['2026-11-22', /expired on 2026-11-22/],
  ['2020-01-01', /expired on 2020-01-01/],
])('on 2026-11-23 a token that expires on %s is warned of: %s', (day, warning) => {
  const found = expiryWarning(on(day), noon)
  if (warning === undefined) expect(found).toBeUndefined()
  else expect(found).toMatch(warning)
})

test('a token without an end is not warned of', () => {
  expect(expiryWarning(undefined, noon)).toBeUndefined()
})

describe('a failure after the end of the token', () => {
  const failure = (reason: CauseName) =>
    new ServiceError(reason, { details: ['401 Unauthorized', 'Activity: a'], transient: false, arrived: 'refused' })

  test.each<CauseName>(['token-rejected', 'token-anonymous', 'signed-out', 'redirected', 'scope-missing'])(
    '%s is explained by it, and keeps its details',
    reason => {
      const error = explainByExpiry(failure(reason), on('2026-11-22'), noon) as ServiceError
      expect(error).toBeInstanceOf(ServiceError)
      expect(error.reason).toBe('token-expired')
      expect(error.message).toMatch(/2026-11-22[\s\S]*401 Unauthorized\nActivity: a/)
      expect(error.cause).toBeInstanceOf(ServiceError)
    },
  )

  test.each<CauseName>(['project-unknown', 'throttled', 'name-unresolved', 'conditional-access'])(
    '%s is not',
    reason => {
      const error = failure(reason)
      expect(explainByExpiry(error, on('2026-11-22'), noon)).toBe(error)
    },
  )

  test.each<[string, unknown, Instant | undefined]>([
    ['before the end', failure('token-rejected'), on('2026-11-24')],
    ['without an end', failure('token-rejected'), undefined],
    ['of the step itself', new StepError('token-rejected'), on('2020-01-01')],
    ['of another kind', new Error('x'), on('2020-01-01')],
    ['that is no error', 'x', on('2020-01-01')],
  ])('%s is as it is', (_, error, expires) => {
    expect(explainByExpiry(error, expires, noon)).toBe(error)
  })
})
