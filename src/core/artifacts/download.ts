import { type FileHandle, open } from 'node:fs/promises'
import { Writable } from 'node:stream'
import { grouped, shorten } from '../base/text.ts'
import { ServiceError } from '../errors/errors.ts'
import type { DownloadHead, ForeignUrl } from '../service/download.ts'
import type { ServiceRequest } from '../service/request.ts'
import type { Service } from '../service/service.ts'
import { ArchiveError } from './archive-error.ts'
import { diskError } from './disk-error.ts'
import {
  type Artifact,
  type BuildOfArtifacts,
  containerRequest,
  readSignedUrl,
  signedContentRequest,
} from './requests.ts'

/** An archive is hardly larger than its content: this much is for the headers of a million entries. */
const largestOverhead = 512 * 1024 * 1024

/**
 * Where the archive of an artifact is. A pipeline artifact gets a new signed URL each time, because those expire.
 * @param deadline of a request for it
 * @throws ServiceError
 */
export async function locateArchive(
  service: Service,
  build: BuildOfArtifacts,
  { name, type }: Artifact,
  deadline: number,
): Promise<ServiceRequest | ForeignUrl> {
  const shown = shorten(name, 100)
  if (type === 'Container') return containerRequest(build, name, deadline)
  const url = await service.request(signedContentRequest(build, name, deadline), readSignedUrl)
  return { url, words: { what: `The download of the artifact ${shown}`, subject: 'artifacts' }, deadline }
}

/**
 * Streams the archive into a new file.
 * @param maxSize bytes of content that it may have
 * @param attempt 0 for the first
 * @throws ServiceError, or ArchiveError for what is too large or cannot be written
 */
export async function downloadArchive(
  service: Service,
  source: ServiceRequest | ForeignUrl,
  file: string,
  maxSize: number,
  onBytes: (count: number) => void,
  signal: AbortSignal,
  attempt: number,
): Promise<void> {
  const handle = await open(file, 'wx', 0o600).catch(diskError)
  try {
    const limit = maxSize + largestOverhead
    const sink = ({ length = 0 }: DownloadHead) => {
      if (length > limit) throw tooLarge(length)
      return fileSink(handle, limit, onBytes)
    }
    await service.download(source, sink, signal, attempt)
  } catch (error) {
    signal.throwIfAborted()
    throw 'url' in source ? aboutStorage(error) : error
  } finally {
    await handle.close()
  }
}

function fileSink(handle: FileHandle, limit: number, onBytes: (count: number) => void): Writable {
  let size = 0
  return new Writable({
    highWaterMark: 1024 * 1024,
    write(chunk: Buffer, _encoding, done) {
      size += chunk.length
      if (size > limit) return done(tooLarge(size))
      onBytes(chunk.length)
      // Writes where the last one ended, and all of it.
      handle
        .writeFile(chunk)
        .catch(diskError)
        .then(() => done(), done)
    },
  })
}

function tooLarge(size: number): ArchiveError {
  return new ArchiveError('archive-too-large', [`The archive has at least ${grouped(size)} bytes.`])
}

/** What is wrong with the host that stores artifacts is not wrong with the organization. */
function aboutStorage(error: unknown): unknown {
  if (!(error instanceof ServiceError)) return error
  const { details, request, transient, arrived } = error
  const { status } = request
  const reason = isRefusal(error)
    ? 'artifact-url-refused'
    : status !== undefined && status < 400
      ? 'artifact-not-zip'
      : unreachable.has(error.reason)
        ? 'artifact-unreachable'
        : interrupted.has(error.reason)
          ? 'artifact-incomplete'
          : error.reason
  return new ServiceError(reason, { details, request, transient, arrived, original: error })
}

const unreachable: ReadonlySet<string> = new Set([
  'name-unresolved',
  'connection-refused',
  'proxy-refused',
  'tls-mismatch',
])

const interrupted: ReadonlySet<string> = new Set(['request-timed-out', 'response-incomplete'])

/** The signature may have expired between getting and using it; nobody has published what is answered then. */
export function isRefusal({ request: { status } }: ServiceError): boolean {
  return status !== undefined && [400, 401, 403, 404, 410].includes(status)
}
