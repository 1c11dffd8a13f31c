/**
 * @typedef {ReturnType<typeof terminal>} Terminal
 */

/**
 * Writes lines, with colours only where a person looks at them: https://no-color.org
 *
 * @param {NodeJS.WriteStream} stream
 */
export function terminal(stream) {
  const coloured = stream.isTTY === true && !process.env.NO_COLOR
  /** @param {number} code */
  const style = code => (/** @type {string} */ text) => (coloured && text !== '' ? `\x1b[${code}m${text}\x1b[0m` : text)
  const [bold, dim, red, green, yellow, blue] = [style(1), style(2), style(31), style(32), style(33), style(36)]

  /** @param {string} [text] */
  function line(text = '') {
    stream.write(`${text}\n`)
  }

  return {
    ...{ line, bold, dim, red, green, yellow, blue },

    /** @param {string} text */
    title: text => line(`\n${bold(`● ${text}`)}`),

    /** @param {string} text */
    heading: text => line(`\n${bold(blue(`━━ ${text} ${'━'.repeat(Math.max(4, 90 - text.length))}`))}`),

    /**
     * @param {string} text
     * @param {string} [remark]
     */
    section: (text, remark = '') => line(`\n${bold(text)}${remark === '' ? '' : dim(`  ${remark}`)}\n`),

    /** @param {string} text */
    block: text => {
      for (const each of text.split('\n')) line(`  ${each}`.trimEnd())
    },
  }
}
