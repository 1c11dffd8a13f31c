import { faults } from '../../emulator/index.js'
import type { FaultAnswer } from '../../emulator/types.ts'
import type { Fault } from './fault.ts'

const refused = 'Azure DevOps rejected the token (401 Unauthorized).'
const anonymous = 'Azure DevOps rejected the token and treated the request as anonymous (401 Unauthorized, TF400813).'
const unknown = 'There is no Azure DevOps at that address (404 Not Found).'
const failed = 'The service, or a proxy in front of it, returned an error.'
const scope = 'The token lacks a scope or a permission.'
const throttled = 'Azure DevOps rate limited this identity (429 Too Many Requests, throttled).'
const activity = 'activity 0a1b2c3d-0000-4000-8000-00000000000e'

/** A body in the service’s own shape, with the header that names it in the service’s logs. */
const exception = (status: number, typeKey: string, message: string, headers = {}): FaultAnswer =>
  faults.status(
    status,
    { $id: '1', innerException: null, message, typeName: typeKey, typeKey, errorCode: 0, eventId: 3000 },
    { activityid: '0a1b2c3d-0000-4000-8000-00000000000e', ...headers },
  )

/** The id and the mail address of somebody, which must not be shown. */
const known = { 'x-vss-userdata': '6f1c0e52-0d0b-4c55-9a55-3f1d6a1f7a10:ada@example.com' }
const nobody = { 'x-vss-userdata': 'aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa:Anonymous' }
const expired = 'Access Denied: The Personal Access Token used has expired.'

/** Answers of the service, and of others, about the token and its owner. */
export const identities: readonly Fault[] = [
  {
    title: 'a token that it does not know, without a word',
    grant: false,
    asked: 'once',
    what: refused,
    words: [
      'Build (Read) scope',
      'expired',
      'another organization',
      'failed: 401 Unauthorized',
      /: 401, activity [\da-f-]{36}$/,
    ],
  },
  { title: '401 with nothing at all', answer: faults.status(401), asked: 'once', what: refused },
  {
    title: 'an expired token',
    grant: { expired: true },
    asked: 'once',
    what: 'The personal access token expired (401 Unauthorized).',
  },
  {
    title: 'an expired token, said in a header only',
    answer: faults.status(401, '', { 'x-tfs-serviceerror': encodeURIComponent(expired) }),
    asked: 'once',
    what: 'The personal access token expired (401 Unauthorized).',
    words: [expired],
  },
  {
    title: 'a token that pat-expires-on knows to be over',
    grant: false,
    inputs: { 'pat-expires-on': '2020-01-31' },
    asked: 'once',
    what: 'The personal access token expired (401 Unauthorized).',
    words: ['The expiration date that was set is 2020-01-31.', '401 Unauthorized'],
  },
  { title: 'nobody, on a server', answer: faults.anonymous401, asked: 'once', what: anonymous, words: ['TF400813'] },
  { title: 'nobody, on Services', grant: { anonymous: true }, asked: 'once', what: anonymous },
  {
    title: 'nobody, with a list',
    answer: faults.status(200, { count: 0, value: [] }, nobody),
    asked: 'once',
    what: anonymous,
  },
  {
    title: 'IIS with Basic authentication',
    answer: faults.iisBasic401,
    asked: 'once',
    what: 'The web server, not Azure DevOps, rejected the token (401 Unauthorized).',
  },
  { title: 'a token without the scope', grant: { scopes: ['vso.code'] }, asked: 'once', what: refused },
  {
    title: 'a token without the scope, whose owner it knows',
    answer: faults.status(401, '', known),
    asked: 'once',
    what: scope,
  },
  { title: '403', answer: faults.status(403), asked: 'once', what: scope },
  {
    title: 'a token that may not list projects',
    grant: { scopes: ['vso.build'] },
    inputs: { project: '*' },
    asked: 'once',
    what: refused,
    words: ['Project and Team (Read)'],
  },
  {
    title: 'a known owner who may not list projects',
    answer: faults.status(403, '', known),
    inputs: { project: '*' },
    asked: 'once',
    what: 'The token may not list projects.',
  },
  {
    title: 'conditional access',
    grant: { conditionalAccess: true },
    asked: 'once',
    what: 'A conditional access policy blocks this machine (403 Forbidden).',
    words: ['VS403463'],
  },
  {
    title: 'a good token whose owner has no access',
    grant: { lacksAccess: true },
    asked: 'once',
    what: 'The owner of the token has no access (401 Unauthorized, TF400813).',
    words: ['The token is valid and Azure DevOps knows its owner', /is not authorized to access this resource/],
  },
  {
    title: 'a refusal that names people by their addresses',
    answer: exception(
      403,
      'AccessDeniedException',
      'ada@example.com needs the permission: ask Bo <bo.li+x@example.com>.',
    ),
    asked: 'once',
    what: scope,
    words: [/needs the permission: ask Bo/],
  },
  {
    title: 'an owner who is not in the organization',
    grant: { notInOrganization: true },
    asked: 'once',
    what: 'The identity is not in the organization.',
    words: ['TF401444'],
  },
]

/** Answers about what was asked. A bare 404 may be all that an old server has to say of a version that it does not know. */
export const questions: readonly Fault[] = [
  {
    title: 'a project that does not exist',
    inputs: { project: 'nowhere' },
    asked: 'once',
    what: 'The project does not exist, or the token cannot see it.',
    words: ['TF200016', 'does not exist: nowhere', /: 404, activity [\da-f-]{36}$/],
  },
  {
    title: 'a project that the owner cannot see',
    answer: exception(404, 'ProjectDoesNotExistException', 'VS800075: The project with id 1 does not exist, or …'),
    asked: 'once',
    what: 'The project does not exist, or the token cannot see it.',
    words: [activity],
  },
  {
    title: 'an unknown organization',
    inputs: ({ origin }) => ({ organization: `${origin}/nobody` }),
    asked: 'at a lower version',
    what: unknown,
  },
  {
    title: '404 in text',
    answer: faults.status(404, 'not here', { 'content-type': 'text/plain' }),
    asked: 'at a lower version',
    what: unknown,
  },
  {
    title: '404 in HTML',
    answer: faults.status(404, '<html><title>Lost</title></html>'),
    asked: 'at a lower version',
    what: unknown,
    words: ['"Lost"'],
  },
  { title: '404 without a word', answer: faults.status(404), asked: 'at a lower version', what: unknown },
  {
    title: '404 that the service explains',
    answer: exception(404, 'BuildNotFoundException', 'The requested build 1 could not be found.'),
    asked: 'once',
    what: 'Azure DevOps refused the request.',
    words: ['The requested build 1 could not be found.', activity],
  },
  {
    title: 'the second shape of an error',
    answer: faults.secondErrorShape,
    asked: 'once',
    what: 'Azure DevOps refused the request.',
    words: ['The request is invalid.'],
  },
  {
    title: 'filters that do not go together',
    answer: exception(400, 'InvalidBuildQueryException', 'The query is not valid.'),
    asked: 'once',
    what: 'Azure DevOps refused this combination of filters.',
  },
  {
    title: 'a version that is given and too new',
    inputs: { 'api-version': '9.9' },
    asked: 'once',
    what: 'The server does not support this API version.',
  },
  {
    title: 'a server that names a lower version each time',
    answer: faults.namesLowerVersions,
    inputs: { retries: '5' },
    asked: 'at three lower versions',
    what: 'The server does not support this API version.',
  },
  {
    title: 'a server that names no lower version',
    answer: exception(400, 'VssVersionOutOfRangeException', 'The latest REST API version this server supports is 7.1.'),
    asked: 'once',
    what: 'The server does not support this API version.',
  },
]

/** Answers of a service that is busy or broken. */
export const outages: readonly Fault[] = [
  {
    title: 'an organization that is deactivated, which no attempt changes',
    answer: faults.deactivated,
    inputs: { retries: '5' },
    asked: 'once',
    what: 'The organization is deactivated (503, TF24668).',
    words: ['Sign in to the organization in a browser'],
  },
  { title: '408', answer: faults.status(408), asked: 'again', what: 'The request timed out.' },
  { title: '429 without a word', answer: faults.status(429), asked: 'again', what: throttled },
  {
    title: '429 with Retry-After in seconds',
    answer: faults.throttled,
    asked: 'again',
    what: throttled,
    words: ['Request was blocked due to exceeding usage'],
    says: /asks for a pause of .*Retry-After\)\. The next request waits for it\./,
  },
  {
    title: '429 with Retry-After as a date',
    answer: (request, response, next) => faults.retryAfter(new Date(Date.now() + 10_000), 429)(request, response, next),
    asked: 'again',
    what: throttled,
    says: /asks for a pause of .*Retry-After\)\. The next request waits for it\./,
  },
  {
    title: '429 with a Retry-After longer than the deadline',
    answer: faults.retryAfter(3600, 429),
    asked: 'once',
    what: throttled,
    words: ['a pause of 1h (rate limit, Retry-After), longer than the time that is left'],
  },
  {
    title: '429 with a Retry-After of no meaning',
    answer: faults.retryAfter('soon', 429),
    asked: 'again',
    what: throttled,
  },
  { title: '500 without a word', answer: faults.status(500), asked: 'again', what: failed },
  {
    title: '500 in HTML',
    answer: faults.status(500, '<html><title>Oops</title></html>'),
    asked: 'again',
    what: failed,
  },
  {
    title: '500 that the service explains',
    answer: exception(500, 'PipelineNotFoundException', 'The pipeline 9 does not exist.'),
    asked: 'once',
    what: failed,
    words: ['The pipeline 9 does not exist.', activity],
  },
  { title: '501', answer: faults.status(501), asked: 'once', what: failed },
  { title: '502', answer: faults.status(502), asked: 'again', what: failed },
  { title: '503', answer: faults.hostOffline, asked: 'again', what: failed },
  { title: '504', answer: faults.status(504), asked: 'again', what: failed },
  {
    title: '418',
    answer: faults.status(418),
    asked: 'once',
    what: 'The response is not what Azure DevOps sends for this request.',
  },
]
