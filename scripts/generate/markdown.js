/**
 * A table; cells are Markdown on one line.
 * @param {readonly string[]} head
 * @param {readonly (readonly string[])[]} rows
 */
export function table(head, rows) {
  /** @param {readonly string[]} cells */
  const line = cells => `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(head), `|${' --- |'.repeat(head.length)}`, ...rows.map(line)].join('\n')
}

/**
 * A text that is no Markdown, so that it is shown as it is.
 * @param {string} text
 */
export function plain(text) {
  return text.replace(/[\\`*_<[\]]/g, character => `\\${character}`)
}

/**
 * The anchor that GitHub makes of a heading.
 * @param {string} heading Markdown
 */
export function slug(heading) {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}_ -]/gu, '')
    .replaceAll(' ', '-')
}
