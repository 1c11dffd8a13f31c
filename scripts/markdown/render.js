// Bundled into tools/markdown/ by npm run build, so that npm start can show summaries with nothing installed.
import markdownIt from 'markdown-it'

/**
 * Markdown to HTML as GitHub does it: tables, HTML as it is, bare addresses as links.
 * https://github.github.com/gfm
 */
const renderer = markdownIt({ html: true, linkify: true })

/**
 * @param {string} markdown
 * @returns {string}
 */
export function renderMarkdown(markdown) {
  return renderer.render(markdown)
}
