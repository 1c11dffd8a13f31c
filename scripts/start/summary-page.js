import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { repository } from './world.js'

const style = join(repository, 'scripts/start/summary-page.css')

/**
 * A summary as a page for a browser, rendered and styled the way GitHub does.
 *
 * @param {string} markdown
 * @param {string} title
 * @returns {Promise<string>} HTML
 */
export async function summaryPage(markdown, title) {
  /** @type {typeof import('../markdown/render.js')} */
  const { renderMarkdown } = await import(pathToFileURL(join(repository, 'tools/markdown/index.js')).href)
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(title)}</title>
<style>
${readFileSync(style, 'utf8')}</style>
<main>
${renderMarkdown(markdown)}</main>
</html>
`
}

/** @param {string} text */
function escaped(text) {
  return text.replace(/[&<>"]/g, character => `&#${character.charCodeAt(0)};`)
}
