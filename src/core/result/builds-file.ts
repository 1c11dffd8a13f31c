import { NewFile } from '../base/new-file.ts'

/** So much is collected before it is written. */
const chunkSize = 256 * 1024

const opening = Buffer.from('[\n')
const between = Buffer.from(',\n')
const closing = Buffer.from('\n]\n')
const empty = Buffer.from('[]\n')

/**
 * A JSON array that grows as builds come. What is written is written at once: a stream takes longer to open than most
 * lists take to write, and would have to be waited for wherever it may fail.
 */
export class BuildsFile {
  private readonly file: NewFile
  private pieces: Buffer[] = []
  private size = 0
  private started = false

  /**
   * @param place its folder is made
   * @param reserved files that must stay as they are
   * @throws StepError output-file-unwritable; so do the methods, but for `discard`
   */
  constructor(place: string, reserved: readonly string[] = []) {
    this.file = new NewFile(place, reserved)
  }

  /** Absolute. */
  get path(): string {
    return this.file.path
  }

  /** @param bytes one build, as JSON */
  add(bytes: Buffer): void {
    this.pieces.push(this.started ? between : opening, bytes)
    this.started = true
    this.size += bytes.length
    if (this.size >= chunkSize) this.flush()
  }

  /** Ends the array and puts the file in its place. @returns whether another was there, and is gone */
  keep(): boolean {
    this.pieces.push(this.started ? closing : empty)
    this.flush()
    return this.file.keep()
  }

  /** Leaves nothing behind. */
  discard(): void {
    this.pieces = []
    this.file.discard()
  }

  private flush(): void {
    const whole = Buffer.concat(this.pieces)
    this.pieces = []
    this.size = 0
    this.file.write(whole)
  }
}
