// Where the elements of a list are in the bytes of JSON, without reading them.
import { PageError } from './page-error.ts'

/** A page is requested with at most 500 elements; old servers send whole lists, the longest of pipelines. */
export const maxElements = 50_000
/** A build of 100 KiB is a large one. */
export const maxElementBytes = 16 * 1024 * 1024
/** A build has five levels. */
const maxDepth = 100

const [quote, backslash, comma, openArray, closeArray, openObject, closeObject] = Buffer.from('"\\,[]{}')

/** Where the list of that name in the outermost object begins; undefined where there is none. */
export function findList(bytes: Buffer, name: string): number | undefined {
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

/**
 * Cuts the list whose next element begins at `from` at its commas.
 * @param elements gets them @param before how many there were before it @returns the place of the closing bracket
 */
export function splitList(bytes: Buffer, from: number, elements: Buffer[], most: number, before = 0): number {
  let depth = 0
  let start = from
  for (let at = start; at < bytes.length; at++) {
    const byte = bytes[at]
    if (byte === quote) at = endOfString(bytes, at) - 1
    else if (byte === openObject || byte === openArray) {
      depth = deeper(depth)
    } else if (depth > 0 && (byte === closeObject || byte === closeArray)) depth--
    else if (depth === 0 && (byte === comma || byte === closeArray)) {
      const element = trim(bytes.subarray(start, at))
      if (byte === closeArray && element.length === 0 && before + elements.length === 0) return at
      if (before + elements.length === most) throw tooMany(most)
      if (element.length > maxElementBytes)
        throw new PageError(false, `an element has more than ${maxElementBytes} bytes`)
      elements.push(element)
      if (byte === closeArray) return at
      start = at + 1
    }
  }
  throw new PageError(true, 'the list does not end')
}

export function tooMany(most: number): PageError {
  return new PageError(false, `the list has more than ${most} elements`)
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

function trim(bytes: Buffer): Buffer {
  let [start, end] = [0, bytes.length]
  while (start < end && isSpace(bytes[start])) start++
  while (end > start && isSpace(bytes[end - 1])) end--
  return bytes.subarray(start, end)
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09
}
