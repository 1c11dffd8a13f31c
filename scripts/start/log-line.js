/** @import { Terminal } from './terminal.js' */

/**
 * A line of the log as the hosts' web pages show it: `##[error]` in red, groups with a mark, and no `##[endgroup]`.
 *
 * @param {string} text
 * @param {Terminal} print
 * @returns {string | undefined}
 */
export function logLine(text, print) {
  const [, tag = '', rest = ''] = /^##\[(\w+)](.*)$/s.exec(text) ?? []
  switch (tag) {
    case 'error':
      return print.red(`Error: ${rest}`)
    case 'warning':
      return print.yellow(`Warning: ${rest}`)
    case 'notice':
      return print.blue(`Notice: ${rest}`)
    case 'group':
      return print.bold(`▾ ${rest}`)
    case 'section':
      return print.green(rest)
    case 'command':
      return print.blue(rest)
    case 'debug':
      return print.dim(text)
    case 'endgroup':
      return undefined
    default:
      return text
  }
}
