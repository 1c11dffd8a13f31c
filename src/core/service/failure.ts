import type { Redact } from '../credential/redact.ts'
import type { Failure } from '../errors/cause.ts'
import type { HttpResponse } from './http.ts'
import type { ResponseType, ServiceRequest } from './request.ts'

const anonymousId = 'aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa'

/** What is wrong with a response as a whole; undefined for one that may be read. */
export function failureOf(response: HttpResponse, request: ServiceRequest, redact: Redact): Failure | undefined {
  const { status, headers } = response
  const type = typeOf(response)
  const owner = ownerOf(response)
  const identity = owner === undefined ? undefined : owner === anonymousId ? 'anonymous' : 'known'
  if (isExpected(status, type, request) && identity !== 'anonymous') return undefined
  const error = type === 'json' ? readError(response.body) : {}
  const text = error.text ?? serviceError(header(headers, 'x-tfs-serviceerror'), redact) ?? title(response, type)
  const leadsTo = redirectTarget(response)
  const authenticate = header(headers, 'www-authenticate')
  return {
    status,
    content: type,
    subject: request.words.subject,
    ...(identity === undefined ? {} : { identity }),
    ...(error.typeKey === undefined ? {} : { typeKey: error.typeKey }),
    ...(error.results === undefined ? {} : { results: error.results.map(result => hideAddresses(redact(result))) }),
    ...(text === undefined ? {} : { text: hideAddresses(redact(text)) }),
    ...(authenticate === undefined ? {} : { authenticate }),
    ...(leadsTo === undefined ? {} : { leadsTo: redact(leadsTo) }),
  }
}

function isExpected(status: number, type: Failure['content'], { expects = {}, method }: ServiceRequest): boolean {
  const { statuses = [200], types = ['json'] } = expects
  if (!statuses.includes(status)) return false
  if (type === 'none') return status === 204 || method === 'HEAD' || method === 'DELETE' || types.includes('any')
  // A sign-in page comes with every status, so HTML is never what was requested unless anything is.
  return types.some(expected => accepts(expected, type))
}

function accepts(expected: ResponseType, type: Failure['content']): boolean {
  if (expected === 'any') return type !== 'html'
  return expected === type
}

/** Names the response in the service's own logs; support asks for it. */
export function activityId({ headers }: Pick<HttpResponse, 'headers'>): string | undefined {
  const id = header(headers, 'activityid') ?? header(headers, 'x-vss-e2eid')
  // Only what looks like one: a header is text from outside.
  return id !== undefined && /^[\da-f-]{8,64}$/i.test(id) ? id : undefined
}

export function header(headers: HttpResponse['headers'], name: string): string | undefined {
  const value = headers[name]
  return Array.isArray(value) ? value.join(', ') : value
}

/** The GUID of the token's owner, in lower case. The rest of `x-vss-userdata` is an address, which is never used. */
export function ownerOf({ headers }: Pick<HttpResponse, 'headers'>): string | undefined {
  const id = header(headers, 'x-vss-userdata')?.split(':')[0]?.trim().toLowerCase()
  return id !== undefined && /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/.test(id) ? id : undefined
}

/** The media type, reduced to what matters here. */
export function typeOf({ headers, body }: HttpResponse): NonNullable<Failure['content']> {
  const type = header(headers, 'content-type')?.split(';')[0]?.trim().toLowerCase()
  // A web server names a type for nothing, too; a page that somebody should see is not empty.
  if (body.length === 0 && (type === undefined || type === 'text/html')) return 'none'
  if (type === 'application/json') return 'json'
  if (type === 'application/zip' || type === 'application/octet-stream') return 'zip'
  if (type === 'text/html' || /^\s*<(!doctype|html)/i.test(body.toString('latin1', 0, 64))) return 'html'
  return type?.startsWith('text/') ? 'text' : 'other'
}

/**
 * Reads both shapes of an error body: the serialized exception
 * (https://github.com/actions/runner/blob/main/src/Sdk/Common/Common/WrappedException.cs) and the web framework's own
 * `{"count":1,"value":{"Message":…}}`, which looks like a page. Old servers write names with a capital.
 */
function readError(body: Buffer): { text?: string; typeKey?: string; results?: string[] } {
  let json: unknown
  try {
    json = JSON.parse(body.toString('utf8').replace(/^\uFEFF/, ''))
  } catch {
    return {}
  }
  const outer = fields(json)
  const texts = [outer.message, outer.Message, fields(outer.value).Message, fields(outer.error).message]
  const text = texts.find(value => typeof value === 'string')
  const typeKey = typeof outer.typeKey === 'string' ? outer.typeKey : className(outer.ClassName)
  const results = [fields(outer.customProperties).ValidationResults, outer.ValidationResults].find(Array.isArray)
  return {
    ...(text === undefined ? {} : { text }),
    ...(typeKey === undefined ? {} : { typeKey }),
    ...(results === undefined ? {} : { results: results.slice(0, 100).flatMap(messageOfResult) }),
  }
}

function className(value: unknown): string | undefined {
  return typeof value === 'string' ? value.split('.').at(-1) : undefined
}

/** Of https://learn.microsoft.com/rest/api/azure/devops/build/builds/queue#buildrequestvalidationresult. */
function messageOfResult(result: unknown): string[] {
  const { message, Message, result: word } = fields(result)
  if (typeof word === 'string' && word.toLowerCase() === 'ok') return []
  const text = message ?? Message
  return typeof text === 'string' ? [text] : []
}

function fields(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

function serviceError(value: string | undefined, redact: Redact): string | undefined {
  return value === undefined ? undefined : redact.header(value)
}

/** Where a redirect leads: the host alone, for the rest may hold secrets of a sign-in. */
function redirectTarget({ status, headers }: HttpResponse): string | undefined {
  const location = status >= 300 && status <= 399 ? header(headers, 'location') : undefined
  if (location === undefined || !URL.canParse(location, nowhere)) return undefined
  const { origin, host } = new URL(location, nowhere)
  if (host === '') return undefined
  return origin === nowhere ? 'the same host' : host
}

const nowhere = 'https://same.invalid'

function title({ body }: HttpResponse, type: Failure['content']): string | undefined {
  const start = body.toString('utf8', 0, 4096)
  if (type === 'html') return /<title>([^<]*)<\/title>/i.exec(start)?.[1]?.trim() || undefined
  return type === 'other' || type === 'text' ? start.trim() || undefined : undefined
}

/**
 * Mail addresses and account names in the service's texts are people's, and have no place in a log. Git over SSH
 * (`git@github.com`) and versions of packages (`lodash@4.17.21`) name nobody.
 */
export function hideAddresses(text: string): string {
  return text.replace(/\bWindows Live ID\\[^\s'"]+/g, 'Windows Live ID\\(hidden)').replace(address, '(address hidden)')
}

const address =
  /(?<![^\s'"<>()[\]{},;:\\/@])(?!git@)[^\s'"<>()[\]{},;:\\/@]{1,200}@[^\s'"<>()[\]{},;:\\/@]{1,200}\.\p{L}[\p{L}\p{N}-]{1,62}/gu
