import { logLine } from './log-line.js'
import { visible } from './visible.js'

/**
 * @typedef {ReturnType<typeof terminal>} Terminal
 */

/** Longer lines that are made here are wrapped or cut; those of the step are not. */
export const width = 116

/**
 * Writes lines, with colors only where a person looks at them: https://no-color.org
 *
 * @param {NodeJS.WriteStream} stream
 */
export function terminal(stream) {
  const colored = stream.isTTY === true && !process.env.NO_COLOR
  /** @param {number} code */
  const style = code => (/** @type {string} */ text) => (colored && text !== '' ? `\x1b[${code}m${text}\x1b[0m` : text)
  const colors = { bold: style(1), dim: style(2), red: style(31), green: style(32), yellow: style(33), blue: style(36) }
  // A reader such as `head` has seen enough.
  stream.on('error', error => {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EPIPE') throw error
    process.exit(0)
  })

  /** @param {string} [text] */
  function line(text = '') {
    stream.write(`${text}\n`)
  }

  /** @param {string} text */
  function block(text) {
    for (const each of text.split('\n')) line(`  ${each}`.trimEnd())
  }

  return {
    ...colors,
    line,
    block,

    /** @param {string} text */
    title: text => line(`\n${colors.bold(`● ${text}`)}`),

    /**
     * A line of a step's log.
     * @param {string} text
     */
    log: text => {
      const shown = logLine(visible(text), colors)
      if (shown !== undefined) block(shown)
    },
  }
}

/**
 * Words in as few lines as they fit into.
 *
 * @param {readonly string[]} words
 * @param {string} [between]
 */
export function wrapped(words, between = ' ') {
  /** @type {string[]} */
  const lines = []
  for (const word of words) {
    const last = lines.at(-1)
    const longer = last === undefined ? word : `${last}${between}${word}`
    if (last === undefined || longer.length > width) lines.push(word)
    else lines[lines.length - 1] = longer
  }
  return lines
}
