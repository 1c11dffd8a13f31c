import { closeSync, mkdirSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { messageOf, StepError } from '../errors/errors.ts'

/** So much is collected before it is written. */
const chunkSize = 256 * 1024

const opening = Buffer.from('[\n')
const between = Buffer.from(',\n')
const closing = Buffer.from('\n]\n')
const empty = Buffer.from('[]\n')

/**
 * A JSON array that grows as builds come. It gets its name only when it is whole, so that no half is ever read. What is
 * written is written at once: a stream takes longer to open than most lists take to write, and would have to be waited
 * for wherever it may fail.
 */
export class BuildsFile {
  /** Absolute. */
  readonly path: string
  private readonly partial: string
  private readonly file: number
  private open = true
  private pieces: Buffer[] = []
  private size = 0
  private started = false

  /**
   * @param place its folder is made
   * @throws StepError when the place cannot be written to; so do the methods, but for `discard`
   */
  constructor(place: string) {
    this.path = resolve(place)
    this.partial = `${this.path}.${process.pid}.part`
    this.file = this.trying(() => {
      mkdirSync(dirname(this.path), { recursive: true })
      return openSync(this.partial, 'w')
    })
  }

  /** @param bytes one build, as JSON */
  add(bytes: Buffer): void {
    this.pieces.push(this.started ? between : opening, bytes)
    this.started = true
    this.size += bytes.length
    if (this.size >= chunkSize) this.flush()
  }

  /** Ends the array and puts the file in its place. */
  keep(): void {
    this.pieces.push(this.started ? closing : empty)
    this.flush()
    this.close()
    this.trying(() => renameSync(this.partial, this.path))
  }

  /** Leaves nothing behind. */
  discard(): void {
    this.pieces = []
    try {
      this.close()
      rmSync(this.partial, { force: true })
    } catch {
      // What ended the step is told; this would only hide it.
    }
  }

  private flush(): void {
    const whole = Buffer.concat(this.pieces)
    this.pieces = []
    this.size = 0
    this.trying(() => writeFileSync(this.file, whole))
  }

  private close(): void {
    if (!this.open) return
    this.open = false
    this.trying(() => closeSync(this.file))
  }

  private trying<T>(act: () => T): T {
    try {
      return act()
    } catch (error) {
      throw new StepError('output-file-unwritable', { details: [`${this.path}: ${messageOf(error)}`], original: error })
    }
  }
}
