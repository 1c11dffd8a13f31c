import { describe, expect, test } from '@jest/globals'
import { refusalOf, type TokenType } from '../../../src/core/rest/refusals.ts'
import { readOperations, segmentsOf } from './operations-table.ts'

describe('what refuses a token', () => {
  test.each([
    ['_apis/tokens/pats', 'pat', 'needs a Microsoft Entra token'],
    ['_apis/Tokens/PATs', 'pat', 'needs a Microsoft Entra token'],
    ['_apis/tokens/pats', 'entra', undefined],
    ['_apis/delegatedauth/registrationsecret/1', 'pat', 'needs a Microsoft Entra token'],
    ['_apis/accounts', 'pat', '401 Unauthorized'],
    ['_apis/accounts', 'job', '401 Unauthorized'],
    ['_apis/accounts', 'entra', undefined],
    ['_apis/profile/profiles/me', 'pat', '401 Unauthorized'],
    ['_apis/status/health', 'entra', 'needs no token'],
    ['_apis/tokenadmin/revocations', 'pat', undefined],
    ['_apis/audit/auditlog', 'pat', undefined],
    ['web/_apis/tokens', 'pat', undefined],
    ['web/_odata/status', 'pat', undefined],
  ] as [string, TokenType, string | undefined][])('%s with a %s token: %s', (path, type, why) => {
    const said = refusalOf(path.split('/'), type)
    if (why === undefined) expect(said).toBeUndefined()
    else expect(said).toContain(why)
  })

  const operations = readOperations()
  ;(operations.length > 0 ? test : test.skip)(
    'is, of the operations in the specification, these alone for a PAT',
    () => {
      const refused = operations.filter(operation => refusalOf(segmentsOf(operation), 'pat') !== undefined)
      const areas = new Set(refused.map(({ path }) => path.split('/_apis/')[1]?.split('/')[0]))
      expect([...areas].sort()).toEqual(['accounts', 'profile', 'status', 'tokens'])
    },
  )
})
