import { lstat, mkdtemp, realpath, rm, rmdir, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { makeFolder } from '../base/new-file.ts'
import { ArchiveError, quotedPath } from './archive-error.ts'
import { absent, moveAll, planMoves } from './moves.ts'

/**
 * A folder in which artifacts are made ready, on the file system where they go. `place` moves them there, all or none;
 * `close` removes what is left of it. Files that are there already are replaced by name; nothing else is touched.
 *
 *     const staging = await Staging.open('out')
 *     try {
 *       await unpack(zip, staging.content, …)
 *       await staging.place()
 *     } finally {
 *       await staging.close()
 *     }
 */
export class Staging {
  private placed = false

  private constructor(
    /** Absolute, and without links. */
    readonly target: string,
    private readonly folder: string,
    /** Folders that had to be made for it, the deepest first. */
    private readonly made: readonly string[],
  ) {}

  /** What is in here is what `place` moves. Not made yet. */
  get content(): string {
    return join(this.folder, 'content')
  }

  /** @throws ArchiveError where the target is no folder, or the disk's error */
  static async open(path: string): Promise<Staging> {
    const target = resolve(path)
    const there = await stat(target).catch(absent)
    // Within the target, because what is above it may be another file system, or closed.
    if (there?.isDirectory()) return Staging.in(await realpath(target), '.', [])
    if (there !== undefined || (await lstat(target).catch(absent)) !== undefined)
      throw new ArchiveError('artifacts-path-refused', [`${quotedPath(path)} is not a folder.`])
    const parent = dirname(target)
    const made = makeFolder(parent)
    return Staging.in(await realpath(parent), basename(target), made)
  }

  private static async in(parent: string, name: string, made: readonly string[]): Promise<Staging> {
    try {
      return new Staging(join(parent, name), await mkdtemp(join(parent, '.azure-devops-artifacts-')), made)
    } catch (error) {
      await removeEmpty(made)
      throw error
    }
  }

  /**
   * Moves the content to the target.
   * @param reserved files that must stay as they are
   * @throws ArchiveError where something is in the way, or the disk's error
   */
  async place(reserved: readonly string[] = []): Promise<void> {
    const kept = await Promise.all(reserved.map(file => realpath(file).catch(() => file)))
    await moveAll(await planMoves(this.content, this.target, kept), join(this.folder, 'replaced'))
    this.placed = true
  }

  /** Removes what is not in place. */
  async close(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true, maxRetries: 3 })
    if (!this.placed) await removeEmpty(this.made)
  }
}

/** Somebody may have put something into them meanwhile. */
async function removeEmpty(folders: readonly string[]): Promise<void> {
  for (const folder of folders) await rmdir(folder).catch(() => undefined)
}
