import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach } from '@jest/globals'
import { Budget } from '../../../src/core/artifacts/budget.ts'
import type { Expectations } from '../../../src/core/artifacts/contents.ts'
import { Staging } from '../../../src/core/artifacts/staging.ts'
import { type Unpacked, unpack } from '../../../src/core/artifacts/unpack.ts'

/** A new folder for each test, which is gone afterwards. */
export function temporaryFolder(): { readonly path: string } {
  const folder = { path: '' }
  beforeEach(() => {
    folder.path = mkdtempSync(join(tmpdir(), 'artifacts-'))
  })
  afterEach(() => rmSync(folder.path, { recursive: true, force: true }))
  return folder
}

/** Every path below a folder, and what is there: the beginning of a file, `dir`, or where a link points. */
export function treeOf(folder: string, prefix = ''): Record<string, string> {
  const entries = readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
    const [path, name] = [join(folder, entry.name), `${prefix}${entry.name}`]
    if (entry.isSymbolicLink()) return [[name, `-> ${readlinkSync(path)}`]]
    if (entry.isDirectory()) return [[name, 'dir'], ...Object.entries(treeOf(path, `${name}/`))]
    return [[name, readFileSync(path, 'utf8').slice(0, 100)]]
  })
  return Object.fromEntries(entries)
}

/** Unpacks as the step does: aside, then into place. */
export async function unpackInto(
  zip: Buffer,
  target: string,
  file: string,
  expected: Partial<Expectations> = {},
  signal = new AbortController().signal,
): Promise<Unpacked> {
  writeFileSync(file, zip)
  const staging = await Staging.open(target)
  try {
    const unpacked = await unpack(file, staging.content, { budget: new Budget(1024 ** 2).share(), ...expected }, signal)
    await staging.place()
    return unpacked
  } finally {
    await staging.close()
    rmSync(file)
  }
}
