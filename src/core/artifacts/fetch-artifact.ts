import { rm } from 'node:fs/promises'
import { shorten } from '../base/text.ts'
import { ServiceError } from '../errors/errors.ts'
import type { Service } from '../service/service.ts'
import { ArchiveError } from './archive-error.ts'
import type { Share } from './budget.ts'
import { diskError } from './disk-error.ts'
import { downloadArchive, isRefusal, locateArchive } from './download.ts'
import type { Amount } from './progress.ts'
import type { Artifact, BuildOfArtifacts } from './requests.ts'
import { type Unpacked, unpack } from './unpack.ts'

export interface FetchOptions {
  readonly service: Service
  readonly build: BuildOfArtifacts
  /** For the archive; does not exist yet. */
  readonly file: string
  /** Where it is unpacked; does not exist yet. */
  readonly folder: string
  readonly budget: Share
  readonly amount: Amount
  /** Milliseconds for each request but the download itself. */
  readonly timeout: number
  readonly say: (line: string) => void
  readonly signal: AbortSignal
}

/**
 * Downloads an artifact and unpacks it. A download that was cut, damaged, or too slow is repeated as a whole: archives
 * are made while they are sent, so there is nothing to resume.
 * @throws ServiceError or ArchiveError; then neither file nor folder are left
 */
export async function fetchArtifact(artifact: Artifact, options: FetchOptions): Promise<Unpacked> {
  const { service, say, signal } = options
  let renewed = false
  for (let attempt = 0; ; ) {
    const source = await locateArchive(service, options.build, artifact, service.clock.now() + options.timeout)
    try {
      return await fetchOnce(artifact, source, options, attempt)
    } catch (error) {
      signal.throwIfAborted()
      const refused = 'url' in source && error instanceof ServiceError && isRefusal(error)
      if (refused && !renewed) {
        renewed = true
        say(`The signed URL of the artifact ${shorten(artifact.name, 100)} was refused. A new one is requested.`)
        continue
      }
      if (!isTransient(error) || attempt >= service.retries) throw error
      const next = `Attempt ${attempt + 2} of ${service.retries + 1} follows`
      say(
        `The download of the artifact ${shorten(artifact.name, 100)} failed (transient error): ${lastLine(error)} ${next}.`,
      )
      await service.backOff(attempt++)
    }
  }
}

type Source = Awaited<ReturnType<typeof locateArchive>>

async function fetchOnce(
  artifact: Artifact,
  source: Source,
  options: FetchOptions,
  attempt: number,
): Promise<Unpacked> {
  const { service, file, folder, budget, amount, signal } = options
  Object.assign(amount, { downloaded: 0, unpacked: 0 })
  try {
    await downloadArchive(service, source, file, budget.left, counter(amount, 'downloaded'), signal, attempt)
    const expected = { budget, root: artifact.name, ...(artifact.size === undefined ? {} : { bytes: artifact.size }) }
    return await unpack(file, folder, expected, signal, counter(amount, 'unpacked')).catch(diskError)
  } catch (error) {
    budget.taken = 0
    await rm(folder, { recursive: true, force: true, maxRetries: 3 })
    throw error
  } finally {
    await rm(file, { force: true })
  }
}

function counter(amount: Amount, name: keyof Amount): (bytes: number) => void {
  return bytes => {
    amount[name] += bytes
  }
}

function isTransient(error: unknown): boolean {
  return error instanceof ArchiveError ? error.damaged : error instanceof ServiceError && error.transient
}

function lastLine(error: unknown): string {
  return error instanceof ServiceError || error instanceof ArchiveError
    ? (error.details[0] ?? error.message)
    : String(error)
}
