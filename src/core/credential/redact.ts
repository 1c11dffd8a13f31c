import type { IncomingHttpHeaders } from 'node:http'
import type { Span } from '../base/byte-search.ts'
import { isTurnOver, nextTurn } from '../base/time.ts'
import { formsOf } from './credential.ts'
import { Needles } from './needles.ts'

/**
 * Takes every form of the secrets out of a text: as it is, in another case, in Base64, and however it is escaped. What
 * is cut, decoded, or changed in case must go through here before, or a piece would be left that nothing recognizes.
 */
export interface Redact {
  (text: string): string
  /** The same buffer when there is nothing to take out. */
  bytes(body: Buffer): Buffer
  /** The same for a long body: other work goes on meanwhile. */
  body(body: Buffer, signal?: AbortSignal): Promise<Buffer>
  /** All values of response headers. */
  headers<T extends IncomingHttpHeaders>(headers: T): T
  /** The text of one of them, its percent-encoding undone. */
  header(value: string): string
  /** Hides one more secret from here on, on the host too. Shorter than 8 characters it would blank out the log. */
  add(secret: string): void
}

const stars = Buffer.from('***')

/** What is looked through at once: about 50 ms, if all of it is escapes. */
const sliceLength = 512 * 1024

/** No form of a token is longer than that, however it is escaped. */
const overlap = 64 * 1024

/**
 * @param forms the forms of the secrets that are known now
 * @param mask hides a text on the host
 */
export function redactor(forms: readonly string[], mask: (form: string) => void = () => undefined): Redact {
  const needles = new Needles()
  for (const form of forms) needles.add(form)
  const bytes = (body: Buffer) => replaced(body, [...spansBySlice(body, needles)].flat())
  const redact = (text: string) => {
    const body = Buffer.from(text, 'utf8')
    const left = bytes(body)
    return left === body ? text : left.toString('utf8')
  }
  // Node.js reads headers as Latin-1, so that each character is a byte.
  const hide = (value: string) => bytes(Buffer.from(value, 'latin1')).toString('latin1')
  return Object.assign(redact, {
    bytes,
    body: async (body: Buffer, signal?: AbortSignal) => {
      const found: Span[][] = []
      let began = Date.now()
      for (const spans of spansBySlice(body, needles)) {
        found.push(spans)
        if (isTurnOver(began)) {
          await nextTurn()
          began = Date.now()
        }
        signal?.throwIfAborted()
      }
      return replaced(body, found.flat())
    },
    headers: <T extends IncomingHttpHeaders>(headers: T) => {
      const left = Object.entries(headers).map(([name, value]) => [
        name,
        Array.isArray(value) ? value.map(hide) : hide(value ?? ''),
      ])
      return Object.fromEntries(left) as T
    },
    header: (value: string) => redact(decoded(hide(value))),
    add: (secret: string) => {
      // Shortest first: a host may show the line that hides a longer one, and then hides what it knows already.
      for (const form of formsOf([secret]).toReversed()) {
        mask(form)
        needles.add(form)
      }
    },
  })
}

/** Slice after slice, the parts of it that are to be hidden. Slices overlap, so that none is cut. */
function* spansBySlice(bytes: Buffer, needles: Needles): Generator<Span[]> {
  for (let start = 0; start === 0 || start + overlap < bytes.length; start += sliceLength - overlap) {
    const spans = needles.spansIn(bytes.subarray(start, start + sliceLength))
    yield spans.map(([from, to]): Span => [start + from, start + to])
  }
}

/** The same buffer when there is nothing to hide. */
function replaced(bytes: Buffer, spans: readonly Span[]): Buffer {
  if (spans.length === 0) return bytes
  const parts: Buffer[] = []
  let at = 0
  for (const [start, end] of spans.toSorted(([a], [b]) => a - b)) {
    // Spans that overlap are hidden as one.
    if (start >= at) parts.push(bytes.subarray(at, start), stars)
    at = Math.max(at, end)
  }
  return Buffer.concat([...parts, bytes.subarray(at)])
}

/** Azure DevOps percent-encodes header texts, and its servers write `+` for a space. */
function decoded(value: string): string {
  try {
    return decodeURIComponent(value.includes('%20') ? value : value.replaceAll('+', ' '))
  } catch {
    return value
  }
}
