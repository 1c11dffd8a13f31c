import { createWriteStream } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { finished } from 'node:stream/promises'
import { messageOf, StepError } from './errors.ts'

/** A JSON array that grows as builds come. It gets its name only when it is whole, so that no half is ever read. */
export interface BuildsFile {
  /** Absolute. */
  readonly path: string
  /** @param bytes one build, as JSON */
  add(bytes: Buffer): Promise<void> | undefined
  /** Ends the array and puts the file in its place. */
  keep(): Promise<void>
  /** Leaves nothing behind. */
  discard(): Promise<void>
}

/** So much is collected before it is written. */
const chunkSize = 256 * 1024

/** @throws StepError when the place cannot be written to */
export async function openBuildsFile(place: string): Promise<BuildsFile> {
  const path = resolve(place)
  const partial = `${path}.${process.pid}.part`
  const failed = (error: unknown) => new StepError('output-file-unwritable', [`${path}: ${messageOf(error)}`], error)
  await mkdir(dirname(path), { recursive: true }).catch(error => Promise.reject(failed(error)))
  const stream = createWriteStream(partial, { highWaterMark: chunkSize })
  const broken = new Promise<never>((_, reject) => stream.once('error', error => reject(failed(error))))
  broken.catch(() => undefined)
  await Promise.race([new Promise(done => stream.once('open', done)), broken])
  let pieces: Buffer[] = []
  let size = 0
  let separator = '[\n'

  function flush(): Promise<void> | undefined {
    const roomLeft = stream.write(Buffer.concat(pieces))
    pieces = []
    size = 0
    if (roomLeft) return undefined
    return Promise.race([new Promise<void>(done => stream.once('drain', done)), broken])
  }

  return {
    path,
    add(bytes) {
      pieces.push(Buffer.from(separator), bytes)
      separator = ',\n'
      size += bytes.length
      return size < chunkSize ? undefined : flush()
    },
    async keep() {
      pieces.push(Buffer.from(separator === '[\n' ? '[]\n' : '\n]\n'))
      stream.end(Buffer.concat(pieces))
      await Promise.race([finished(stream), broken])
      await rename(partial, path).catch(error => Promise.reject(failed(error)))
    },
    async discard() {
      stream.destroy()
      await rm(partial, { force: true }).catch(() => undefined)
    },
  }
}
