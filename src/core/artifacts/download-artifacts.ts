import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { formatSize } from '../base/size.ts'
import { messageOf, StepError } from '../errors/errors.ts'
import type { Service } from '../service/service.ts'
import { ArchiveError } from './archive-error.ts'
import { Budget } from './budget.ts'
import { type Choice, chooseArtifacts, foldersOf } from './choose.ts'
import { diskError } from './disk-error.ts'
import { fetchArtifact } from './fetch-artifact.ts'
import { inParallel } from './in-parallel.ts'
import { Progress, type ProgressTools } from './progress.ts'
import { type Artifact, type BuildOfArtifacts, listRequest, readArtifacts } from './requests.ts'
import { Staging } from './staging.ts'
import type { Unpacked } from './unpack.ts'

/** Which artifacts to download, and where to. */
export interface ArtifactsQuery {
  /** Names or globs. */
  readonly names: readonly string[]
  readonly path: string
  /** Uncompressed bytes of all of them. */
  readonly maxSize: number
  readonly ifNone: 'fail' | 'warn' | 'ignore'
  /** Milliseconds for each request but the downloads themselves. */
  readonly timeout: number
  /** How many to download at a time. */
  readonly concurrency: number
}

export interface ArtifactsTools extends ProgressTools {
  /** An existing folder for archives. */
  readonly temporaryFolder: string
  /** Files that must stay as they are: the host reads them. */
  readonly reserved?: readonly string[]
}

export interface DownloadedArtifact extends Unpacked {
  readonly name: string
  readonly type: string
  /** Absolute. */
  readonly path: string
}

export interface Downloaded extends Pick<Choice, 'missing' | 'unsupported'> {
  /** Absolute path of the folder that all of them are in. */
  readonly path: string
  readonly artifacts: readonly DownloadedArtifact[]
}

/**
 * Downloads artifacts of a build: all that were selected, or none.
 * @throws StepError when one is missing that must not be, or cannot be downloaded, unpacked or written
 */
export async function downloadArtifacts(
  service: Service,
  build: BuildOfArtifacts,
  query: ArtifactsQuery,
  tools: ArtifactsTools,
): Promise<Downloaded> {
  const artifacts = await service.request(listRequest(build, service.clock.now() + query.timeout), readArtifacts)
  const choice = chooseArtifacts(query.names, artifacts)
  const { missing, unsupported } = choice
  if (missing.length > 0 && query.ifNone === 'fail') throw new StepError('artifact-missing', { details: missing })
  const staging = await Staging.open(query.path).catch(diskError)
  try {
    const downloaded = choice.chosen.length === 0 ? [] : await fetchAll(service, build, query, choice, staging, tools)
    return { path: staging.target, artifacts: downloaded, missing, unsupported }
  } finally {
    await staging.close().catch(error => tools.say(`A temporary folder was not removed: ${messageOf(error)}`))
  }
}

async function fetchAll(
  service: Service,
  build: BuildOfArtifacts,
  { maxSize, timeout, concurrency }: ArtifactsQuery,
  choice: Choice,
  staging: Staging,
  tools: ArtifactsTools,
): Promise<DownloadedArtifact[]> {
  const folders = foldersOf(choice)
  const total = checkTotal(choice.chosen, maxSize)
  const budget = new Budget(maxSize)
  const archives = await mkdtemp(join(tools.temporaryFolder, 'artifacts-')).catch(diskError)
  const progress = new Progress(tools, total)
  try {
    if (choice.folders) await mkdir(staging.content).catch(diskError)
    const all = await inParallel(choice.chosen, concurrency, service.signal, async (artifact, signal, index) => {
      const name = folders.get(artifact)
      const folder = name === undefined ? staging.content : join(staging.content, name)
      const file = join(archives, `${index}.zip`)
      const shares = { budget: budget.share(), amount: progress.follow() }
      const options = { service, build, file, folder, ...shares, timeout, say: tools.say, signal }
      const unpacked = await fetchArtifact(artifact, options)
      const path = name === undefined ? staging.target : join(staging.target, name)
      return { name: artifact.name, type: artifact.type, path, ...unpacked }
    })
    await staging.place(tools.reserved).catch(diskError)
    return all
  } finally {
    progress.stop()
    await rm(archives, { recursive: true, force: true, maxRetries: 3 })
  }
}

/** @returns bytes of all of them, if the service says so of each */
function checkTotal(artifacts: readonly Artifact[], maxSize: number): number | undefined {
  const sizes = artifacts.map(({ size }) => size)
  const known = sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0)
  if (known > maxSize) {
    const details = `Azure DevOps declares ${formatSize(known)}, and the maximum is ${formatSize(maxSize)}.`
    throw new ArchiveError('archive-too-large', [details])
  }
  return sizes.includes(undefined) ? undefined : known
}
