import { counted, grouped } from '../base/text.ts'
import type { Archive } from './archive.ts'
import { ArchiveError, damaged } from './archive-error.ts'
import type { Share } from './budget.ts'
import { largestRatio } from './entry.ts'
import { PathSet } from './paths.ts'

/** What may be in an archive, and what must be. */
export interface Expectations {
  /** Uncompressed bytes that it may have; what it has is taken from there. */
  readonly budget: Share
  /** A million when left out. */
  readonly maxEntries?: number
  /** Uncompressed bytes that there must be, where that is known. */
  readonly bytes?: number
  /** A folder that is left out of every path when all have it. */
  readonly root?: string
}

export interface Contents {
  readonly files: number
  /** Uncompressed. */
  readonly bytes: number
  /** Whether every path begins with the root folder. */
  readonly rooted: boolean
}

const defaultMaxEntries = 1_000_000

/** The fixed part of an entry in the directory, and of the header in front of its data. */
const headerSizes = { directory: 46, local: 30 } as const

/**
 * Reads the directory of an archive, and looks at everything that can be seen without unpacking.
 * @throws ArchiveError for an archive that promises more than is allowed, or is not what it seems
 */
export async function checkContents(archive: Archive, expected: Expectations, signal: AbortSignal): Promise<Contents> {
  const paths = new PathSet()
  const ranges = new Ranges()
  let [files, bytes, rooted] = [0, 0, expected.root !== undefined]
  const onCount = (count: number) => {
    checkCount(count, expected.maxEntries ?? defaultMaxEntries, archive.size)
    ranges.reserve(count)
  }
  for await (const { path, segments, folder, size, header } of archive.entries(onCount)) {
    signal.throwIfAborted()
    paths.add(path, segments)
    ranges.add(header.relativeOffsetOfLocalHeader, headerSizes.local + header.fileNameLength + header.compressedSize)
    rooted &&= segments[0] === expected.root && (folder || segments.length > 1)
    if (!folder) files++
    bytes += size
    if (bytes > expected.budget.left) throw overBudget(expected.budget)
  }
  ranges.check()
  if (bytes > largestRatio * archive.size)
    throw tooLarge(`It declares ${grouped(bytes)} bytes, more than any compression gives.`)
  if (bytes !== (expected.bytes ?? bytes))
    throw damaged(`It has ${grouped(bytes)} bytes, and Azure DevOps declares ${grouped(expected.bytes ?? 0)}.`)
  // Another archive may have been checked meanwhile.
  if (bytes > expected.budget.left) throw overBudget(expected.budget)
  expected.budget.taken = bytes
  return { files, bytes, rooted }
}

function overBudget({ left }: Share): ArchiveError {
  return tooLarge(`It has more than the ${grouped(left)} bytes that are left of the maximum size.`)
}

function checkCount(count: number, maximum: number, size: number): void {
  const entries = counted(count, 'entry', 'entries')
  if (count > maximum) throw tooLarge(`It has ${entries}; the maximum is ${grouped(maximum)}.`)
  if (count * headerSizes.directory > size) throw damaged(`It is too short for ${entries}.`)
}

function tooLarge(what: string): ArchiveError {
  return new ArchiveError('archive-too-large', [what])
}

/** Where the entries lie. Those that share bytes unpack to more than was ever compressed: https://www.bamsoftware.com/hacks/zipbomb/ */
class Ranges {
  private count = 0
  private starts = new Float64Array()
  private ends = new Float64Array()

  reserve(count: number): void {
    this.starts = new Float64Array(count)
    this.ends = new Float64Array(count)
  }

  add(start: number, length: number): void {
    this.starts[this.count] = start
    this.ends[this.count] = start + length
    this.count++
  }

  /** None share bytes just when each start, in order, follows the end before it, in order. */
  check(): void {
    const starts = this.starts.sort()
    const ends = this.ends.sort()
    if (starts.some((start, at) => start < (ends[at - 1] ?? 0))) throw damaged('Two of its files share the same bytes.')
  }
}
