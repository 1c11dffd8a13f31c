/**
 * Reads a file of `name=value` and `name<<DELIMITER` entries. What stands before a mistake counts; the mistake throws.
 * CR is data here: on Linux only LF ends a line of a command file.
 * https://github.com/actions/runner/blob/main/src/Runner.Worker/FileCommandManager.cs (EnvFileKeyValuePairs)
 *
 * @param {string} text
 * @returns {Generator<[string, string]>}
 */
export function* keyValues(text) {
  const lines = new FileLines(text)
  for (let line = lines.next(); line !== undefined; line = lines.next()) {
    if (line.text === '') continue
    const equals = line.text.indexOf('=')
    const heredoc = line.text.indexOf('<<')
    if (equals >= 0 && (heredoc < 0 || equals < heredoc)) {
      yield [line.text.slice(0, equals), line.text.slice(equals + 1)]
    } else if (heredoc >= 0) {
      const name = line.text.slice(0, heredoc)
      const delimiter = line.text.slice(heredoc + 2)
      if (name === '' || delimiter === '') {
        throw new Error(`Invalid format '${line.text}'. Name must not be empty and delimiter must not be empty`)
      }
      yield [name, heredocValue(lines, delimiter)]
    } else throw new Error(`Invalid format '${line.text}'`)
  }
}

/**
 * @param {FileLines} lines
 * @param {string} delimiter
 */
function heredocValue(lines, delimiter) {
  const value = []
  for (;;) {
    const line = lines.next()
    if (line === undefined) throw new Error(`Invalid value. Matching delimiter not found '${delimiter}'`)
    if (line.text === delimiter) return value.join('\n')
    if (!line.ended) throw new Error('Invalid value. EOF marker missing new line.')
    value.push(line.text)
  }
}

class FileLines {
  #at = 0

  /** @param {string} text */
  constructor(text) {
    this.text = text.replace(/^\uFEFF/, '')
  }

  /** @returns {{ text: string, ended: boolean } | undefined} */
  next() {
    if (this.#at >= this.text.length) return undefined
    const end = this.text.indexOf('\n', this.#at)
    const line = this.text.slice(this.#at, end < 0 ? undefined : end)
    this.#at = end < 0 ? this.text.length : end + 1
    return { text: line, ended: end >= 0 }
  }
}
