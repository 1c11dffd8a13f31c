import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { nextTurn } from '../base/time.ts'
import { Archive } from './archive.ts'
import { checkContents, type Expectations } from './contents.ts'
import { unpackFile } from './unpack-file.ts'

export interface Unpacked {
  readonly files: number
  /** Uncompressed. */
  readonly bytes: number
}

/**
 * Unpacks a zip file into a new folder: the directory is checked before the first byte is written, the content of each
 * file while it is. Memory stays flat, however large the archive is. Nothing but the executable bit is taken over.
 *
 *     const budget = new Budget(10 * 2 ** 30).share()
 *     const { files } = await unpack('drop.zip', folder, { budget, root: 'drop' }, signal)
 *
 * @param folder is made; what is in it when this fails is to be thrown away
 * @param onBytes is told of bytes that were written
 * @throws ArchiveError, or the disk's error
 */
export async function unpack(
  file: string,
  folder: string,
  expected: Expectations,
  signal: AbortSignal,
  onBytes?: (count: number) => void,
): Promise<Unpacked> {
  const archive = await Archive.open(file)
  try {
    const { files, bytes, rooted } = await checkContents(archive, expected, signal)
    await mkdir(folder)
    const made = new Set([folder])
    const breath = breather()
    for await (const entry of archive.entries()) {
      await breath()
      signal.throwIfAborted()
      const path = join(folder, ...entry.segments.slice(rooted ? 1 : 0))
      const parent = entry.folder ? path : dirname(path)
      if (!made.has(parent)) await mkdir(parent, { recursive: true })
      made.add(parent)
      if (!entry.folder) await unpackFile(archive, entry, path, { signal, onBytes })
    }
    return { files, bytes }
  } finally {
    await archive.close()
  }
}

/** Lets signals and timers have their turn, for small files are unpacked without. */
function breather(): () => Promise<void> {
  let last = performance.now()
  return async () => {
    if (performance.now() - last < 20) return
    await nextTurn()
    last = performance.now()
  }
}
