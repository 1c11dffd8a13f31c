import type { Stats } from 'node:fs'
import { lstat, mkdir, readdir, rename } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { messageOf } from '../errors/errors.ts'
import { ArchiveError, quotedPath } from './archive-error.ts'

/** A file or folder that is to be renamed. */
export interface Move {
  readonly from: string
  readonly to: string
  /** Whether a file is at the new name. */
  readonly replaces?: boolean
}

/**
 * What has to be moved so that everything at `from` is at `to`, beside what is there already. Where nothing is, a folder
 * moves as a whole.
 * @param reserved absolute paths, without links, of files that must stay as they are
 * @throws ArchiveError where a link, a file or folder of the other sort, a reserved file, or the folder of Git is in the way
 */
export async function planMoves(from: string, to: string, reserved: readonly string[] = []): Promise<Move[]> {
  const there = await lstat(to).catch(absent)
  const folder = (await lstat(from)).isDirectory()
  if (there === undefined) return [{ from, to }]
  if (await isOfGit(to, there)) throw new ArchiveError('artifacts-path-refused', [`${quotedPath(to)} belongs to Git.`])
  if (!folder && there.isFile() && !reserved.includes(to)) return [{ from, to, replaces: true }]
  if (!folder || !there.isDirectory())
    throw new ArchiveError('artifacts-path-refused', [`${quotedPath(to)} is ${describe(there)}.`])
  const moves: Move[] = []
  for (const name of await readdir(from)) moves.push(...(await planMoves(join(from, name), join(to, name), reserved)))
  return moves
}

/**
 * The `.git` of a checkout by any name that the file system has for it. Its hooks and settings are commands, and whoever
 * can push a branch may have made the artifact.
 */
async function isOfGit(path: string, there: Stats): Promise<boolean> {
  if (/^\.git$/i.test(basename(path))) return true
  const git = await lstat(join(dirname(path), '.git')).catch(absent)
  return git !== undefined && git.ino !== 0 && git.ino === there.ino && git.dev === there.dev
}

/**
 * Moves all or none: when one move fails, those before it are undone.
 * @param aside a new folder, for the files that are replaced; on the same file system
 * @throws the disk's error
 */
export async function moveAll(moves: readonly Move[], aside: string): Promise<void> {
  const done: Move[] = []
  const move = async (from: string, to: string) => {
    await rename(from, to)
    done.push({ from, to })
  }
  await mkdir(aside)
  try {
    for (const { from, to, replaces } of moves) {
      if (replaces) await move(to, join(aside, String(done.length)))
      await move(from, to)
    }
  } catch (error) {
    throw await undo(done, error)
  }
}

/** @returns the error to throw */
async function undo(done: Move[], error: unknown): Promise<unknown> {
  const stuck: string[] = []
  for (const { from, to } of done.reverse()) await rename(to, from).catch(() => stuck.push(to))
  if (stuck.length === 0) return error
  const paths = stuck.slice(0, 10).map(path => `${quotedPath(path)} could not be moved back.`)
  return new ArchiveError('artifacts-unwritable', [messageOf(error), ...paths], false, error)
}

function describe(there: Awaited<ReturnType<typeof lstat>>): string {
  if (there.isSymbolicLink()) return 'a link'
  if (there.isDirectory()) return 'a folder, and the artifact has a file there'
  return there.isFile() ? 'a file that cannot be replaced' : 'a special file'
}

export function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT' && error.code !== 'ENOTDIR') throw error
  return undefined
}
