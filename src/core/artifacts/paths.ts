import { ArchiveError, quotedPath } from './archive-error.ts'

/** https://learn.microsoft.com/windows/win32/fileio/naming-a-file#naming-conventions */
const device = /^(?:CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(?:COM|LPT)[0-9¹²³]) *(?:\.|$)/i

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it looks for
const unusable = /[\0-\x1f<>:"|?*]/

const longestPath = 4096
const longestName = 255
const deepest = 255

/**
 * Takes the path of an entry apart, as every system understands it.
 *
 *     segmentsOf('bin/tool.exe')   // ['bin', 'tool.exe']
 *
 * @param path with slashes; a folder's ends with one
 * @throws ArchiveError for a path that leaves the folder, or that some system cannot have
 */
export function segmentsOf(path: string): string[] {
  const segments = (path.endsWith('/') ? path.slice(0, -1) : path).split('/')
  const leaves = whyItLeaves(path, segments)
  if (leaves !== undefined) throw new ArchiveError('archive-path-refused', [`The path ${quotedPath(path)} ${leaves}.`])
  const unnamed = whyItHasNoName(path, segments)
  if (unnamed !== undefined)
    throw new ArchiveError('archive-name-refused', [`The path ${quotedPath(path)} ${unnamed}.`])
  return segments
}

function whyItLeaves(path: string, segments: readonly string[]): string | undefined {
  if (path === '') return 'is empty'
  if (path.includes('\\')) return 'has a backslash'
  if (path.startsWith('/')) return 'is absolute'
  if (/^[a-z]:/i.test(path)) return 'starts with a drive'
  if (segments.includes('..')) return 'leaves the folder'
  if (segments.some(segment => segment === '' || segment === '.')) return 'has a part without a name'
  return undefined
}

function whyItHasNoName(path: string, segments: readonly string[]): string | undefined {
  if (path.length > longestPath) return `has ${path.length} characters; the maximum is ${longestPath}`
  if (segments.length > deepest) return `is ${segments.length} folders deep; the maximum is ${deepest}`
  for (const segment of segments) {
    if (segment.length > longestName) return `has a name of ${segment.length} characters; the maximum is ${longestName}`
    if (unusable.test(segment)) return 'has a character that Windows does not allow in names'
    if (/[. ]$/.test(segment)) return 'has a name that ends with a dot or a space'
    if (device.test(segment)) return 'has the name of a Windows device'
  }
  return undefined
}

/**
 * The paths of an archive that are known so far. Two that are the same on some system (they differ in case or in Unicode
 * normalization only), or a file where a folder is, are refused: one would silently replace the other there.
 */
export class PathSet {
  /** Folded path to the path as it is written; a folder's ends with a slash. */
  private readonly known = new Map<string, string>()

  /** The last path's folder, and how it was folded: what is in one folder comes in a row. */
  private last = { folder: '', folded: '' }

  /** @throws ArchiveError */
  add(path: string, segments: readonly string[]): void {
    const end = path.length - (segments.at(-1) ?? '').length - (path.endsWith('/') ? 1 : 0)
    const folder = path.slice(0, end)
    if (folder !== this.last.folder) this.last = { folder, folded: this.addFolders(path, segments.slice(0, -1)) }
    this.addOne(`${this.last.folded}${fold(segments.at(-1) ?? '')}`, path)
  }

  /** @returns the folder of all of them, folded */
  private addFolders(path: string, segments: readonly string[]): string {
    let [end, folded] = [0, '']
    for (const segment of segments) {
      end += segment.length + 1
      folded += fold(segment)
      this.addOne(folded, path.slice(0, end))
      folded += '/'
    }
    return folded
  }

  private addOne(folded: string, path: string): void {
    const before = this.known.get(folded)
    // One text serves for both where it can.
    if (before === undefined) this.known.set(folded === path ? path : folded, path)
    else if (before !== path || !path.endsWith('/'))
      throw new ArchiveError('archive-duplicate', [`${quotedPath(before)} and ${quotedPath(path)}.`])
  }
}

/** What file systems that look away from case and normalization compare. */
function fold(path: string): string {
  // The two calls make one of "ß" and "ss", as APFS does, and of each Greek final sigma.
  return printable.test(path) ? path.toLowerCase() : path.normalize('NFD').toUpperCase().toLowerCase().normalize('NFC')
}

const printable = /^[\x20-\x7e]*$/
