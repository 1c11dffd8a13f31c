import { Writable } from 'node:stream'
import type { NewFile } from '../base/new-file.ts'

/** The file of a response. It begins anew with each attempt, so that no half of one is before the next. */
export class ResponseFile {
  private file: NewFile

  /** @param open makes the file; opened at once, so that a place that cannot be written to is found before a request */
  constructor(private readonly open: () => NewFile) {
    this.file = open()
  }

  /** Absolute. */
  get path(): string {
    return this.file.path
  }

  write(bytes: Buffer): void {
    this.file.write(bytes)
  }

  /** Takes a body as it arrives. What was written before is gone. */
  sink(): Writable {
    this.file.discard()
    this.file = this.open()
    const { file } = this
    return new Writable({
      write(chunk: Buffer, _encoding, done) {
        try {
          file.write(chunk)
          done()
        } catch (error) {
          done(error as Error)
        }
      },
    })
  }

  /** Puts the file in its place. @returns whether another was there, and is gone */
  keep(): boolean {
    return this.file.keep()
  }

  /** Leaves nothing behind. */
  discard(): void {
    this.file.discard()
  }
}
