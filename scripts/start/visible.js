/**
 * Text of the service, safe for a terminal: control characters other than LF and tab become their pictures.
 *
 * @param {string} text
 * @returns {string}
 */
export function visible(text) {
  return text.replace(/(?![\n\t])\p{Cc}/gu, character => {
    const code = character.charCodeAt(0)
    return code < 0x20 ? String.fromCharCode(0x2400 + code) : '␡'
  })
}
