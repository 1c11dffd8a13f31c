import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

/** @type {Set<string>} */
const undisposed = new Set()
process.once('exit', () => {
  for (const root of undisposed) remove(root)
})

/**
 * The folders of one step: temporary, workspace and home, each empty at the start, and `host` for the host's own files.
 */
export class StepFolders {
  constructor() {
    this.root = mkdtempSync(join(tmpdir(), 'step-'))
    this.temp = this.#make('temp')
    this.workspace = this.#make('workspace')
    this.home = this.#make('home')
    this.host = this.#make('host')
    undisposed.add(this.root)
  }

  /** Every file that the step left, by absolute path. */
  files() {
    return [this.temp, this.workspace, this.home].flatMap(folder =>
      readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter(entry => entry.isFile())
        .map(entry => join(entry.parentPath, entry.name)),
    )
  }

  /** @param {string} path absolute, or relative to the temporary folder */
  read = path => readFileSync(resolve(this.temp, path), 'utf8')

  dispose = () => {
    undisposed.delete(this.root)
    remove(this.root)
  }

  /** @param {string} name */
  #make(name) {
    const folder = join(this.root, name)
    mkdirSync(folder)
    return folder
  }
}

/** @param {string} folder */
function remove(folder) {
  rmSync(folder, { recursive: true, force: true })
}
