// Tests make files by the thousand. They go into a folder of their own, in memory where there is a place for that with room,
// and are gone when jest ends.
import { accessSync, constants, mkdtempSync, rmSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const inMemory = '/dev/shm'
const enough = 2 * 1024 ** 3

function place() {
  if (process.env.TMPDIR) return tmpdir()
  try {
    const { bavail, bsize } = statfsSync(inMemory)
    accessSync(inMemory, constants.W_OK)
    return bavail * bsize >= enough ? inMemory : tmpdir()
  } catch {
    return tmpdir()
  }
}

export default function makeFolder() {
  const folder = mkdtempSync(join(place(), 'tests-'))
  process.env[process.platform === 'win32' ? 'TEMP' : 'TMPDIR'] = folder
  process.on('exit', () => {
    try {
      rmSync(folder, { recursive: true, force: true })
    } catch {
      // What is still in use on Windows is left to the system.
    }
  })
}
