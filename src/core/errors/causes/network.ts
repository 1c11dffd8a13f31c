import type { Cause } from '../cause.ts'

/** There was no response, or an incomplete one. */
export const networkCauses = {
  'proxy-password': {
    what: 'The proxy requires a user name and a password (407 Proxy Authentication Required).',
    why: 'It answered the CONNECT request with 407.',
    fix: 'Put them into the URL of the proxy, as http://user:password@proxy:8080, or into the proxy settings of the agent.',
    signs: [{ code: /^PROXY_407$/ }, { status: [407] }],
  },
  'proxy-refused': {
    what: 'The proxy did not connect to Azure DevOps.',
    why: 'The proxy cannot be reached, or it does not allow this address.',
    fix: 'Check the URL of the proxy (https_proxy, or the proxy settings of the agent), allow the address of the organization in the proxy, or list it in no_proxy.',
    signs: [{ code: /^PROXY_/ }],
  },
  certificate: {
    what: 'The certificate of the server is not trusted.',
    why: 'It is self-signed, issued by an authority that Node.js does not know (a private CA, or a proxy that inspects TLS), expired, or for another name.',
    fix: 'Set NODE_EXTRA_CA_CERTS, in the environment of the runner, to a PEM file with the certificate of the authority. On Azure Pipelines the --sslcacert of the agent is used too.',
    signs: [{ code: /CERT|^UNABLE_TO_|^HOSTNAME_MISMATCH$|^ERR_TLS_CERT/ }],
  },
  'name-unresolved': {
    what: 'DNS lookup failed: the name of the server does not resolve (ENOTFOUND).',
    why: 'The URL of the organization is misspelled, or this machine has no DNS for it.',
    fix: 'Check {organization} and, behind a proxy, https_proxy.',
    signs: [{ code: /^(ENOTFOUND|EAI_AGAIN|EAI_NODATA|EAI_FAIL)$/ }],
  },
  'connection-refused': {
    what: 'The connection was refused.',
    why: 'Nothing listens at that address, or a firewall blocks it.',
    fix: 'Check host and port of {organization}, and that this machine can reach it.',
    signs: [{ code: /^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EACCES|EPERM|EADDRNOTAVAIL)$/ }],
  },
  'request-timed-out': {
    what: 'The request timed out.',
    why: 'The service or the network is slow, or drops packets.',
    fix: 'Query less at once, or raise {request-timeout}.',
    signs: [{ code: /^(REQUEST_TIMEOUT|ETIMEDOUT|ESOCKETTIMEDOUT)$/ }, { status: [408] }],
  },
  'tls-mismatch': {
    what: 'The TLS handshake failed.',
    why: 'https:// is used for a port that serves http://, or something in between breaks the connection.',
    fix: 'Check scheme and port of {organization}, and the proxy if there is one.',
    signs: [{ code: /^(EPROTO|ERR_SSL_|ERR_TLS_)/ }],
  },
  'response-too-large': {
    what: 'The response is larger than the step accepts.',
    why: 'No page of builds is that large, and no honest body expands that much.',
    fix: 'Query less ({top}), and report it if Azure DevOps really sends this.',
    signs: [{ code: /^BODY_TOO_LARGE$/ }],
  },
  'response-encoding': {
    what: 'The response has a content encoding that was not requested.',
    why: 'A proxy changed the response.',
    fix: 'Check the proxy, or bypass it with no_proxy.',
    signs: [{ code: /^BODY_ENCODING$/ }],
  },
  'response-incomplete': {
    what: 'The response is incomplete.',
    why: 'It was cut short or damaged on the way, so nothing of it was used.',
    fix: 'Run the step again. If it happens often, check what is between this machine and Azure DevOps.',
    signs: [{ code: /^(BODY_|Z_|ECONN|EPIPE|ERR_STREAM|HPE_)/ }],
  },
  'network-failed': {
    what: 'The request failed.',
    why: 'The network failed in a way that the step does not know.',
    fix: 'Run the step again, and search for the code below.',
    signs: [{ code: /./ }],
  },
} as const satisfies Record<string, Cause>
