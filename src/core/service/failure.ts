import type { Failure } from '../errors/causes.ts'
import type { Answer } from './http.ts'

const anonymousId = 'aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa'

/** What is wrong with an answer as a whole; undefined for one that may be read. */
export function failureOf(answer: Answer, asked: Failure['asked']): Failure | undefined {
  const { status, headers } = answer
  const content = contentOf(answer)
  const identity = identityOf(header(headers, 'x-vss-userdata'))
  if (status === 200 && content === 'json' && identity !== 'anonymous') return undefined
  const error = content === 'json' ? readError(answer.body) : {}
  const text = error.text ?? serviceError(header(headers, 'x-tfs-serviceerror')) ?? title(answer, content)
  const authenticate = header(headers, 'www-authenticate')
  return {
    status,
    content,
    ...(identity === undefined ? {} : { identity }),
    ...(asked === undefined ? {} : { asked }),
    ...(error.typeKey === undefined ? {} : { typeKey: error.typeKey }),
    ...(text === undefined ? {} : { text }),
    ...(authenticate === undefined ? {} : { authenticate }),
  }
}

/** Names the answer in the service's own logs; support asks for it. */
export function activityId({ headers }: Answer): string | undefined {
  return header(headers, 'activityid') ?? header(headers, 'x-vss-e2eid')
}

export function header(headers: Answer['headers'], name: string): string | undefined {
  const value = headers[name]
  return Array.isArray(value) ? value.join(', ') : value
}

function contentOf({ headers, body }: Answer): NonNullable<Failure['content']> {
  if (body.length === 0 && header(headers, 'content-type') === undefined) return 'none'
  const type = header(headers, 'content-type')?.split(';')[0]?.trim().toLowerCase()
  if (type === 'application/json') return 'json'
  return type === 'text/html' || /^\s*<(!doctype|html)/i.test(body.toString('latin1', 0, 64)) ? 'html' : 'other'
}

/** `x-vss-userdata` is `id:address` of the token's owner; nothing of it is ever shown. */
function identityOf(userdata: string | undefined): Failure['identity'] {
  if (userdata === undefined || userdata === '') return undefined
  return userdata.toLowerCase().startsWith(anonymousId) ? 'anonymous' : 'known'
}

/**
 * Reads both shapes of an error body: the serialised exception
 * (https://github.com/actions/runner/blob/main/src/Sdk/Common/Common/WrappedException.cs) and the web framework's own
 * `{"count":1,"value":{"Message":…}}`, which looks like a page.
 */
function readError(body: Buffer): { text?: string; typeKey?: string } {
  let json: unknown
  try {
    json = JSON.parse(body.toString('utf8').replace(/^\uFEFF/, ''))
  } catch {
    return {}
  }
  const outer = fields(json)
  const text = outer.message ?? fields(outer.value).Message ?? fields(outer.error).message
  return {
    ...(typeof text === 'string' ? { text } : {}),
    ...(typeof outer.typeKey === 'string' ? { typeKey: outer.typeKey } : {}),
  }
}

function fields(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

/** `X-TFS-ServiceError`: percent-encoded, and on servers with `+` for a blank. */
function serviceError(text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  try {
    return decodeURIComponent(text.includes('%20') ? text : text.replaceAll('+', ' '))
  } catch {
    return text
  }
}

function title({ body }: Answer, content: Failure['content']): string | undefined {
  const start = body.toString('utf8', 0, 4096)
  if (content === 'html') return /<title>([^<]*)<\/title>/i.exec(start)?.[1]?.trim() || undefined
  return content === 'other' ? start.slice(0, 200).trim() || undefined : undefined
}
