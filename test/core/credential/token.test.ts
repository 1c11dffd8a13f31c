import { describe, expect, test } from '@jest/globals'
import { chooseToken, foreignToken } from '../../../src/core/credential/token.ts'
import { parseOrganization } from '../../../src/core/inputs/organization.ts'
import type { HostContext } from '../../../src/core/inputs/raw-inputs.ts'
import { madeUpToken, rawInputs } from '../../support/samples.ts'

const job = madeUpToken()
const renewed = madeUpToken()
const pat = madeUpToken()
const held = madeUpToken()
const own = 'https://dev.azure.com/contoso/'
const other = 'https://dev.azure.com/fabrikam'

/** On Azure, in a job of `contoso` with a service connection to `fabrikam`. */
const context = (connection?: HostContext['connection']): HostContext => ({
  host: 'azure',
  organization: own,
  jobToken: job,
  otherJobTokens: [renewed],
  ...(connection ? { connection } : {}),
})

function refused(organization: string, given: string, around: HostContext) {
  return foreignToken(chooseToken(rawInputs({ pat: given }), around), parseOrganization(organization, true), around)
}

const elsewhere = [
  'https://dev.azure.com/fabrikam',
  'https://dev.azure.com/contoso2',
  'https://contoso.visualstudio.com',
  'https://contoso.visualstudio.com/DefaultCollection',
  'http://dev.azure.com/contoso',
  'https://dev.azure.com:8443/contoso',
  'https://dev.azure.com.example/contoso',
  'https://server/contoso',
]
const here = ['contoso', 'CONTOSO', own, 'https://DEV.azure.com:443/Contoso', 'https://dev.azure.com/contoso///']

describe('The job’s own token', () => {
  const ways: [string, string, HostContext][] = [
    ['by default', '', context()],
    ['in pat', job, context()],
    ['in pat, with white space around', ` ${job}\n`, context()],
    ['in pat, after it was renewed', renewed, context()],
    ['in a service connection', '', context({ url: own, token: job })],
    ['in a service connection to somewhere else', '', context({ url: other, token: job })],
  ]
  test.each(ways)('given %s, goes to the job’s own organization only', (_, given, around) => {
    for (const organization of here)
      expect([organization, refused(organization, given, around)]).toEqual([organization, undefined])
    for (const organization of elsewhere)
      expect([organization, refused(organization, given, around)]).toEqual([
        organization,
        'token-missing-for-organization',
      ])
  })

  test.each([undefined, '', 'not a URL', 'https://user:pw@dev.azure.com/contoso'])(
    'goes nowhere if the job’s own organization is %j',
    organization => {
      const { organization: _, ...rest } = context()
      const around: HostContext = organization === undefined ? rest : { ...rest, organization }
      expect(refused(own, '', around)).toBe('token-missing-for-organization')
    },
  )
})

describe('The token of a service connection', () => {
  const around = context({ url: `${other}/`, token: held })

  test('goes to the URL of that connection only', () => {
    for (const organization of ['fabrikam', other, 'https://dev.azure.com/Fabrikam/'])
      expect(refused(organization, '', around)).toBeUndefined()
    for (const organization of [
      own,
      other.replace('https://', 'https://www.'),
      `${other}x`,
      'https://fabrikam.visualstudio.com',
      'http://dev.azure.com/fabrikam',
      'https://server/fabrikam',
    ])
      expect(refused(organization, '', around)).toBe('connection-for-other-organization')
  })

  const server = 'https://tfs.contoso.com:8080/tfs/DefaultCollection'
  test.each([server, `${server}//`, server.toUpperCase(), server.replace('https', 'HTTPS')])(
    'of a server goes to its port and path, as %s',
    url => {
      const on = context({ url, token: held })
      expect(refused(server, '', on)).toBeUndefined()
      for (const organization of [
        'https://tfs.contoso.com:8080/tfs/OtherCollection',
        'https://tfs.contoso.com:8080/tfs',
        'https://tfs.contoso.com:8443/tfs/DefaultCollection',
        'https://tfs.contoso.com/tfs/DefaultCollection',
        'http://tfs.contoso.com:8080/tfs/DefaultCollection',
        'https://tfs.contoso.com.example:8080/tfs/DefaultCollection',
        `${server}/web`,
      ])
        expect([organization, refused(organization, '', on)]).toEqual([
          organization,
          'connection-for-other-organization',
        ])
    },
  )

  test.each(['', 'nowhere at all', 'https://user:pw@dev.azure.com/fabrikam'])('of the URL %j goes nowhere', url => {
    expect(refused('fabrikam', '', context({ url, token: held }))).toBe('connection-for-other-organization')
  })
})

test('A token in pat that is not the job’s own goes wherever organization says', () => {
  for (const organization of [...here, ...elsewhere])
    expect(refused(organization, pat, context({ url: other, token: held }))).toBeUndefined()
})

test('Nothing is said of the token while the organization is not known', () => {
  expect(foreignToken({ token: job, source: 'pat input' }, undefined, context())).toBeUndefined()
})
