/**
 * A line of the log as the hosts' web pages show it: `##[error]` in red, groups with a mark, and no `##[endgroup]`.
 *
 * @param {string} text
 * @param {Record<'red' | 'yellow' | 'blue' | 'bold' | 'green' | 'dim', (text: string) => string>} colors
 * @returns {string | undefined}
 */
export function logLine(text, { red, yellow, blue, bold, green, dim }) {
  const [, tag = '', rest = ''] = /^##\[(\w+)](.*)$/s.exec(text) ?? []
  switch (tag) {
    case 'error':
      return red(`Error: ${rest}`)
    case 'warning':
      return yellow(`Warning: ${rest}`)
    case 'notice':
      return blue(`Notice: ${rest}`)
    case 'group':
      return bold(`▾ ${rest}`)
    case 'section':
      return green(rest)
    case 'command':
      return blue(rest)
    case 'debug':
      return dim(text)
    case 'endgroup':
      return undefined
    default:
      return text
  }
}
