/** What can be seen of a failure: of the service's answer, or of the network when there was none. */
export interface Failure {
  readonly status?: number
  /** The short exception name of the service's error body. */
  readonly typeKey?: string
  /** What the service or the network says, from the error body, `X-TFS-ServiceError` or the error. */
  readonly text?: string
  /** Node's code of a network error, or one of http.ts. */
  readonly code?: string
  readonly authenticate?: string
  /** Whom the service took the caller for, as far as it says. */
  readonly identity?: 'anonymous' | 'known'
  readonly content?: 'json' | 'html' | 'other' | 'none'
  /** What was asked. */
  readonly asked?: 'builds' | 'definitions' | 'projects'
}

/** A failure shows a sign when everything that the sign names is so. */
export interface Sign {
  readonly status?: readonly number[]
  readonly typeKey?: RegExp
  readonly text?: RegExp
  readonly code?: RegExp
  readonly authenticate?: RegExp
  readonly identity?: Failure['identity']
  readonly content?: Failure['content']
  readonly asked?: Failure['asked']
}

export interface Cause {
  /** What happened, in one sentence. */
  readonly what: string
  /** The likely cause. */
  readonly why: string
  /** What to do. */
  readonly fix: string
  /** How it is recognised in a failed request; the first row of the table that fits wins. */
  readonly signs?: readonly Sign[]
}

const signIn =
  'The token was not accepted, or something between here and Azure DevOps (a proxy, a sign-in portal) answered in its place.'

/**
 * Every error that the step knows, once: the messages, how each is recognised, and the README's troubleshooting table.
 * Codes and texts of the service: https://learn.microsoft.com/azure/devops/integrate/concepts/rate-limits, the
 * exceptions of https://github.com/microsoft/azure-pipelines-agent and what users report.
 */
export const causes = {
  'input-invalid': {
    what: 'An input cannot be used.',
    why: 'Each line below names the input and what is wrong with it.',
    fix: 'Correct the inputs; no request has been sent.',
  },
  'token-empty': {
    what: 'The token is empty.',
    why: 'The secret does not exist under that name, or the workflow runs for a pull request from a fork, which gets no secrets.',
    fix: 'Check the name of the secret and where it is defined; do not run this step for pull requests from forks.',
  },
  'token-unexpanded': {
    what: 'The token is a reference to a variable that was not replaced.',
    why: 'No variable of that name exists where the step runs, or it is secret and was not made available to this job.',
    fix: 'Define the variable, or link its variable group, and check the spelling.',
  },
  'token-short': {
    what: 'The token is shorter than 8 characters.',
    why: 'That is no token of Azure DevOps, and hiding so short a text would blank out the whole log.',
    fix: 'Store the token as Azure DevOps shows it.',
  },
  'token-quoted': {
    what: 'The token stands in quotes.',
    why: 'The quotes were stored with the token.',
    fix: 'Store the token without quotes.',
  },
  'token-scheme': {
    what: 'The token begins with Basic or Bearer.',
    why: 'A whole Authorization header was stored instead of the token.',
    fix: 'Store only the token; the step builds the header itself.',
  },
  'token-spaces': {
    what: 'The token has white space inside.',
    why: 'A line break or a blank came in when it was copied, or several values are stored together.',
    fix: 'Copy the token again, as one piece.',
  },
  'token-encoded': {
    what: 'The token is encoded in Base64 already.',
    why: 'It decodes to a user name, a colon and a token, the form that scripts with curl need.',
    fix: 'Store the token as Azure DevOps shows it; the step encodes it itself.',
  },
  'token-missing-for-organization': {
    what: 'The job access token is only for the job’s own organization.',
    why: 'The step asks another organization, or the job’s own at another address, and has no token for it.',
    fix: 'Set pat to a personal access token of that organization, or use a service connection for it.',
  },
  'connection-for-other-organization': {
    what: 'The token of the service connection is only for its own URL.',
    why: 'organization names another URL than the service connection, whose token must not go there.',
    fix: 'Set pat to a personal access token of that organization, or use a service connection for it.',
  },
  'step-name-refused': {
    what: 'The outputs of a step with this name would overwrite variables of the job.',
    why: 'The agent joins the name of the step and of the output without regard to case: buildId of a step named build becomes Build.BuildId for all later steps.',
    fix: 'Give the step another name, such as webBuild, and use that name where its outputs are read.',
  },
  'proxy-invalid': {
    what: 'The proxy address is not a URL.',
    why: "https_proxy, http_proxy, or the agent's proxy setting has a typo, or its password is not percent-encoded.",
    fix: 'Write it as http://user:password@proxy:8080, with special characters percent-encoded (@ as %40, # as %23).',
  },
  'proxy-password': {
    what: 'The proxy wants a user name and a password.',
    why: 'It answered the request for a tunnel with 407.',
    fix: 'Put them into the proxy’s URL, as http://user:password@proxy:8080, or into the agent’s proxy settings.',
    signs: [{ code: /^PROXY_407$/ }, { status: [407] }],
  },
  'proxy-refused': {
    what: 'The proxy did not connect to Azure DevOps.',
    why: 'It cannot be reached, or it does not allow this address.',
    fix: 'Check the proxy’s URL (https_proxy, or the agent’s proxy settings), allow the organization’s address in the proxy, or name the address in no_proxy.',
    signs: [{ code: /^PROXY_/ }],
  },
  certificate: {
    what: 'The server’s certificate is not trusted.',
    why: 'It was issued by an authority that Node.js does not know (a company’s own, or of a proxy that looks inside), it has expired, or it is for another name.',
    fix: 'Set NODE_EXTRA_CA_CERTS, in the environment of the runner, to a file with the authority’s certificate in PEM form; on Azure Pipelines the agent’s own --sslcacert is used too.',
    signs: [{ code: /CERT|^UNABLE_TO_|^HOSTNAME_MISMATCH$|^ERR_TLS_CERT/ }],
  },
  'name-unresolved': {
    what: 'The server’s name cannot be resolved.',
    why: 'The organization’s URL is misspelt, or this machine has no name service for it.',
    fix: 'Check the organization’s URL and, behind a proxy, https_proxy.',
    signs: [{ code: /^(ENOTFOUND|EAI_AGAIN|EAI_NODATA|EAI_FAIL)$/ }],
  },
  'connection-refused': {
    what: 'The connection was refused.',
    why: 'Nothing listens at that address, or a firewall stands between.',
    fix: 'Check the organization’s URL and port, and that this machine may reach it.',
    signs: [{ code: /^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EACCES|EPERM|EADDRNOTAVAIL)$/ }],
  },
  'request-timed-out': {
    what: 'The request took too long.',
    why: 'The service or the network is slow, or drops what is sent.',
    fix: 'Ask for less (top, definitions, min-time), or raise request-timeout.',
    signs: [{ code: /^(REQUEST_TIMEOUT|ETIMEDOUT|ESOCKETTIMEDOUT)$/ }, { status: [408] }],
  },
  'tls-mismatch': {
    what: 'The server does not speak TLS as expected.',
    why: 'https:// is used for a port that serves http://, or something in between breaks the connection.',
    fix: 'Check the scheme and the port of the organization’s URL.',
    signs: [{ code: /^(EPROTO|ERR_SSL_|ERR_TLS_)/ }],
  },
  'answer-too-large': {
    what: 'The answer is larger than the step accepts.',
    why: 'No page of builds is that large.',
    fix: 'Ask for less (top), and report it if the service really sends this.',
    signs: [{ code: /^BODY_TOO_LARGE$/ }],
  },
  'answer-encoding': {
    what: 'The answer is encoded in a way that was not asked for.',
    why: 'A proxy changed the answer on the way.',
    fix: 'Check the proxy, or go around it with no_proxy.',
    signs: [{ code: /^BODY_ENCODING$/ }],
  },
  'answer-broken': {
    what: 'The answer is not whole.',
    why: 'It was cut short or damaged on the way, so nothing of it was used.',
    fix: 'Run the step again; if it happens often, look at what stands between this machine and Azure DevOps.',
    signs: [{ code: /^(BODY_|Z_|ECONN|EPIPE|ERR_STREAM|HPE_)/ }],
  },
  'network-failed': {
    what: 'The request did not get through.',
    why: 'The network failed in a way that the step does not know.',
    fix: 'Run the step again, and look at the code below.',
    signs: [{ code: /./ }],
  },
  throttled: {
    what: 'Azure DevOps is slowing this identity down.',
    why: 'It has used more than its share of resources (TF400733).',
    fix: 'Ask less often or for less, lower concurrency, or raise timeout so that the step can wait as long as it is asked to.',
    signs: [{ status: [429] }, { text: /TF400733/ }, { typeKey: /^RequestBlockedException$/ }],
  },
  'conditional-access': {
    what: 'A conditional access policy refuses this machine.',
    why: 'The organization’s Microsoft Entra policies do not allow tokens from this address (VS403463).',
    fix: 'Run on a machine whose address is allowed, such as a self-hosted runner, or ask an administrator.',
    signs: [{ text: /VS403463/ }],
  },
  'identity-not-in-organization': {
    what: 'The identity is not in the organization.',
    why: 'The token’s owner has never signed in there (TF401444).',
    fix: 'Sign in to the organization once with that account, or add the service principal to it.',
    signs: [{ text: /TF401444/ }],
  },
  'token-expired': {
    what: 'The personal access token has expired.',
    why: 'Every token has an end, and policies may set an early one.',
    fix: 'Create a new token with the scope Build (Read), store it in the secret, and tell pat-expires-on its end.',
    signs: [{ text: /token[^.]{0,40}has expired/i }],
  },
  'project-unknown': {
    what: 'The project does not exist, or the token cannot see it.',
    why: 'The name is misspelt, it is a project of another organization, or the token’s owner is no member (TF200016, VS800075).',
    fix: 'Check project and organization, and that the token’s owner can open the project.',
    signs: [{ text: /TF200016|VS800075/ }, { typeKey: /^ProjectDoesNotExist/ }],
  },
  'token-anonymous': {
    what: 'The service did not accept the token and took the step for nobody.',
    why: 'The token is wrong, revoked or of another organization (TF400813).',
    fix: 'Create a token in this very organization, with the scope Build (Read), and store it in the secret.',
    signs: [{ identity: 'anonymous' }, { text: /TF400813/ }],
  },
  'iis-basic-authentication': {
    what: 'The web server, not Azure DevOps, refused the token.',
    why: 'Basic authentication is switched on in the server’s IIS, which breaks personal access tokens.',
    fix: 'Ask the server’s administrator to switch IIS Basic Authentication off.',
    signs: [{ status: [401], authenticate: /\bBasic realm="(?!https?:)/i, content: 'html' }],
  },
  'projects-scope-missing': {
    what: 'The token may not list projects.',
    why: 'project: * needs the scope Project and Team (Read) beside Build (Read).',
    fix: 'Add that scope to the token, or name the projects.',
    signs: [
      { status: [401, 403], identity: 'known', asked: 'projects' },
      { status: [403], asked: 'projects' },
    ],
  },
  'scope-missing': {
    what: 'The token may not read builds.',
    why: 'Azure DevOps knows the token’s owner, but the token lacks the scope Build (Read), or its owner the permission.',
    fix: 'Give the token the scope Build (Read), and its owner the permission to view builds.',
    signs: [{ status: [401], identity: 'known' }, { status: [403] }],
  },
  'token-refused': {
    what: 'Azure DevOps refused the token.',
    why: 'It does not say why: the token lacks the scope Build (Read), has expired or was revoked, or is of another organization.',
    fix: 'Check these three, in that order, under User settings, Personal access tokens; for project: * the token also needs Project and Team (Read).',
    signs: [{ status: [401] }],
  },
  'signed-out': {
    what: 'A sign-in page came instead of builds.',
    why: signIn,
    fix: 'Check the token: its scope Build (Read), its end and its organization; then the proxy.',
    signs: [
      { status: [203] },
      { status: [300, 301, 302, 303, 304, 305, 306, 307, 308] },
      { status: [200, 201, 202], content: 'html' },
    ],
  },
  'api-version-refused': {
    what: 'The server does not know this API version.',
    why: 'api-version is newer than the server, is a preview without saying so, or is no version.',
    fix: 'Leave api-version empty, and the step finds the one that fits.',
    signs: [{ typeKey: /^Vss(VersionOutOfRange|InvalidPreviewVersion|InvalidApiResourceVersion|VersionNotSpecified)/ }],
  },
  'time-filter-unsupported': {
    what: 'This server can filter by finish time only.',
    why: 'Servers before API version 4.1 (Team Foundation Server 2018 Update 2) know no other time.',
    fix: 'Set order to finishTimeDescending or finishTimeAscending, or leave min-time and max-time out.',
  },
  'filter-refused': {
    what: 'The service refused this combination of filters.',
    why: 'Not every status, order and time filter go together.',
    fix: 'Leave filters out until it passes, and report the combination.',
    signs: [{ typeKey: /^InvalidBuildQueryException$/ }],
  },
  'organization-unknown': {
    what: 'There is no Azure DevOps at that address.',
    why: 'The organization’s name or the collection’s URL is wrong; on a server, a part of the path may be missing or doubled.',
    fix: 'Open the organization’s URL in a browser, and copy it from there.',
    signs: [
      { status: [404], content: 'html' },
      { status: [404], content: 'other' },
      { status: [404], content: 'none' },
    ],
  },
  'request-refused': {
    what: 'The service refused the request.',
    why: 'One of the values is not what it expects.',
    fix: 'Read what it says, and correct the input that it names.',
    signs: [{ status: [400, 404, 405, 406, 409, 410, 413, 414, 415, 422] }],
  },
  'service-failed': {
    what: 'Azure DevOps failed.',
    why: 'Something broke on its side, or on a proxy before it.',
    fix: 'Run the step again later, and look at https://status.dev.azure.com.',
    signs: [{ status: [500, 501, 502, 503, 504, 505, 507, 508, 511] }],
  },
  'answer-unexpected': {
    what: 'The answer is not what the service sends for this request.',
    why: signIn,
    fix: 'Check the organization’s URL, and what stands between this machine and Azure DevOps.',
    signs: [{}],
  },
  'definition-unknown': {
    what: 'A pipeline of that name does not exist.',
    why: 'It is misspelt, was renamed, is in another project, or the token’s owner cannot see it.',
    fix: 'Write the name as the portal shows it, with its \\folder where the name stands in several, or use its id.',
  },
  'definition-ambiguous': {
    what: 'Several pipelines have that name.',
    why: 'Names are unique only within a folder.',
    fix: 'Write the path of the one that is meant.',
  },
  'out-of-time': {
    what: 'The time for the query is over.',
    why: 'There is more to ask, or the service is slower, than timeout allows.',
    fix: 'Ask for less (top, min-time, definitions), or raise timeout.',
  },
  'output-file-unwritable': {
    what: 'The file of builds cannot be written.',
    why: 'The folder may not be written to, or the disk is full.',
    fix: 'Choose another output-file.',
  },
  unexpected: {
    what: 'The step itself failed.',
    why: 'This is a mistake in the step.',
    fix: 'Please report it with the lines above.',
  },
} as const satisfies Record<string, Cause>

export type CauseName = keyof typeof causes

/** The first cause whose signs the failure shows. */
export function diagnose(failure: Failure): CauseName {
  const rows = Object.entries(causes) as [CauseName, Cause][]
  return rows.find(([, { signs }]) => signs?.some(sign => shows(failure, sign)))?.[0] ?? 'answer-unexpected'
}

function shows(failure: Failure, sign: Sign): boolean {
  return (
    (sign.status === undefined || sign.status.includes(failure.status ?? 0)) &&
    (sign.typeKey === undefined || sign.typeKey.test(failure.typeKey ?? '')) &&
    (sign.text === undefined || sign.text.test(failure.text ?? '')) &&
    (sign.code === undefined || sign.code.test(failure.code ?? '')) &&
    (sign.authenticate === undefined || sign.authenticate.test(failure.authenticate ?? '')) &&
    (sign.identity === undefined || sign.identity === failure.identity) &&
    (sign.content === undefined || sign.content === failure.content) &&
    (sign.asked === undefined || sign.asked === failure.asked)
  )
}
