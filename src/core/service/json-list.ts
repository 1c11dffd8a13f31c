import { isUtf8 } from 'node:buffer'
import { isTurnOver, nextTurn } from '../base/time.ts'

/** A body that is no `{"count": …, "value": […]}`; `transient` when a part of it may have been lost on the way. */
export class PageError extends Error {
  override readonly name = 'PageError'

  constructor(
    readonly transient: boolean,
    message: string,
  ) {
    super(message)
  }
}

/** A page is requested with at most 500 elements; old servers send whole lists, the longest of pipelines. */
const maxElements = 50_000
/** A build of 100 KiB is a large one. */
const maxElementBytes = 16 * 1024 * 1024
/** A build has five levels. */
const maxDepth = 100

/** Stands for the elements while what is around them is read. */
const placeholder = Buffer.from('0')

const [quote, backslash, comma, openArray, closeArray, openObject, closeObject] = Buffer.from('"\\,[]{}')

/**
 * The elements of a page's list, each as its own bytes: a page of a thousand builds never becomes a thousand objects
 * at once, and what is written to the file is what the service sent.
 *
 * @param name of the list: `value` of a page, `records` of a timeline
 * @param most elements that are accepted
 * @throws PageError when the body as a whole is not a page
 */
export function splitPage(body: Buffer, name = 'value', most = maxElements): Buffer[] {
  const bytes = body.subarray(body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf ? 3 : 0)
  if (bytes.length === 0) throw new PageError(true, 'the body is empty')
  if (!isUtf8(bytes)) throw new PageError(true, 'the body is not UTF-8')
  const list = findList(bytes, name)
  if (list === undefined) throw notAPage(bytes, name)
  const elements = splitList(bytes, list, most)
  const last = elements.at(-1)
  const end = closingBracket(bytes, last === undefined ? list + 1 : last.byteOffset - bytes.byteOffset + last.length)
  const frame = parse(Buffer.concat([bytes.subarray(0, list + 1), placeholder, bytes.subarray(end)]))
  const value = (frame as Record<string, unknown>)[name]
  // A second list of that name would win in JSON.parse, and what was cut apart would not be what the service meant.
  if (!Array.isArray(value) || value[0] !== 0) throw new PageError(false, `its ${name} is no list`)
  return elements
}

/**
 * Reads each element of a page's `value` as a value; a long list in several turns.
 * @param read gets the value and its bytes
 * @throws PageError when the body as a whole is not a page, and whatever `read` throws
 */
export async function readList<T>(
  body: Buffer,
  read: (value: unknown, bytes: Buffer) => T,
  signal?: AbortSignal,
): Promise<T[]> {
  const items: T[] = []
  let began = Date.now()
  for (const bytes of splitPage(body)) {
    items.push(read(parse(bytes), bytes))
    if (!isTurnOver(began)) continue
    await nextTurn()
    signal?.throwIfAborted()
    began = Date.now()
  }
  return items
}

/** One element as a value. */
export function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    throw new PageError(true, 'the body is not JSON')
  }
}

/** Where the list of that name in the outermost object begins; undefined where there is none. */
function findList(bytes: Buffer, name: string): number | undefined {
  let depth = 0
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]
    if (byte === openObject || byte === openArray) depth = deeper(depth)
    else if (byte === closeObject || byte === closeArray) depth--
    else if (byte === quote) {
      const end = endOfString(bytes, at)
      if (depth === 1 && end - at === name.length + 2 && bytes.toString('latin1', at + 1, end - 1) === name) {
        const [head] = /^\s*:\s*\[/.exec(bytes.toString('latin1', end, end + 64)) ?? []
        if (head !== undefined) return end + head.length - 1
      }
      at = end - 1
    }
  }
  return undefined
}

/** Cuts the list that begins at `list` at its commas. */
function splitList(bytes: Buffer, list: number, most: number): Buffer[] {
  const elements: Buffer[] = []
  let depth = 0
  let start = list + 1
  for (let at = start; at < bytes.length; at++) {
    const byte = bytes[at]
    if (byte === quote) at = endOfString(bytes, at) - 1
    else if (byte === openObject || byte === openArray) {
      depth = deeper(depth)
    } else if (depth > 0 && (byte === closeObject || byte === closeArray)) depth--
    else if (depth === 0 && (byte === comma || byte === closeArray)) {
      const element = trim(bytes.subarray(start, at))
      if (byte === closeArray && element.length === 0 && elements.length === 0) return elements
      if (elements.length === most) throw new PageError(false, `the list has more than ${most} elements`)
      if (element.length > maxElementBytes)
        throw new PageError(false, `an element has more than ${maxElementBytes} bytes`)
      elements.push(element)
      if (byte === closeArray) return elements
      start = at + 1
    }
  }
  throw new PageError(true, 'the list does not end')
}

function deeper(depth: number): number {
  if (depth === maxDepth) throw new PageError(false, `the body is nested deeper than ${maxDepth} levels`)
  return depth + 1
}

/** The byte after the string that begins at `at`. Looking for quotes is much faster than looking at every byte. */
function endOfString(bytes: Buffer, at: number): number {
  for (let end = bytes.indexOf(quote as number, at + 1); end >= 0; end = bytes.indexOf(quote as number, end + 1)) {
    let before = end - 1
    while (bytes[before] === backslash) before--
    if ((end - before) % 2 === 1) return end + 1
  }
  throw new PageError(true, 'a string does not end')
}

function closingBracket(bytes: Buffer, from: number): number {
  return bytes.indexOf(closeArray as number, from)
}

function trim(bytes: Buffer): Buffer {
  let [start, end] = [0, bytes.length]
  while (start < end && isSpace(bytes[start])) start++
  while (end > start && isSpace(bytes[end - 1])) end--
  return bytes.subarray(start, end)
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09
}

/** Whole JSON of another kind is an answer to something else; broken JSON was damaged on the way. */
function notAPage(bytes: Buffer, name: string): PageError {
  const value = parse(bytes)
  if (typeof value !== 'object' || value === null) return new PageError(false, 'the body is no object')
  return new PageError(false, name in value ? `its ${name} is no list` : `it has no ${name}`)
}
