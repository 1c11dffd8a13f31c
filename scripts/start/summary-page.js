import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { plainMarkdown } from './plain-markdown.js'
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
  const render = await renderer()
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(title)}</title>
<style>
${readFileSync(style, 'utf8')}</style>
<main>
${render(markdown)}</main>
</html>
`
}

/**
 * Markdown to HTML as GitHub does it: tables, HTML as it is, bare addresses as links. https://github.github.com/gfm
 * It is a development dependency; without `npm ci`, what a summary needs of it has to do.
 * @returns {Promise<(markdown: string) => string>}
 */
async function renderer() {
  try {
    const { default: markdownIt } = await import('markdown-it')
    const markdown = markdownIt({ html: true, linkify: true })
    return text => markdown.render(text)
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ERR_MODULE_NOT_FOUND') return plainMarkdown
    throw error
  }
}

/** @param {string} text */
function escaped(text) {
  return text.replace(/[&<>"]/g, character => `&#${character.charCodeAt(0)};`)
}
