/**
 * Replaces secrets and their encoded forms with `***`, as the masker that both hosts share does.
 * https://github.com/actions/runner/blob/main/src/Sdk/DTLogging/Logging/SecretMasker.cs
 */
export class SecretMasker {
  /** @type {Set<string>} */
  #forms = new Set()

  /**
   * @param {((value: string) => string)[]} encoders give further forms of every secret
   * @param {RegExp[]} [patterns] always masked, with the flag `g`
   */
  constructor(encoders, patterns = []) {
    this.encoders = encoders
    this.patterns = patterns
  }

  /**
   * Masks a value from now on. There is no minimum length on either host.
   * @param {string} value
   */
  add(value) {
    if (value === '') return
    this.addExact(value)
    for (const encode of this.encoders) this.addExact(encode(value))
  }

  /**
   * Masks a value without its encoded forms.
   * @param {string} value
   */
  addExact(value) {
    if (value !== '') this.#forms.add(value)
  }

  /**
   * @param {string} text
   * @returns {string}
   */
  mask(text) {
    const ranges = this.#find(text).sort((a, b) => a[0] - b[0])
    let masked = ''
    let end = 0
    for (const [from, to] of ranges) {
      if (from > end || masked === '') masked += `${text.slice(end, from)}***`
      end = Math.max(end, to)
    }
    return masked + text.slice(end)
  }

  /**
   * @param {string} text
   * @returns {[number, number][]}
   */
  #find(text) {
    /** @type {[number, number][]} */
    const ranges = []
    for (const form of this.#forms) {
      for (let at = text.indexOf(form); at >= 0; at = text.indexOf(form, at + 1)) ranges.push([at, at + form.length])
    }
    for (const pattern of this.patterns) {
      for (const match of text.matchAll(pattern)) ranges.push([match.index, match.index + match[0].length])
    }
    return ranges
  }
}
