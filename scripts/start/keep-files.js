import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { repository } from './world.js'

/** @import { Result } from '../../test/hosts/types.js' */

const folder = join(repository, 'out')

/**
 * Keeps the summary and the builds of a step, whose own folders are removed, in the folder out.
 *
 * @param {Result} result
 * @param {string} name
 * @returns {{ summary: string | undefined, builds: string | undefined }} where, as seen from the repository
 */
export function keepFiles(result, name) {
  mkdirSync(folder, { recursive: true })
  const summary = join(folder, `${name}-${result.host}-summary.md`)
  const builds = join(folder, `${name}-${result.host}-builds.json`)
  if (result.summary !== undefined) writeFileSync(summary, result.summary)
  const source = result.outputs['builds-file']
  const found = source !== undefined && source !== '' && existsSync(source)
  if (found) copyFileSync(source, builds)
  return {
    summary: result.summary === undefined ? undefined : relative(repository, summary),
    builds: found ? relative(repository, builds) : undefined,
  }
}
