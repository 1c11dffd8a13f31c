import { isUtf8 } from 'node:buffer'
import { isTurnOver, nextTurn } from '../base/time.ts'
import { findList, maxElementBytes, maxElements, splitList, tooMany } from './json-bytes.ts'
import { PageError } from './page-error.ts'

/** From so many bytes on it pays to look at how the elements begin. */
const longPage = 64 * 1024

/** Stands for the elements while what is around them is read. */
const placeholder = Buffer.from('0')

/**
 * The elements of a page's list, each as its own bytes: a page of a thousand builds never becomes a thousand objects
 * at once, and what is written to the file is what the service sent.
 *
 * @param name of the list: `value` of a page, `records` of a timeline
 * @param most elements that are accepted
 * @throws PageError when the body as a whole is not a page
 */
export function splitPage(body: Buffer, name = 'value', most = maxElements): Buffer[] {
  const { bytes, first } = openPage(body, name)
  const elements: Buffer[] = []
  checkFrame(bytes, name, first, splitList(bytes, first, elements, most))
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
  for (const [value, bytes] of valuesOf(body)) {
    items.push(read(value, bytes))
    if (!isTurnOver(began)) continue
    await nextTurn()
    signal?.throwIfAborted()
    began = Date.now()
  }
  return items
}

type Element = readonly [value: unknown, bytes: Buffer]

/** The elements of `value` in order. Whether the body as a whole is a page is only known at their end. */
function* valuesOf(body: Buffer): Generator<Element> {
  const { bytes, first } = openPage(body, 'value')
  let [count, next] = [0, first]
  for (const element of bytes.length < longPage ? [] : similarElements(bytes, first)) {
    if (count++ === maxElements) throw tooMany(maxElements)
    yield element
    next += element[1].length + 1
  }
  const others: Buffer[] = []
  const end = splitList(bytes, next, others, maxElements, count)
  for (const element of others) yield [parse(element), element]
  checkFrame(bytes, 'value', first, end)
}

/**
 * Objects at the beginning of a list that all begin with the same key, without white space between them: as the service
 * writes them. The next one is looked for by that beginning, ten times as fast as every string is passed by. What is
 * found in the middle of an element cuts that in two, and neither is JSON; then, and for the last, there is none.
 */
function* similarElements(bytes: Buffer, first: number): Generator<Element> {
  const [beginning] = /^\{"\w+/.exec(bytes.toString('latin1', first, first + 64)) ?? []
  if (beginning === undefined) return
  // Buffer.indexOf is several times as fast for up to seven bytes.
  const between = Buffer.from(`},${beginning}`.slice(0, 7))
  for (let start = first; ; ) {
    const end = bytes.indexOf(between, start) + 1
    const element = bytes.subarray(start, end)
    if (end === 0 || element.length > maxElementBytes) return
    const value = valueIn(element)
    if (value === undefined) return
    yield [value, element]
    start = end + 1
  }
}

/** Undefined where it is no JSON. */
function valueIn(bytes: Buffer): unknown {
  try {
    return parse(bytes)
  } catch {
    return undefined
  }
}

/** One element as a value. */
export function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    throw new PageError(true, 'the body is not JSON')
  }
}

/** The body as it is cut, and where the first element of its list begins. */
function openPage(body: Buffer, name: string): { readonly bytes: Buffer; readonly first: number } {
  const bytes = body.subarray(body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf ? 3 : 0)
  if (bytes.length === 0) throw new PageError(true, 'the body is empty')
  if (!isUtf8(bytes)) throw new PageError(true, 'the body is not UTF-8')
  const list = findList(bytes, name)
  if (list === undefined) throw notAPage(bytes, name)
  return { bytes, first: list + 1 }
}

/** Whether what is around the elements is a page: `first` is where they begin, `end` the place of the closing bracket. */
function checkFrame(bytes: Buffer, name: string, first: number, end: number): void {
  const frame = parse(Buffer.concat([bytes.subarray(0, first), placeholder, bytes.subarray(end)]))
  const value = (frame as Record<string, unknown>)[name]
  // A second list of that name would win in JSON.parse, and what was cut apart would not be what the service meant.
  if (!Array.isArray(value) || value[0] !== 0) throw new PageError(false, `its ${name} is no list`)
}

/** Whole JSON of another kind is an answer to something else; broken JSON was damaged on the way. */
function notAPage(bytes: Buffer, name: string): PageError {
  const value = parse(bytes)
  if (typeof value !== 'object' || value === null) return new PageError(false, 'the body is no object')
  return new PageError(false, name in value ? `its ${name} is no list` : `it has no ${name}`)
}
