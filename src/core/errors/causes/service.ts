import type { Cause } from '../cause.ts'

const signIn =
  'The token was not accepted, or something between this machine and Azure DevOps (a proxy, a sign-in portal) answered instead.'

/**
 * What the service refuses. Codes and texts: https://learn.microsoft.com/azure/devops/integrate/concepts/rate-limits, the
 * exceptions of https://github.com/microsoft/azure-pipelines-agent and what users report.
 */
export const serviceCauses = {
  throttled: {
    what: 'Azure DevOps rate limited this identity (429 Too Many Requests, throttled).',
    why: 'It has used more than its share of resources (TF400733).',
    fix: 'Query less or less often, lower {concurrency}, or raise {query-timeout} so that the step can wait as long as the service asks.',
    fixCall: 'Request less at once or less often, or run the step again later.',
    signs: [{ status: [429] }, { text: /TF400733/ }, { typeKey: /^RequestBlockedException$/ }],
  },
  'conditional-access': {
    what: 'A conditional access policy blocks this machine (403 Forbidden).',
    why: 'The Microsoft Entra policies of the organization do not allow tokens from this address (VS403463).',
    fix: 'Run on a machine whose address is allowed, such as a self-hosted runner, or ask an administrator.',
    signs: [{ text: /VS403463/ }],
  },
  'identity-not-in-organization': {
    what: 'The identity is not in the organization.',
    why: 'The owner of the token has never signed in there (TF401444).',
    fix: 'Sign in to the organization once with that account, or add the service principal to it.',
    signs: [{ text: /TF401444/ }],
  },
  'organization-inactive': {
    what: 'The organization is deactivated (503, TF24668).',
    why: 'Azure DevOps stops organizations that nobody has used for a long time.',
    fix: 'Sign in to the organization in a browser. That activates it again within some minutes.',
    signs: [{ text: /TF24668/ }],
  },
  'token-expired': {
    what: 'The personal access token expired (401 Unauthorized).',
    why: 'Every token has an expiration date, and policies may set an early one.',
    fix: 'Create a token with the {scope} scope at {tokens page}, store it in the secret, and set {pat-expires-on} to its expiration date.',
    signs: [{ text: /token[^.]{0,40}has expired/i }],
  },
  'project-unknown': {
    what: 'The project does not exist, or the token cannot see it.',
    why: 'The name is misspelled, the project belongs to another organization, or the owner of the token is not a member (TF200016, VS800075).',
    fix: 'Check {project} and {organization}, and that the owner of the token can open the project.',
    signs: [{ text: /TF200016|VS800075/ }, { typeKey: /^ProjectDoesNotExist/ }],
  },
  'access-missing': {
    what: 'The owner of the token has no access (401 Unauthorized, TF400813).',
    why: 'The token is valid and Azure DevOps knows its owner, but the owner may not use this organization or project.',
    fix: 'Add the owner of the token to the organization and the project, with at least Basic access.',
    signs: [{ status: [401], identity: 'known', text: /TF400813/ }],
  },
  'token-anonymous': {
    what: 'Azure DevOps rejected the token and treated the request as anonymous (401 Unauthorized, TF400813).',
    why: 'The token is wrong, was revoked, expired, or belongs to another organization.',
    fix: 'Create a token in this organization with the {scope} scope at {tokens page}, and store it in the secret.',
    signs: [{ identity: 'anonymous' }, { text: /TF400813/ }],
  },
  'iis-basic-authentication': {
    what: 'The web server, not Azure DevOps, rejected the token (401 Unauthorized).',
    why: 'Basic authentication is enabled in IIS on the server, which breaks personal access tokens.',
    fix: 'Ask the administrator of the server to disable IIS Basic Authentication.',
    signs: [{ status: [401], authenticate: /\bBasic realm="(?!https?:)/i, content: 'html' }],
  },
  'projects-scope-missing': {
    what: 'The token may not list projects.',
    why: '{project}: * needs the Project and Team (Read) scope in addition to Build (Read).',
    fix: 'Add that scope to the token at {tokens page}, or name the projects.',
    signs: [
      { status: [401, 403], identity: 'known', subject: ['projects'] },
      { status: [403], subject: ['projects'] },
    ],
  },
  'scope-missing': {
    what: 'The token lacks a scope or a permission.',
    why: 'Azure DevOps knows the owner of the token, but the token lacks the {scope} scope, or its owner lacks the permission.',
    fix: 'Give the token the {scope} scope at {tokens page}, and its owner the permission.',
    signs: [{ status: [401], identity: 'known' }, { status: [403] }],
  },
  'token-rejected': {
    what: 'Azure DevOps rejected the token (401 Unauthorized).',
    why: 'The token lacks the {scope} scope, expired, was revoked, or belongs to another organization.',
    fix: 'Check the token at {tokens page}. For {project}: * it also needs Project and Team (Read).',
    fixCall: 'Check the token at {tokens page}: its {scope} scope, its expiration date, and its organization.',
    signs: [{ status: [401] }],
  },
  'signed-out': {
    what: 'Azure DevOps returned an HTML sign-in page instead of JSON.',
    why: signIn,
    fix: 'Check the token at {tokens page}: its {scope} scope, its expiration date, and its organization. Then check the proxy.',
    signs: [{ status: [200, 201, 202, 203], content: 'html' }],
  },
  redirected: {
    what: 'The response is a redirect (302 Found or another 3xx) instead of JSON. The step does not follow redirects.',
    why: 'Azure DevOps redirects to its HTML sign-in page if it does not accept the token. A proxy, a sign-in portal, or a server whose address has changed redirects, too.',
    fix: 'See below where it leads. To a sign-in page: check the token at {tokens page}, its {scope} scope, and its expiration date. To another address of the server: set {organization} to that. Otherwise check the proxy.',
    signs: [{ status: [300, 301, 302, 303, 305, 306, 307, 308] }],
  },
  'not-modified': {
    what: 'The response has no data (304 Not Modified).',
    why: 'The step never asks whether something has changed, so a cache or a proxy answered instead of Azure DevOps.',
    fix: 'Check the proxy, or bypass it with no_proxy.',
    signs: [{ status: [304] }],
  },
  'not-authoritative': {
    what: 'The response is not from Azure DevOps itself (203 Non-Authoritative Information).',
    why: 'A proxy or a sign-in portal changed it on the way. Azure DevOps sends 203 only with its HTML sign-in page.',
    fix: 'Check the proxy, or bypass it with no_proxy. Then check the token at {tokens page}.',
    signs: [{ status: [203] }],
  },
  'api-version-refused': {
    what: 'The server does not support this API version.',
    why: 'The version is newer than the server, is a preview without saying so, or is not a version.',
    fix: 'Leave {api-version} empty, and the step finds the one that fits.',
    signs: [{ typeKey: /^Vss(VersionOutOfRange|InvalidPreviewVersion|InvalidApiResourceVersion|VersionNotSpecified)/ }],
  },
  'api-version-too-old': {
    what: 'The server is too old for this request.',
    why: 'What is requested exists only in newer API versions.',
    fix: 'Update the server, or leave out the input that needs it.',
  },
  'time-filter-unsupported': {
    what: 'This server can only filter by finish time.',
    why: 'Servers before API version 4.1 (Team Foundation Server 2018 Update 2) know no other time.',
    fix: 'Set {order} to finishTimeDescending or finishTimeAscending, or leave out {min-time} and {max-time}.',
  },
  'filter-refused': {
    what: 'Azure DevOps refused this combination of filters.',
    why: 'Not every status, order, and time filter go together.',
    fix: 'Leave out filters until the query works, and report the combination.',
    signs: [{ typeKey: /^InvalidBuildQueryException$/ }],
  },
  'organization-unknown': {
    what: 'There is no Azure DevOps at that address (404 Not Found).',
    why: 'The name of the organization or the URL of the collection is wrong; on a server, a part of the path may be missing or doubled.',
    fix: 'Open {organization} in a browser, and copy the address from there.',
    signs: [
      { status: [404], content: 'html', subject: ['builds', 'pipelines', 'projects', 'start'] },
      { status: [404], content: 'text', subject: ['builds', 'pipelines', 'projects', 'start'] },
      { status: [404], content: 'other', subject: ['builds', 'pipelines', 'projects', 'start'] },
      { status: [404], content: 'none', subject: ['builds', 'pipelines', 'projects', 'start'] },
    ],
  },
  'request-refused': {
    what: 'Azure DevOps refused the request.',
    why: 'One of the values is not what it expects.',
    fix: 'Read the message of the service below, and correct the input that it names.',
    signs: [{ status: [400, 404, 405, 406, 409, 410, 412, 413, 414, 415, 422] }],
  },
  'service-failed': {
    what: 'The service, or a proxy in front of it, returned an error.',
    why: 'Azure DevOps has a problem, or cannot be reached from the proxy.',
    fix: 'Run the step again later, and check https://status.dev.azure.com.',
    signs: [{ status: [500, 501, 502, 503, 504, 505, 507, 508, 511] }],
  },
  'response-unexpected': {
    what: 'The response is not what Azure DevOps sends for this request.',
    why: signIn,
    fix: 'Check {organization}, and what is between this machine and Azure DevOps.',
    signs: [{}],
  },
} as const satisfies Record<string, Cause>
