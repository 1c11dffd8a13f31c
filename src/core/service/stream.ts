import type { IncomingMessage } from 'node:http'
import { Transform, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import type { Redact } from '../credential/redact.ts'
import { expandsTooMuch } from './body.ts'
import { NetworkError } from './network-error.ts'

/** Where a body goes as it arrives. */
export interface BodyStream {
  readonly sink: Writable
  readonly redact: Redact
  /** Told whenever bytes have arrived. */
  readonly onBytes: () => void
  readonly signal: AbortSignal
}

/** Passes a body on without ever holding much of it: decompressed, and without any form of the token. */
export async function streamBody(
  message: IncomingMessage,
  zipped: boolean,
  { sink, redact, onBytes, signal }: BodyStream,
): Promise<void> {
  let [received, expanded] = [0, 0]
  const arriving = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      received += chunk.length
      onBytes()
      done(null, chunk)
    },
  })
  const expanding = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      expanded += chunk.length
      const error = expandsTooMuch(received, expanded)
        ? new NetworkError('BODY_TOO_LARGE', 'the body expands more than an honest one does', true)
        : null
      done(error, chunk)
    },
  })
  const decoding = zipped ? [createGunzip(), expanding] : []
  await pipeline([message, arriving, ...decoding, redacting(redact), sink], { signal })
}

/** No form of the token is longer than that; as much is held back, so that none is cut in two. */
const overlap = 64 * 1024
const window = 8 * overlap

/** Takes the token out of a stream of bytes. */
export function redacting(redact: Redact): Transform {
  let held: Buffer = Buffer.alloc(0)
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      held = held.length === 0 ? chunk : Buffer.concat([held, chunk])
      if (held.length < window) return done()
      const cut = safeCut(held, redact)
      if (cut === undefined)
        return held.length < 4 * window
          ? done()
          : done(new NetworkError('BODY_TOO_LARGE', 'the body is full of the token', true))
      const whole = redact.bytes(held.subarray(0, cut))
      held = held.subarray(cut)
      done(null, whole)
    },
    flush(done) {
      done(null, redact.bytes(held))
    },
  })
}

/** The last place to cut at which nothing that is to be taken out could lie across; undefined if there is none. */
function safeCut(bytes: Buffer, redact: Redact): number | undefined {
  for (let cut = bytes.length - overlap; cut >= overlap; cut -= overlap) {
    const around = bytes.subarray(cut - overlap, cut + overlap)
    if (redact.bytes(around) === around) return cut
  }
  return undefined
}
