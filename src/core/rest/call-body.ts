import { readFileSync, statSync } from 'node:fs'
import { messageOf } from '../errors/errors.ts'
import { Problem } from '../inputs/problem.ts'

/** What a call sends. */
export interface CallBody {
  readonly type: string
  readonly content: Buffer
}

/** Attachments in one request are smaller; larger files go in chunks, with `Content-Range`. */
const largestBody = 128 * 1024 * 1024

/** A line break, or anything else that could end a header. https://www.rfc-editor.org/rfc/rfc9110#section-8.3 */
const mediaType = /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+(?:\s*;\s*[\w-]+=(?:[\w.:+/-]+|"[\x20\x21\x23-\x7e]*"))*$/

/** @throws Problem */
export function checkContentType(type: string): string {
  if (mediaType.test(type)) return type
  throw new Problem('is not a media type. Write it as application/json')
}

/**
 * Checks a body before it is sent. The service would refuse a broken one with a message that rarely says what is wrong.
 * @throws Problem that never quotes the body
 */
export function checkBody({ type, content }: CallBody): void {
  const kind = type.split(';')[0]?.trim().toLowerCase() ?? ''
  if (!/[/+]json$/.test(kind) || content.length === 0) return
  const value = parseJson(content.toString('utf8'), kind)
  if (kind === 'application/json-patch+json' && !Array.isArray(value))
    throw new Problem(
      'is not a JSON Patch document: a list, as [{"op": "add", "path": "/fields/System.Title", "value": "…"}]',
    )
}

function parseJson(text: string, kind: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    // The message itself quotes the text; of it only the place is used.
    const [, position] = /at position (\d+)/.exec(messageOf(error)) ?? []
    const place = position === undefined ? '' : `, in line ${text.slice(0, Number(position)).split('\n').length}`
    throw new Problem(`is not JSON${place}, and would be sent as ${kind}`)
  }
}

/**
 * The content of a body file.
 * @throws Problem
 */
export function readBodyFile(path: string): Buffer {
  try {
    const { size } = checkRegular(path)
    if (size > largestBody) throw new Problem(`has ${size} bytes, more than ${largestBody} in one request`)
    return readFileSync(path)
  } catch (error) {
    throw error instanceof Problem ? error : new Problem(`cannot be read: ${messageOf(error)}`)
  }
}

/** A device never ends, and reading a pipe would wait for somebody to write. */
function checkRegular(path: string): { size: number } {
  const status = statSync(path)
  if (!status.isFile()) throw new Problem('is not a regular file')
  return status
}
