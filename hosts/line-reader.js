/**
 * Splits text into lines as .NET's StreamReader.ReadLine does, which both hosts use: LF, CR and CR LF all end a line.
 * https://github.com/actions/runner/blob/main/src/Runner.Sdk/ProcessInvoker.cs
 */
export class LineReader {
  #rest = ''

  /**
   * Takes a chunk and gives the lines that are complete now.
   * @param {string} chunk
   * @returns {string[]}
   */
  push(chunk) {
    const text = this.#rest + chunk
    // A CR at the end may be the first half of CR LF.
    const held = text.endsWith('\r') ? '\r' : ''
    const lines = text.slice(0, text.length - held.length).split(/\r\n|\n|\r/)
    this.#rest = (lines.pop() ?? '') + held
    return lines
  }

  /**
   * Gives the last line, when it had no end.
   * @returns {string[]}
   */
  end() {
    const rest = this.#rest
    this.#rest = ''
    return rest === '' ? [] : [rest.replace(/\r$/, '')]
  }
}
