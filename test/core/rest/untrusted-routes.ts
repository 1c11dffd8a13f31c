import type { RouteSample } from './route-samples.ts'

/** Where an untrusted route would like the token to go. */
const evil = 'evil.example'

/** Pieces that have led HTTP clients, proxies, or servers elsewhere. */
const tricks = [
  '..',
  '.',
  '...',
  '%2e%2e',
  '%2E.',
  '.%2e',
  '%252e%252e',
  '..;',
  '..;/',
  '..%00',
  '..%20',
  '.. ',
  '\t..',
  '%2f',
  '%2F%2F',
  '%5c',
  '\\',
  '\\\\',
  '//',
  '///',
  '/\\',
  '%09',
  '%0d%0a',
  '\r\nHost: evil.example',
  '%0aAuthorization: x',
  '?',
  '#',
  '@',
  `@${evil}`,
  `:443@${evil}`,
  `//${evil}`,
  `///${evil}`,
  `\\\\${evil}`,
  `/\\${evil}`,
  `https://${evil}`,
  `https:${evil}`,
  `https:\\\\${evil}`,
  `${evil}%2f`,
  `${evil}#`,
  `${evil}?`,
  'ⓔⓥⓘⓛ.example',
  '\u2025',
  '\uff0e\uff0e',
  '\u2215',
  '\uff0f',
  '\u2044',
  '\uff20',
  '\u202e',
  '\u0000',
  '\ud800',
  '{',
  '}',
  '{}',
  '{organization}',
  '{{x}}',
  '$IFS',
  '$(pat)',
  '_apis',
  '_APIS',
  '_git',
  '%5f%61pis',
  ' ',
  '%20',
  '+',
  '*',
  '~',
  "'",
  '"',
  '<x>',
  '[::1]',
  '127.0.0.1',
  '%e2%80%a6',
  '%c0%ae%c0%ae',
  '%',
  '%zz',
  'a'.repeat(5000),
]

/** Places of a path that a trick may be put into. */
const places = [
  (trick: string) => `/${trick}/_apis/projects`,
  (trick: string) => `/_apis/${trick}/projects`,
  (trick: string) => `/_apis/projects/${trick}`,
  (trick: string) => `/web/team/_apis/work/${trick}`,
  (trick: string) => `/_apis/projects${trick}`,
  (trick: string) => `${trick}/_apis/projects`,
  (trick: string) => `POST ${trick}/_apis/projects`,
  (trick: string) => `/_apis/projects?${trick}=1`,
  (trick: string) => `/_apis/projects?a=${trick}`,
  (trick: string) => `/_odata/${trick}/WorkItems`,
  (trick: string) => `/_packaging/${trick}/nuget/v3/index.json`,
]

/** Authorities that look like the organization's, or that some parser reads so. */
const authorities = [
  evil,
  `dev.azure.com.${evil}`,
  `dev.azure.com@${evil}`,
  `dev.azure.com:443@${evil}`,
  `user:word@dev.azure.com`,
  `evil-dev.azure.com`,
  `evildev.azure.com`,
  `dev.azure.com:8443`,
  `dev.azure.com.`,
  `dev。azure。com.${evil}`,
  `dev.azure.com\\.${evil}`,
  `dev.azure.com%2f.${evil}`,
  `dev.azure.com%00.${evil}`,
  `dev.azure.com;${evil}`,
  `dev.azure.com,${evil}`,
  `dev.azure.com ${evil}`,
  `{organization}.${evil}`,
  `{instance}.${evil}`,
  `{service}${evil}`,
  `{evil}dev.azure.com`,
  `vsrm.dev.azure.com.${evil}`,
  `evil.vsrm.dev.azure.com`,
  `contoso.visualstudio.com.${evil}`,
  `fabrikam.visualstudio.com`,
  `contoso.evil.visualstudio.com`,
  `app.vssps.visualstudio.com.${evil}`,
  '127.0.0.1',
  '127.1',
  '0x7f.1',
  '[::1]',
  '[::ffff:127.0.0.1]',
  'localhost',
  '169.254.169.254',
  '',
  ':443',
  '@',
]

const schemes = [
  'https://',
  'http://',
  'HTTPS://',
  'https:/',
  'https:',
  'https:\\\\',
  'ftp://',
  'file://',
  'javascript:',
  'ws://',
  '//',
]

const below = [
  '/contoso/_apis/projects',
  '/{organization}/_apis/projects',
  '/{organization}/../fabrikam/_apis/projects',
  '/contoso/{project}/_apis/release/releases',
  '/_apis/accounts',
]

function* all(): Iterable<RouteSample> {
  for (const trick of tricks) {
    for (const place of places) yield { route: place(trick) }
    for (const route of [
      '/_apis/x/{p}',
      '/_apis/x/{p}/threads',
      '/{p}/_apis/x',
      '/_apis/{p}/x',
      '/_apis/x/a{p}b',
      '/_apis/x?q={p}',
      '/_apis/x',
    ])
      yield { route, parameters: { p: trick } }
    yield { route: '/{project}/_apis/x', project: trick }
    yield { route: '/_apis/x', parameters: { [trick]: '1' } }
  }
  for (const authority of authorities)
    for (const scheme of schemes) for (const path of below) yield { route: `GET ${scheme}${authority}${path}` }
}

/** At least 2,000 routes that try to lead the token elsewhere. Some are harmless once encoded, and may be sent. */
export const untrustedRoutes: readonly RouteSample[] = [...all()]
