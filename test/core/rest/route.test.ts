import { describe, expect, test } from '@jest/globals'
import { addressOf, type RouteSample, targetOf } from './route-samples.ts'

const tfs = 'https://tfs.example.com/tfs/DefaultCollection'
const old = 'https://contoso.visualstudio.com'

/** A route and what is asked for. */
const good: [RouteSample, string][] = [
  [{ route: 'GET /{project}/_apis/git/repositories' }, 'GET https://dev.azure.com/contoso/web/_apis/git/repositories'],
  [{ route: '/_apis/projects' }, 'GET https://dev.azure.com/contoso/_apis/projects'],
  [{ route: '  post   /_apis/projects/  ' }, 'POST https://dev.azure.com/contoso/_apis/projects'],
  [{ route: 'PATCH /_apis/projects HTTP/1.1' }, 'PATCH https://dev.azure.com/contoso/_apis/projects'],
  [
    { route: '/{organization}/{project}/_apis/build/builds' },
    'GET https://dev.azure.com/contoso/web/_apis/build/builds',
  ],
  [
    { route: '/{project}/_apis/build/builds', project: 'my web' },
    'GET https://dev.azure.com/contoso/my%20web/_apis/build/builds',
  ],
  [{ route: '/my%20web/_apis/build/builds' }, 'GET https://dev.azure.com/contoso/my%20web/_apis/build/builds'],
  [{ route: '/my web/_apis/build/builds' }, 'GET https://dev.azure.com/contoso/my%20web/_apis/build/builds'],
  [
    { route: '/{Project}/_apis/x/{ID}', parameters: { id: 'a b+c#?' } },
    'GET https://dev.azure.com/contoso/web/_apis/x/a%20b%2Bc%23%3F',
  ],
  [
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a placeholder after a dollar sign
    { route: 'POST /{project}/_apis/wit/workitems/${type}', parameters: { type: 'User Story' } },
    'POST https://dev.azure.com/contoso/web/_apis/wit/workitems/%24User%20Story',
  ],
  [
    { route: 'POST /{project}/_apis/wit/workitems/$Task' },
    'POST https://dev.azure.com/contoso/web/_apis/wit/workitems/%24Task',
  ],
  [
    {
      route: '/_apis/packaging/feeds/{f}/npm/@{scope}/{name}/versions/{v}',
      parameters: { f: 'tools', scope: 's', name: 'n', v: '1.0.0' },
    },
    'GET https://pkgs.dev.azure.com/contoso/_apis/packaging/feeds/tools/npm/%40s/n/versions/1.0.0',
  ],
  [
    { route: '/{project}/a%2bteam/_apis/work/boards' },
    'GET https://dev.azure.com/contoso/web/a%2Bteam/_apis/work/boards',
  ],
  [{ route: '/{project}/_apis/release/releases' }, 'GET https://vsrm.dev.azure.com/contoso/web/_apis/release/releases'],
  // Queries.
  [
    { route: '/_apis/projects?$top=5&stateFilter=all' },
    'GET https://dev.azure.com/contoso/_apis/projects?$top=5&stateFilter=all',
  ],
  [{ route: '/_apis/projects', parameters: { $top: '5' } }, 'GET https://dev.azure.com/contoso/_apis/projects?$top=5'],
  [
    { route: '/_apis/projects?$top={n}', parameters: { n: '5' } },
    'GET https://dev.azure.com/contoso/_apis/projects?$top=5',
  ],
  [{ route: '/_apis/projects?a=1', parameters: { A: '1' } }, 'GET https://dev.azure.com/contoso/_apis/projects?a=1'],
  [
    { route: '/_apis/x?text=a+b%2Bc&empty=&flag' },
    'GET https://dev.azure.com/contoso/_apis/x?text=a%20b%2Bc&empty=&flag=',
  ],
  [
    { route: '/_apis/x', parameters: { path: '/a/../b?c#d', text: 'a+b&c=d' } },
    'GET https://dev.azure.com/contoso/_apis/x?path=%2Fa%2F..%2Fb%3Fc%23d&text=a%2Bb%26c%3Dd',
  ],
  [
    { route: '/_apis/x', parameters: { project: 'mobile' } },
    'GET https://dev.azure.com/contoso/_apis/x?project=mobile',
  ],
  [
    { route: "/{project}/_odata/v4.0-preview/WorkItems?$filter=State eq 'Active'" },
    'GET https://analytics.dev.azure.com/contoso/web/_odata/v4.0-preview/WorkItems?$filter=State%20eq%20%27Active%27',
  ],
  // The reference's URLs, pasted.
  [
    { route: 'GET https://dev.azure.com/{organization}/_apis/projects?api-version=7.1' },
    'GET https://dev.azure.com/contoso/_apis/projects?api-version=7.1',
  ],
  [
    {
      route:
        'GET https://dev.azure.com/{organization}/{project}/_apis/build/builds?definitions={definitions}&$top={$top}&api-version=7.1',
      parameters: { $top: '3' },
    },
    'GET https://dev.azure.com/contoso/web/_apis/build/builds?$top=3&api-version=7.1',
  ],
  [
    { route: 'https://vsrm.dev.azure.com/{organization}/{project}/_apis/release/releases' },
    'GET https://vsrm.dev.azure.com/contoso/web/_apis/release/releases',
  ],
  [
    { route: 'https://{service}dev.azure.com/{organization}/_apis/notification/subscriptions' },
    'GET https://dev.azure.com/contoso/_apis/notification/subscriptions',
  ],
  [
    { route: 'https://app.vssps.visualstudio.com/_apis/accounts' },
    'GET https://app.vssps.visualstudio.com/_apis/accounts',
  ],
  [{ route: 'https://{instance}/{collection}/_apis/projects' }, 'GET https://dev.azure.com/contoso/_apis/projects'],
  [
    { route: 'HTTPS://Dev.Azure.Com/Contoso/web/_apis/build/Builds/7' },
    'GET https://dev.azure.com/contoso/web/_apis/build/Builds/7',
  ],
  [
    { route: 'https://vstmr.dev.azure.com/contoso/web/_apis/testresults/runs' },
    'GET https://vstmr.dev.azure.com/contoso/web/_apis/testresults/runs',
  ],
  // On the old address, and on a server, where everything has one host.
  [{ route: 'https://dev.azure.com/{organization}/_apis/projects', organization: old }, `GET ${old}/_apis/projects`],
  [{ route: 'https://{organization}.visualstudio.com/_apis/projects', organization: old }, `GET ${old}/_apis/projects`],
  [
    { route: 'https://feeds.dev.azure.com/{organization}/_apis/packaging/feeds', organization: old },
    'GET https://contoso.feeds.visualstudio.com/_apis/packaging/feeds',
  ],
  [
    { route: 'https://contoso.feeds.visualstudio.com/_apis/packaging/feeds', organization: old },
    'GET https://contoso.feeds.visualstudio.com/_apis/packaging/feeds',
  ],
  [
    { route: 'https://vsrm.dev.azure.com/{organization}/{project}/_apis/release/releases', organization: tfs },
    `GET ${tfs}/web/_apis/release/releases`,
  ],
  [
    { route: 'https://{instance}/{collection}/{project}/_apis/build/builds', organization: tfs },
    `GET ${tfs}/web/_apis/build/builds`,
  ],
  [{ route: `${tfs}/web/_apis/build/builds`, organization: tfs }, `GET ${tfs}/web/_apis/build/builds`],
  [
    { route: '/_apis/x?collection={organization}', organization: tfs },
    `GET ${tfs}/_apis/x?collection=DefaultCollection`,
  ],
]

describe('a route', () => {
  test.each(good)('%j asks for %s', (sample, expected) => {
    const target = targetOf(sample)
    expect(`${target.method} ${addressOf(target)}`).toBe(expected)
  })

  test('tells which optional parameters of a documentation URL have no value', () => {
    const route =
      'https://dev.azure.com/{organization}/{project}/_apis/build/builds?definitions={definitions}&queues={queues}'
    expect(targetOf({ route, parameters: { queues: '1' } }).leftOut).toEqual(['definitions'])
  })
})

/** A route and a part of what is said about it. */
const bad: [RouteSample, string][] = [
  [{ route: 'OPTIONS /_apis/projects' }, 'the method OPTIONS, which is not one of GET, HEAD, POST, PUT, PATCH, DELETE'],
  [{ route: 'POSTS /_apis/projects' }, 'Did you mean POST'],
  [{ route: 'POST' }, 'has no path'],
  [{ route: 'web/_apis/projects' }, 'has no path'],
  [{ route: '/' }, 'two slashes in a row, or no path'],
  [{ route: '//example.com/_apis/projects' }, 'two slashes in a row'],
  [{ route: '/web//_apis/projects' }, 'two slashes in a row'],
  [{ route: '/_apis/projects#a' }, 'a #'],
  [{ route: '/_apis/../projects' }, '"." or ".."'],
  [{ route: '/_apis/%2e%2E/projects' }, 'encoded dot'],
  [{ route: '/_apis/a%2fb' }, 'encoded dot, slash'],
  [{ route: '/_apis/a%5cb' }, 'backslash'],
  [{ route: '/_apis/a%252fb' }, 'percent sign'],
  [{ route: '/_apis/a\\b' }, 'a backslash'],
  [{ route: '/_apis/a%zz' }, 'encodes no character'],
  [{ route: '/_apis/a%ff' }, 'encodes no character'],
  [{ route: '/_apis/a%0ab' }, 'control character'],
  [{ route: '/_apis/a\nb' }, 'line break'],
  [{ route: '/_apis/{a' }, 'a brace'],
  [{ route: '/_apis/{}' }, 'a brace'],
  [{ route: '/_apis/x?{a}=1' }, 'without a name'],
  [{ route: '/_apis/x?=1' }, 'without a name'],
  [{ route: '/web/_git/web' }, 'not the path of an API'],
  [{ route: '/a/b/c/_apis/x' }, 'not the path of an API'],
  [{ route: '/web/_apis' }, 'not the path of an API'],
  [{ route: '/_apis/x/{repo}' }, 'the placeholder "repo", which {parameters} does not set'],
  [{ route: '/_apis/x/{repo}', parameters: { repos: '1' } }, 'Did you mean "repos"'],
  [{ route: '/_apis/x?a={repo}' }, 'which {parameters} does not set'],
  [{ route: '/{project}/_apis/x', project: '' }, '{project} is not set'],
  [{ route: '/{project}/_apis/x', parameters: { Project: 'mobile' } }, 'which {project} fills'],
  [{ route: '/_apis/{id}', parameters: { id: '' } }, 'is empty'],
  [{ route: '/_apis/{id}', parameters: { id: 'a/b' } }, 'a slash'],
  [{ route: '/_apis/{id}', parameters: { id: 'a\\b' } }, 'a slash'],
  [{ route: '/_apis/x/{id}', parameters: { id: '..' } }, '"." or ".."'],
  [{ route: '/_apis/x/.{id}', parameters: { id: '.' } }, '"." or ".."'],
  [{ route: '/_apis/x/{id}', parameters: { id: '%2e%2e' } }, 'percent-encoded already'],
  [{ route: '/{id}/_apis/x', parameters: { id: '_APIS' } }, 'reserved name'],
  [{ route: '/_apis/x?a=1', parameters: { a: '2' } }, 'sets another value'],
  [{ route: '/_apis/x', parameters: { a: '1\u0000' } }, 'control character'],
  [{ route: '/_apis/x', parameters: { a: '\ud800' } }, 'half a character'],
  [{ route: 'https://dev.azure.com/fabrikam/_apis/projects' }, 'outside https://dev.azure.com/contoso'],
  [{ route: 'https://dev.azure.com/contoso.example/_apis/projects' }, 'outside'],
  [{ route: 'https://vsrm.dev.azure.com/{organization}/_apis/projects' }, 'It is on dev.azure.com'],
  [{ route: 'https://dev.azure.com/contoso/web/_apis/release/releases' }, 'It is on vsrm.dev.azure.com'],
  [{ route: 'https://example.com/{organization}/_apis/projects' }, 'outside'],
  [{ route: 'http://dev.azure.com/contoso/_apis/projects' }, 'outside'],
  [{ route: 'https://dev.azure.com:444/contoso/_apis/projects' }, 'outside'],
  [{ route: 'https://user:word@dev.azure.com/contoso/_apis/projects' }, 'user name or token'],
  [{ route: 'https://dev.azure.com' }, 'URL without a path'],
  [{ route: 'ftp://dev.azure.com/contoso/_apis/projects' }, 'not of https'],
]

describe('a route is refused', () => {
  for (const [sample, problem] of bad)
    test(`${JSON.stringify(sample)}: ${problem}`, () => {
      expect(() => targetOf(sample)).toThrow(problem)
    })
})
