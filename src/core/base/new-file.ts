import {
  closeSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join, resolve, sep } from 'node:path'
import { messageOf, StepError } from '../errors/errors.ts'

/**
 * A file that only its owner can read, and that gets its name when it is complete. It is made in a new folder beside its
 * place, of a name that nobody can guess and that only its owner can enter, so whoever can write to the folder around it
 * can neither read it nor lead it elsewhere.
 */
export class NewFile {
  /** Absolute. */
  readonly path: string
  private readonly folder: string
  private readonly partial: string
  private readonly file: number
  private open = true

  /**
   * @param place its folder is made
   * @param reserved files that must stay as they are
   * @throws StepError output-file-unwritable; so do the methods, but for `discard`
   */
  constructor(
    private readonly place: string,
    private readonly reserved: readonly string[] = [],
  ) {
    this.path = resolve(place)
    checkPlace(place, reserved)
    this.folder = trying(this.path, () => {
      makeFolder(dirname(this.path))
      return mkdtempSync(join(dirname(this.path), '.azure-devops-'))
    })
    this.partial = join(this.folder, 'part')
    try {
      this.file = trying(this.path, () => openSync(this.partial, 'wx', 0o600))
    } catch (error) {
      this.clear(() => rmdirSync(this.folder))
      throw error
    }
  }

  write(bytes: Buffer): void {
    trying(this.path, () => writeFileSync(this.file, bytes))
  }

  /** Puts the file in its place. @returns whether another was there, and is gone */
  keep(): boolean {
    trying(this.path, () => this.close())
    checkPlace(this.place, this.reserved)
    const replaces = trying(this.path, () => {
      const replaces = statsOf(this.path) !== undefined
      renameSync(this.partial, this.path)
      return replaces
    })
    this.clear(() => rmdirSync(this.folder))
    return replaces
  }

  /** Leaves nothing behind. */
  discard(): void {
    this.clear(() => {
      this.close()
      rmSync(this.folder, { recursive: true, force: true })
    })
  }

  /** What ended the step, or that it ended well, is reported; an error of this would only hide it. */
  private clear(act: () => void): void {
    try {
      act()
    } catch {}
  }

  private close(): void {
    if (!this.open) return
    this.open = false
    closeSync(this.file)
  }
}

/**
 * Whether a file can be put in a place: nothing is there, or a regular file that is not reserved.
 * @throws StepError output-file-unwritable, which says what is there
 */
export function checkPlace(place: string, reserved: readonly string[] = []): void {
  const path = resolve(place)
  trying(path, () => {
    const why = whyNot(place, path, reserved)
    if (why !== undefined) throw new Error(why)
  })
}

function trying<T>(path: string, act: () => T): T {
  try {
    return act()
  } catch (error) {
    throw new StepError('output-file-unwritable', { details: [`${path}: ${messageOf(error)}`], original: error })
  }
}

function whyNot(place: string, path: string, reserved: readonly string[]): string | undefined {
  const there = statsOf(path)
  if (place.endsWith('/') || place.endsWith(sep) || there?.isDirectory()) return 'it is a folder'
  if (there?.isSymbolicLink()) return 'it is a symbolic link'
  if ((there !== undefined && !there.isFile()) || isDeviceName(path)) return 'it is not a regular file'
  return reserved.some(file => isSame(path, there, resolve(file))) ? 'the host itself uses it' : undefined
}

/** What is at a path itself, not where a link leads. */
function statsOf(path: string): Stats | undefined {
  return lstatSync(path, { throwIfNoEntry: false })
}

/** By any path that leads there: through links to folders, in another case, as another name of the same file. */
function isSame(path: string, there: Stats | undefined, other: string): boolean {
  if (path === other) return true
  const those = statSync(other, { throwIfNoEntry: false })
  // A file that is there and one that is not are two, whatever the paths lead through.
  if ((there === undefined) !== (those === undefined)) return false
  if (there !== undefined && there.ino === those?.ino && there.dev === those.dev) return true
  return realPlace(path) === realPlace(other)
}

function realPlace(path: string): string {
  try {
    return join(realpathSync.native(dirname(path)), basename(path))
  } catch {
    return path
  }
}

/** https://learn.microsoft.com/windows/win32/fileio/naming-a-file */
function isDeviceName(path: string): boolean {
  if (process.platform !== 'win32') return false
  return path.startsWith('\\\\.\\') || /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)|:/i.test(basename(path))
}

/**
 * Folder after folder: Node.js itself never ends when it is to make all of a path below /proc.
 * @returns those that were not there, the deepest first
 */
export function makeFolder(path: string): string[] {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return []
  const made = dirname(path) === path ? [] : makeFolder(dirname(path))
  try {
    mkdirSync(path)
    return [path, ...made]
  } catch (error) {
    // Another step may have made it meanwhile.
    if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw error
    return made
  }
}
