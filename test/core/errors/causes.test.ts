import { describe, expect, test } from '@jest/globals'
import { redactor } from '../../../src/core/credential/redact.ts'
import type { Cause, Failure, Subject } from '../../../src/core/errors/cause.ts'
import { buildsCauses } from '../../../src/core/errors/causes/builds.ts'
import { inputCauses } from '../../../src/core/errors/causes/inputs.ts'
import { networkCauses } from '../../../src/core/errors/causes/network.ts'
import { serviceCauses } from '../../../src/core/errors/causes/service.ts'
import { type CauseName, causes, diagnose } from '../../../src/core/errors/causes.ts'
import { StepError } from '../../../src/core/errors/errors.ts'
import { failureOf } from '../../../src/core/service/failure.ts'

/** What was seen: the code of a network error, or an answer. */
type Seen =
  | string
  | {
      readonly status: number
      readonly headers?: Record<string, string>
      readonly body?: string | object
      readonly subject?: Subject
    }

/** An error as the service serialises it: https://github.com/actions/runner/blob/main/src/Sdk/Common/Common/WrappedException.cs */
function wrapped(typeKey: string, message: string, eventId = 3000) {
  return {
    $id: '1',
    innerException: null,
    message,
    typeName: `Microsoft.${typeKey}, Microsoft`,
    typeKey,
    errorCode: 0,
    eventId,
  }
}

/** What the web framework says before the service has seen the request. */
const improper = (message: string) => ({ count: 1, value: { Message: message } })

const html = (title: string) => `<!DOCTYPE html>\r\n<html><head><title>${title}</title></head><body></body></html>`
const service = 'Basic realm="https://tfsprodsin1.app.visualstudio.com/"'
const known = { 'x-vss-userdata': '7d1c3f5e-1111-4222-8333-444455556666:someone@example.com' }
const anonymous = { 'x-vss-userdata': 'aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa:' }
const blocked =
  "Request was blocked due to exceeding usage of resource 'Count' in namespace 'AnonymousId'. For more information on why your request was blocked, see the topic \"Rate limits\" on the Microsoft Web site (https://go.microsoft.com/fwlink/?LinkId=823950)."
const expired = 'Access Denied: The Personal Access Token used has expired.'
const noAnonymous = 'TF400813: Resource not available for anonymous access. Client authentication required.'

/** Each row: what it must be taken for, and an answer as recorded, reported or documented, or the code of Node.js. */
const cases: [CauseName, string, Seen][] = [
  ['proxy-password', 'the tunnel', 'PROXY_407'],
  [
    'proxy-password',
    'a proxy without a tunnel',
    { status: 407, headers: { 'proxy-authenticate': 'Basic' }, body: html('Proxy') },
  ],
  ['proxy-invalid', 'as Node.js reads it', 'PROXY_INVALID'],
  ['proxy-refused', 'not allowed', 'PROXY_403'],
  ['proxy-refused', 'not reached', 'PROXY_FAILED'],
  ['certificate', 'a company’s own authority', 'SELF_SIGNED_CERT_IN_CHAIN'],
  ['certificate', 'self-signed', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
  ['certificate', 'no issuer', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY'],
  ['certificate', 'an incomplete chain', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
  ['certificate', 'expired', 'CERT_HAS_EXPIRED'],
  ['certificate', 'another name', 'ERR_TLS_CERT_ALTNAME_INVALID'],
  ['certificate', 'another name, by OpenSSL', 'HOSTNAME_MISMATCH'],
  ['name-unresolved', 'no such name', 'ENOTFOUND'],
  ['name-unresolved', 'no name service', 'EAI_AGAIN'],
  ['connection-refused', 'nothing listens', 'ECONNREFUSED'],
  ['connection-refused', 'no way there', 'EHOSTUNREACH'],
  ['connection-refused', 'no network', 'ENETUNREACH'],
  ['request-timed-out', 'by this side', 'REQUEST_TIMEOUT'],
  ['request-timed-out', 'by the system', 'ETIMEDOUT'],
  ['request-timed-out', 'by the server', { status: 408 }],
  ['tls-mismatch', 'http on the port', 'EPROTO'],
  ['tls-mismatch', 'http on the port, by OpenSSL 3', 'ERR_SSL_WRONG_VERSION_NUMBER'],
  ['tls-mismatch', 'too old', 'ERR_TLS_PROTOCOL_VERSION_CONFLICT'],
  ['response-too-large', 'by this side', 'BODY_TOO_LARGE'],
  ['response-encoding', 'by this side', 'BODY_ENCODING'],
  ['response-incomplete', 'cut short', 'BODY_CUT_SHORT'],
  ['response-incomplete', 'no JSON', 'BODY_BROKEN'],
  ['response-incomplete', 'broken gzip', 'Z_DATA_ERROR'],
  ['response-incomplete', 'gzip cut short', 'Z_BUF_ERROR'],
  ['response-incomplete', 'reset', 'ECONNRESET'],
  ['response-incomplete', 'broken HTTP', 'HPE_INVALID_CONSTANT'],
  ['network-failed', 'any other', 'UNKNOWN'],
  [
    'throttled',
    'blocked',
    { status: 429, headers: { 'retry-after': '30' }, body: wrapped('RequestBlockedException', blocked) },
  ],
  ['throttled', 'in HTML', { status: 429, body: html('Too many requests') }],
  [
    'throttled',
    'by its code',
    {
      status: 503,
      body: wrapped(
        'VssServiceException',
        'TF400733: The request has been canceled: Request was blocked due to exceeding usage of resource Concurrency in namespace VSID.',
      ),
    },
  ],
  ['throttled', 'by its key', { status: 503, body: wrapped('RequestBlockedException', blocked) }],
  [
    'conditional-access',
    'VS403463',
    {
      status: 403,
      headers: known,
      body: wrapped(
        'VssServiceException',
        'VS403463: The conditional access policy defined by your Azure Active Directory administrator has failed.',
      ),
    },
  ],
  [
    'identity-not-in-organization',
    'TF401444',
    {
      status: 401,
      headers: {
        'x-tfs-serviceerror':
          'TF401444%3A%20Please%20sign-in%20at%20least%20once%20as%20tenant%5Cupn%20in%20a%20web%20browser%20to%20enable%20access%20to%20the%20service.',
      },
    },
  ],
  [
    'token-expired',
    'in the body',
    {
      status: 401,
      headers: { 'www-authenticate': service, ...anonymous },
      body: { customProperties: { Descriptor: null, Token: null }, ...wrapped('AccessCheckException', expired) },
    },
  ],
  [
    'token-expired',
    'in the header',
    {
      status: 401,
      headers: { 'x-tfs-serviceerror': 'Access%20Denied%3A%20The%20Personal%20Access%20Token%20used%20has%20expired.' },
    },
  ],
  [
    'project-unknown',
    'by name',
    {
      status: 404,
      headers: known,
      body: wrapped(
        'ProjectDoesNotExistWithNameException',
        'TF200016: The following project does not exist: nope. Verify that the name of the project is correct and that the project exists on the specified Azure DevOps Server.',
      ),
    },
  ],
  [
    'project-unknown',
    'by name, as a bad request',
    { status: 400, body: wrapped('ProjectDoesNotExistWithNameException', 'TF200016: …') },
  ],
  [
    'project-unknown',
    'by id',
    {
      status: 404,
      body: wrapped(
        'ProjectDoesNotExistException',
        "VS800075: The project with id 'vstfs:///Classification/TeamProject/6ce954b1-ce1f-45d1-b94d-e6bf2464ba2c' does not exist, or you do not have permission to access it.",
      ),
    },
  ],
  [
    'project-unknown',
    'by key alone',
    { status: 403, body: wrapped('ProjectDoesNotExistException', 'Das Projekt existiert nicht.') },
  ],
  [
    'token-anonymous',
    'TF400813',
    {
      status: 401,
      body: wrapped(
        'UnauthorizedRequestException',
        "TF400813: The user 'aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa' is not authorized to access this resource.",
      ),
    },
  ],
  [
    'token-anonymous',
    'of another organization',
    { status: 401, headers: { 'www-authenticate': service, ...anonymous } },
  ],
  ['token-anonymous', 'a good answer for nobody', { status: 200, headers: anonymous, body: { count: 0, value: [] } }],
  [
    'token-anonymous',
    'of a server, with its page',
    {
      status: 401,
      headers: {
        'www-authenticate': 'Bearer, Basic realm="http://tfs:8080/tfs", Negotiate, NTLM',
        'x-tfs-serviceerror':
          'TF400813%3a+Resource+not+available+for+anonymous+access.+Client+authentication+required.',
      },
      body: html(noAnonymous),
    },
  ],
  [
    'iis-basic-authentication',
    'the raw page of IIS',
    {
      status: 401,
      headers: { 'www-authenticate': 'Basic realm="tfs.contoso.local"' },
      body: html('401 - Unauthorized: Access is denied due to invalid credentials.'),
    },
  ],
  [
    'access-missing',
    'a known user without access, as recorded',
    {
      status: 401,
      headers: known,
      body: wrapped(
        'UnauthorizedRequestException',
        "TF400813: The user 'Windows Live ID\\someone@example.com' is not authorized to access this resource.",
      ),
    },
  ],
  [
    'organization-inactive',
    'a stopped collection, as recorded',
    {
      status: 503,
      body: wrapped('HostShutdownException', 'TF24668: The following team project collection is stopped: contoso.'),
    },
  ],
  ['projects-scope-missing', 'a known user', { status: 401, headers: known, subject: 'projects' }],
  [
    'projects-scope-missing',
    'forbidden',
    {
      status: 403,
      subject: 'projects',
      body: wrapped('InvalidAccessException', 'The requested operation is not allowed.'),
    },
  ],
  ['scope-missing', 'a known user', { status: 401, headers: { 'www-authenticate': service, ...known } }],
  [
    'scope-missing',
    'forbidden',
    { status: 403, body: wrapped('InvalidAccessException', 'The requested operation is not allowed.') },
  ],
  [
    'token-rejected',
    'the recorded answer',
    { status: 401, headers: { 'www-authenticate': service, 'content-length': '0' } },
  ],
  [
    'token-rejected',
    'with a page',
    { status: 401, headers: { 'www-authenticate': service }, body: html('Access Denied') },
  ],
  [
    'token-rejected',
    'for the list of projects',
    { status: 401, headers: { 'www-authenticate': service }, subject: 'projects' },
  ],
  ['signed-out', 'where redirects are followed', { status: 203, body: html('Azure DevOps Services | Sign In') }],
  [
    'redirected',
    'to sign in',
    {
      status: 302,
      headers: { location: 'https://spsprodcus1.vssps.visualstudio.com/_signin?realm=dev.azure.com' },
      body: html('Object moved'),
    },
  ],
  ['signed-out', 'a page instead of builds', { status: 200, body: html('Sign in to your account') }],
  ['redirected', 'to nowhere', { status: 308 }],
  ['not-modified', 'by a cache', { status: 304 }],
  ['not-authoritative', '203 with JSON', { status: 203, body: { count: 0, value: [] } }],
  ['not-authoritative', '203 without a body', { status: 203 }],
  [
    'api-version-refused',
    'newer than the server',
    {
      status: 400,
      body: wrapped(
        'VssVersionOutOfRangeException',
        'The requested REST API version of 7.2 is out of range for this server. The latest REST API version this server supports is 7.1.',
      ),
    },
  ],
  [
    'api-version-refused',
    'a preview',
    {
      status: 400,
      body: wrapped(
        'VssInvalidPreviewVersionException',
        'The requested version "7.2" of the resource is under preview. The -preview flag must be supplied in the api-version for such requests. For example: "7.2-preview"',
      ),
    },
  ],
  [
    'api-version-refused',
    'no version',
    {
      status: 400,
      body: wrapped(
        'VssInvalidApiResourceVersionException',
        'Invalid api version string: "x". Api version string must be in the format: {Major}.{Minor}[-preview[.{ResourceVersion}]].',
      ),
    },
  ],
  [
    'api-version-refused',
    'none',
    {
      status: 400,
      body: wrapped('VssVersionNotSpecifiedException', 'No api-version was supplied for the "POST" request.'),
    },
  ],
  [
    'filter-refused',
    'status and order',
    {
      status: 400,
      body: wrapped(
        'InvalidBuildQueryException',
        'The status filter All is not valid when combined with the query order filter FinishTimeDescending.',
      ),
    },
  ],
  [
    'organization-unknown',
    'a plain text',
    { status: 404, headers: { 'content-type': 'text/plain' }, body: 'The resource cannot be found.' },
  ],
  [
    'organization-unknown',
    'something else',
    { status: 404, headers: { 'content-type': 'application/xml' }, body: '<Error/>' },
  ],
  ['organization-unknown', 'a page', { status: 404, body: html('Azure DevOps Services | 404') }],
  ['organization-unknown', 'nothing', { status: 404 }],
  ['request-refused', 'a bad value', { status: 400, body: improper('The request is invalid.') }],
  [
    'request-refused',
    'a method',
    { status: 405, body: improper("The requested resource does not support http method 'POST'.") },
  ],
  [
    'request-refused',
    'a colon in the path',
    {
      status: 400,
      body: wrapped('HttpException', 'A potentially dangerous Request.Path value was detected from the client (:).', 0),
    },
  ],
  [
    'request-refused',
    'an unknown build',
    { status: 404, body: wrapped('BuildNotFoundException', 'The requested build 139106 could not be found.') },
  ],
  [
    'service-failed',
    'with a key',
    { status: 500, body: wrapped('PipelineNotFoundException', "The pipeline '999999' does not exist") },
  ],
  ['service-failed', 'a gateway', { status: 502, body: html('502 Bad Gateway') }],
  ['service-failed', 'not available', { status: 503 }],
  ['response-unexpected', 'no content', { status: 204 }],
  ['response-unexpected', 'text for builds', { status: 200, headers: { 'content-type': 'text/plain' }, body: 'OK' }],
  ['response-unexpected', 'a teapot', { status: 418 }],
]

function seen(what: Seen): Failure {
  if (typeof what === 'string') return { code: what, text: 'as Node.js says', subject: 'builds' }
  const { status, headers = {}, body = '', subject = 'builds' } = what
  const type =
    typeof body === 'object'
      ? 'application/json; charset=utf-8; api-version=7.1'
      : body === ''
        ? undefined
        : 'text/html; charset=utf-8'
  const bytes = Buffer.from(typeof body === 'object' ? JSON.stringify(body) : body)
  const failure = failureOf(
    { status, headers: { ...(type && { 'content-type': type }), ...headers }, body: bytes },
    { words: { what: 'The list of builds of web', subject }, path: [], deadline: 0 },
    redactor([]),
  )
  if (failure === undefined) throw new Error('this response is good')
  return failure
}

describe('A failure is taken for', () => {
  test.each(cases)('%s: %s', (cause, _, what) => {
    expect(diagnose(seen(what))).toBe(cause)
  })
})

/** What every step may meet; causes of single rooms are held by the tests of those. */
const shared = { ...inputCauses, ...networkCauses, ...serviceCauses, ...buildsCauses }
const rows = Object.entries(shared) as [CauseName, Cause][]

test.each(rows.filter(([, { signs }]) => signs !== undefined).map(([name]) => name))(
  'The cause %s has a case',
  name => {
    expect(cases.map(([cause]) => cause)).toContain(name)
  },
)

test('Every sign shows in a case, so none is there in vain', () => {
  for (const [name, { signs = [] }] of rows) {
    const own = cases.filter(([cause]) => cause === name).map(([, , what]) => seen(what))
    for (const sign of signs) {
      const fits = own.some(failure =>
        Object.entries(sign).every(([key, wanted]) => {
          const value = failure[key as keyof Failure]
          if (Array.isArray(wanted)) return wanted.includes(value)
          return wanted instanceof RegExp ? wanted.test(String(value ?? '')) : wanted === value
        }),
      )
      expect({ name, sign, fits }).toEqual({ name, sign, fits: true })
    }
  }
})

test('Every message is whole sentences: what happened, why, and what to do', () => {
  for (const [name, { what, why, fix }] of Object.entries(causes) as [CauseName, Cause][]) {
    for (const sentence of [what, why, fix]) expect(sentence).toMatch(/^\S.+(?:\.|https:\S+)$/)
    expect(new StepError(name, { details: ['one', 'two'] }).message).toBe(`${what}\none\ntwo`)
  }
})

test('Each code that the rules of the service name is in the message it belongs to', () => {
  const codes = { throttled: 'TF400733', 'conditional-access': 'VS403463', 'identity-not-in-organization': 'TF401444' }
  for (const [name, code] of Object.entries(codes)) expect(causes[name as CauseName].why).toContain(code)
  expect(causes['organization-inactive'].what).toContain('TF24668')
  expect(causes['project-unknown'].why).toMatch(/TF200016.*VS800075/)
  expect(causes['token-anonymous'].what).toContain('TF400813')
  expect(causes.certificate.fix).toContain('NODE_EXTRA_CA_CERTS')
})

test.each(['token ', 'token', 'has expired', 'token has '])('A text of very many %j is diagnosed in no time', piece => {
  expect(diagnose({ status: 400, content: 'json', text: piece.repeat(20_000) })).toMatch(
    /request-refused|token-expired/,
  )
})
