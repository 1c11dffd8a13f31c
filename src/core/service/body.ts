import { promisify } from 'node:util'
import { gunzip, gunzipSync } from 'node:zlib'
import { NetworkError } from './network-error.ts'

/** Pages are requested in pieces of at most a few MiB; far more than that is no page of builds. */
export const largestBody = 64 * 1024 * 1024

/** Error bodies are a few KiB. A longer one is not parsed: the status says enough. */
export const errorBodyLimit = 1024 * 1024

/** JSON of builds compresses to a twentieth; what expands a thousand times is an attack, unless it is small. */
const largestRatio = 300
const smallBody = 4 * 1024 * 1024

/** Decompressed bytes that are decompressed sooner than another thread would begin with them. */
const shortBody = 1024 * 1024

const gunzipAside = promisify(gunzip)

/**
 * Decompresses a whole gzip body. A long one is decompressed by another thread, while this one works on the page before
 * it; signals and deadlines go on meanwhile. The room for it is made at once: decompressing in pieces, while it comes,
 * leaves a second copy behind and takes a fifth more of the processor.
 *
 * @param most bytes that the result may have
 * @throws NetworkError BODY_TOO_LARGE, or with zlib's own code
 */
export async function decompress(received: Buffer, most: number, signal: AbortSignal): Promise<Buffer> {
  const limit = Math.min(most, mostExpanded(received.length))
  // The last four bytes tell the size; a wrong one only wastes room: https://www.rfc-editor.org/rfc/rfc1952#page-6
  const size = received.length < 4 ? 0 : received.readUInt32LE(received.length - 4)
  // One byte more, or zlib makes another piece of room to see that nothing follows.
  const chunkSize = Math.min(Math.max(size + 1, 4096), limit + 1, largestBody / 4)
  try {
    if (size <= shortBody) {
      const short = gunzipShort(received, Math.min(limit, shortBody), chunkSize)
      if (short !== undefined) return short
    }
    const body = await gunzipAside(received, { chunkSize, maxOutputLength: limit })
    signal.throwIfAborted()
    return body
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_BUFFER_TOO_LARGE') throw error
    throw new NetworkError('BODY_TOO_LARGE', `the body is over ${limit} bytes`, true, error)
  }
}

/** Bytes that so many compressed ones may become. */
function mostExpanded(received: number): number {
  return Math.max(smallBody, received * largestRatio)
}

/** Whether so many compressed bytes have become more than an honest body would. */
export function expandsTooMuch(received: number, expanded: number): boolean {
  return expanded > mostExpanded(received)
}

/** Undefined when it is longer than its last bytes say. */
function gunzipShort(received: Buffer, most: number, chunkSize: number): Buffer | undefined {
  try {
    return gunzipSync(received, { chunkSize, maxOutputLength: most })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') return undefined
    throw error
  }
}
