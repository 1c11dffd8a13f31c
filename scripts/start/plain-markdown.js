/**
 * The Markdown of a summary as HTML, with nothing installed: headings, lists, tables, links, bold, code, and HTML as it is.
 * The summary has no more, and what it quotes is written in character references, which stay as they are.
 *
 * @param {string} markdown
 * @returns {string}
 */
export function plainMarkdown(markdown) {
  const blocks = markdown.trim().split(/\n{2,}/)
  return blocks.map(block => `${blockOf(block)}\n`).join('')
}

/** @param {string} block */
function blockOf(block) {
  const [, marks = '', heading = ''] = /^(#{1,6}) (.*)$/.exec(block) ?? []
  if (marks !== '') return `<h${marks.length}>${inline(heading)}</h${marks.length}>`
  if (/^<\/?details>/.test(block)) return block
  const lines = block.split('\n')
  if (/^\|[ :|-]+\|$/.test(lines[1] ?? '')) return table(lines)
  if (lines.every(line => line.startsWith('- ')))
    return `<ul>\n${lines.map(line => `<li>${inline(line.slice(2))}</li>`).join('\n')}\n</ul>`
  return `<p>${inline(block)}</p>`
}

/** @param {readonly string[]} lines of a head, a rule, and rows */
function table([head = '', , ...rows]) {
  /** @param {'th' | 'td'} cell */
  const row = cell => (/** @type {string} */ line) =>
    `<tr>\n${cellsOf(line)
      .map(text => `<${cell}>${inline(text)}</${cell}>`)
      .join('\n')}\n</tr>`
  const body = rows.length === 0 ? '' : `<tbody>\n${rows.map(row('td')).join('\n')}\n</tbody>\n`
  return `<table>\n<thead>\n${row('th')(head)}\n</thead>\n${body}</table>`
}

/** @param {string} line */
function cellsOf(line) {
  return line
    .slice(1, -1)
    .split('|')
    .map(cell => cell.trim())
}

/** @param {string} text */
function inline(text) {
  return text
    .replace(/\*\*(.+?)\*\*/g, '<strong>$1</strong>')
    .replace(/\[([^\]]*)\]\((https?:[^\s)]*)\)/g, (_, label, url) => `<a href="${escaped(url)}">${label}</a>`)
}

/** @param {string} url */
function escaped(url) {
  return url.replace(/&(?!amp;)/g, '&amp;').replace(/["<>]/g, character => `&#${character.charCodeAt(0)};`)
}
