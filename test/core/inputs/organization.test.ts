import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { buildPage, parseOrganization, quoteOrganization } from '../../../src/core/inputs/organization.ts'
import { Problem } from '../../../src/core/inputs/problem.ts'
import { anyCharacter } from '../../support/any-character.ts'
import { madeUpToken } from '../../support/samples.ts'

describe('an organization', () => {
  test.each([
    ['contoso', 'https://dev.azure.com/contoso'],
    ['Contoso-1', 'https://dev.azure.com/Contoso-1'],
    ['7', 'https://dev.azure.com/7'],
    ['größe', 'https://dev.azure.com/gr%C3%B6%C3%9Fe'],
    ['https://dev.azure.com/contoso', 'https://dev.azure.com/contoso'],
    ['dev.azure.com/contoso', 'https://dev.azure.com/contoso'],
    ['Dev.Azure.com/contoso/', 'https://dev.azure.com/contoso'],
    ['x'.repeat(50), `https://dev.azure.com/${'x'.repeat(50)}`],
    [`https://dev.azure.com/${'ß'.repeat(50)}`, `https://dev.azure.com/${'%C3%9F'.repeat(50)}`],
    ['https://dev.azure.com/contoso/', 'https://dev.azure.com/contoso'],
    ['https://dev.azure.com/contoso///', 'https://dev.azure.com/contoso'],
    ['https://dev.azure.com:443/contoso', 'https://dev.azure.com/contoso'],
    ['HTTPS://DEV.AZURE.COM/Contoso', 'https://dev.azure.com/Contoso'],
    ['https://contoso.visualstudio.com', 'https://contoso.visualstudio.com'],
    ['https://contoso.visualstudio.com/', 'https://contoso.visualstudio.com'],
    ['https://CONTOSO.VisualStudio.com/DefaultCollection/', 'https://contoso.visualstudio.com/DefaultCollection'],
    ['https://server:8080/tfs/DefaultCollection', 'https://server:8080/tfs/DefaultCollection'],
    ['https://server/a/b/c/Collection/', 'https://server/a/b/c/Collection'],
    ['https://server/tfs/My Collection', 'https://server/tfs/My%20Collection'],
    ['https://server/tfs/My%20Collection/', 'https://server/tfs/My%20Collection'],
    ['https://10.0.0.7/tfs', 'https://10.0.0.7/tfs'],
    ['https://[2001:db8::1]:8443/tfs', 'https://[2001:db8::1]:8443/tfs'],
    ['http://localhost:8080/tfs/', 'http://localhost:8080/tfs'],
    ['http://LOCALHOST/tfs', 'http://localhost/tfs'],
    ['http://127.0.0.1:1234', 'http://127.0.0.1:1234'],
    ['http://127.8.9.10/x', 'http://127.8.9.10/x'],
    ['http://[::1]:8080/tfs/DefaultCollection', 'http://[::1]:8080/tfs/DefaultCollection'],
    ['http://[0:0:0:0:0:0:0:1]/x', 'http://[::1]/x'],
  ])('%s is asked at %s', (text, url) => {
    expect(parseOrganization(text, false)).toEqual({ url })
  })

  test.each<[string, RegExp]>([
    ['http://server:8080/tfs', /show the token/],
    ['http://dev.azure.com/contoso', /show the token/],
    ['http://azure.localhost/tfs', /show the token/],
    ['http://a.b.localhost/tfs', /show the token/],
    ['http://localhost./tfs', /show the token/],
    ['http://0.0.0.0/tfs', /show the token/],
    ['http://[::ffff:127.0.0.1]/tfs', /show the token/],
    ['http://localhost.example.com/tfs', /show the token/],
    ['http://notlocalhost/tfs', /show the token/],
    ['http://127.0.0.1.example.com/tfs', /show the token/],
    ['http://1270.0.0.1.example/tfs', /show the token/],
    ['http://[::2]/tfs', /show the token/],
    ['ftp://server/tfs', /neither https/],
    ['https://', /not a URL/],
    ['https://[::1/tfs', /not a URL/],
    ['https://server:99999/tfs', /not a URL/],
    ['https://someone@dev.azure.com/contoso', /user name or a password/],
    ['https://someone:secret@server/tfs', /user name or a password/],
    ['https://:secret@server/tfs', /user name or a password/],
    ['https://a/b@dev.azure.com/contoso', /user name or a password/],
    ['https://a/b:c@server/tfs', /user name or a password/],
    ['https://a/b%40server/tfs', /user name or a password/],
    ['https://a/b＠server/tfs', /user name or a password/],
    ['https://server/tfs/a:b', /user name or a password/],
    ['https://server/tfs?x=1', /base URL only/],
    ['https://server/tfs#x', /base URL only/],
    ['https://dev.azure.com', /name of the organization alone/],
    ['https://dev.azure.com/', /name of the organization alone/],
    ['https://dev.azure.com//contoso', /name of the organization alone/],
    ['https://dev.azure.com/contoso/web', /name of the organization alone/],
    ['https://dev.azure.com/contoso/web/_build', /name of the organization alone/],
    ['', /neither a name/],
    ['.', /neither a name/],
    ['..', /neither a name/],
    ['-contoso', /neither a name/],
    ['contoso-', /neither a name/],
    ['my org', /neither a name/],
    ['contoso/web', /neither a name/],
    ['dev.azure.com', /neither a name/],
    ['dev.azure.com/contoso/web', /alone/],
    ['dev.azure.com.example/contoso', /neither a name/],
    ['x'.repeat(51), /longer than 50/],
    ['x'.repeat(52), /longer than 50/],
    [`https://dev.azure.com/${'x'.repeat(84)}`, /longer than 50/],
    [`https://dev.azure.com/${'ß'.repeat(51)}`, /longer than 50/],
    ['contoso\u0000', /neither a name/],
    ['contoso\ud800', /neither a name/],
    ['//server/tfs', /neither a name/],
    ['https:/server/tfs', /neither a name/],
  ])('%j is refused', (text, why) => {
    expect(() => parseOrganization(text, false)).toThrow(Problem)
    expect(() => parseOrganization(text, false)).toThrow(why)
  })

  test('over http is taken when that is allowed, and nothing else is', () => {
    expect(parseOrganization('http://server:8080/tfs/', true)).toEqual({ url: 'http://server:8080/tfs' })
    expect(() => parseOrganization('ftp://server/tfs', true)).toThrow(Problem)
  })

  test('of any text is a Problem, or a URL of the host that was given with the token safe on the way', () => {
    const text = fc.oneof(
      fc.string({ unit: anyCharacter }),
      fc.webUrl(),
      fc.webUrl().map(url => url.replace('https', 'http')),
    )
    fc.assert(
      fc.property(text, given => {
        try {
          const { url } = parseOrganization(given, false)
          const { protocol, hostname } = new URL(url)
          expect(url.endsWith('/')).toBe(false)
          expect(protocol).toBe(/^localhost$|^127|^\[::1\]/.test(hostname) ? protocol : 'https:')
          expect(hostname).toBe(given.includes('://') ? new URL(given).hostname : 'dev.azure.com')
        } catch (error) {
          expect(error).toBeInstanceOf(Problem)
        }
      }),
    )
  })

  test.each(['a-', '-', 'a', '/'])('of very many %j ends', piece => {
    expect(() => parseOrganization(`${piece.repeat(50_000)}!`, false)).toThrow(Problem)
  })
})

test.each([
  ['web', 'https://server/tfs/web/_build/results?buildId=7'],
  ['My Project', 'https://server/tfs/My%20Project/_build/results?buildId=7'],
  ['a/../../b?c#d', 'https://server/tfs/a%2F..%2F..%2Fb%3Fc%23d/_build/results?buildId=7'],
  ['//evil.example', 'https://server/tfs/%2F%2Fevil.example/_build/results?buildId=7'],
  ['half \ud800 a pair', 'https://server/tfs/half%20%EF%BF%BD%20a%20pair/_build/results?buildId=7'],
])('the page of a build of the project %j is below the organization', (project, page) => {
  expect(buildPage({ url: 'https://server/tfs' }, project, 7)).toBe(page)
})

describe('What was set as an organization is quoted', () => {
  test.each([
    'contoso',
    'größe-1',
    'my org',
    'dev.azure.com/contoso/web',
    'https://dev.azure.com',
    'https://server:8080/tfs/My Collection',
    'http://[::1]:8080/tfs',
    'HTTPS://contoso.visualstudio.com/',
  ])('if it is plainly an address: %s', text => {
    expect(quoteOrganization(text)).toBe(text)
  })

  const secret = `${madeUpToken()}/+%=`
  const plain = madeUpToken().replaceAll('-', '')
  test.each([
    `user:${secret}@dev.azure.com/contoso`,
    `https://user:${secret}@dev.azure.com/contoso`,
    `https://${plain}@dev.azure.com/contoso`,
    `https:/user:${plain}@dev.azure.com/contoso`,
    `https:user:${plain}@dev.azure.com/contoso`,
    `https:\\\\user:${plain}@dev.azure.com/contoso`,
    `//user:${plain}@dev.azure.com/contoso`,
    `/user:${plain}@dev.azure.com/contoso`,
    `${plain}@dev.azure.com/contoso`,
    `${plain}＠dev.azure.com`,
    `https://user:${plain}%40dev.azure.com/contoso`,
    `https://user:${plain}`,
    `https://dev.azure.com/user:${plain}@contoso`,
    `https://dev.azure.com/contoso?token=${plain}`,
    `https://dev.azure.com/contoso#${plain}`,
    `https://dev.azure.com/contoso;${plain}`,
    `contoso:${plain}`,
    `contoso ${plain}`,
    `contoso\n${plain}`,
    `PAT=${plain}`,
    `"${plain}"`,
    `ftp://user:${plain}@server`,
    `ssh://${plain}@server`,
    `user:${plain}\u200b@server`,
    `http://user:${plain}@[::1]/tfs`,
    'x'.repeat(52),
    `https://dev.azure.com/${'x'.repeat(84)}`,
    `${'x'.repeat(84)}.visualstudio.com`,
  ])('%#: but not with what may be a credential', text => {
    const quoted = quoteOrganization(text)
    for (const hidden of [secret, plain, 'user', 'xxxx']) expect(quoted).not.toContain(hidden)
    expect(quoted).toMatch(
      /^(?:https?:\/\/)?\*\*\*(?:@(?:dev\.azure\.com(?:\/contoso)?|contoso|server|\[::1\]\/tfs))?$/,
    )
  })
})
