import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { summaryPage } from './summary-page.js'
import { repository } from './world.js'

/** @import { Result } from '../../hosts/types.js' */
/** @import { Stage } from './play.js' */

const folder = join(repository, 'out')

/**
 * @typedef {object} Kept Files, as seen from the repository.
 * @property {string | undefined} summary the page
 * @property {string} outputs
 * @property {string | undefined} builds
 */

/**
 * Keeps the summary, the outputs, and the builds of a step, whose own folders are removed, in the folder out. The summary
 * is kept as Markdown and as a page for a browser.
 *
 * @param {Result} result
 * @param {Pick<Stage, 'name' | 'title'>} stage
 * @returns {Promise<Kept>}
 */
export async function keepFiles(result, { name, title }) {
  mkdirSync(folder, { recursive: true })
  const place = join(folder, `${name}-${result.host}`)
  writeFileSync(`${place}-outputs.json`, `${JSON.stringify(result.outputs, undefined, 2)}\n`)
  const source = result.outputs['builds-file']
  const found = source !== undefined && source !== '' && existsSync(source)
  if (found) copyFileSync(source, `${place}-builds.json`)
  const summary = await keepSummary(`${place}-summary`, result.summary, title)
  return {
    summary: summary && relative(repository, summary),
    outputs: relative(repository, `${place}-outputs.json`),
    builds: found ? relative(repository, `${place}-builds.json`) : undefined,
  }
}

/**
 * @param {string} place without an extension
 * @param {string | undefined} summary
 * @param {string} title
 */
async function keepSummary(place, summary, title) {
  if (summary === undefined) return undefined
  writeFileSync(`${place}.md`, summary)
  writeFileSync(`${place}.html`, await summaryPage(summary, title))
  return `${place}.html`
}
