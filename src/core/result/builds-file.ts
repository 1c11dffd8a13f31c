import { NewFile } from '../base/new-file.ts'

/** So much is collected before it is written, always in the same place: each of its own would have to be made and freed. */
const roomSize = 256 * 1024

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
  private readonly room = Buffer.allocUnsafeSlow(roomSize)
  private used = 0
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
    this.write(this.started ? between : opening)
    this.started = true
    this.write(bytes)
  }

  /** Ends the array and puts the file in its place. @returns whether another was there, and is gone */
  keep(): boolean {
    this.write(this.started ? closing : empty)
    this.flush()
    return this.file.keep()
  }

  /** Leaves nothing behind. */
  discard(): void {
    this.file.discard()
  }

  private write(bytes: Buffer): void {
    if (this.used + bytes.length > roomSize) this.flush()
    if (bytes.length > roomSize) this.file.write(bytes)
    else this.used += bytes.copy(this.room, this.used)
  }

  private flush(): void {
    const { room, used } = this
    this.used = 0
    if (used > 0) this.file.write(room.subarray(0, used))
  }
}
