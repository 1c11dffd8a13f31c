import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { summaryPage } from './summary-page.js'
import { repository } from './world.js'

/** @import { Result } from '../../hosts/types.js' */
/** @import { Stage } from './run-scene.js' */

const folder = join(repository, 'out')

/**
 * Keeps the summary and the builds of a step, whose own folders are removed, in the folder out. The summary is kept as
 * Markdown and, with the development dependencies installed, as a page for a browser.
 *
 * @param {Result} result
 * @param {Pick<Stage, 'name' | 'title'>} stage
 * @returns {Promise<{ summaries: string[], builds: string | undefined }>} where, as seen from the repository
 */
export async function keepFiles(result, { name, title }) {
  mkdirSync(folder, { recursive: true })
  const place = join(folder, `${name}-${result.host}`)
  const summaries = []
  if (result.summary !== undefined) {
    writeFileSync(`${place}-summary.md`, result.summary)
    summaries.push(`${place}-summary.md`)
    const page = await summaryPage(result.summary, title)
    if (page !== undefined) {
      writeFileSync(`${place}-summary.html`, page)
      summaries.push(`${place}-summary.html`)
    }
  }
  const source = result.outputs['builds-file']
  const found = source !== undefined && source !== '' && existsSync(source)
  if (found) copyFileSync(source, `${place}-builds.json`)
  return {
    summaries: summaries.map(path => relative(repository, path)),
    builds: found ? relative(repository, `${place}-builds.json`) : undefined,
  }
}
