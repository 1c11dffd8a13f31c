/**
 * The forms in which a token can be read back from text.
 *
 * @param {string} token
 * @param {string} [username] that goes before the colon in the Basic credential
 * @returns {Record<string, string>} by the name of the form
 */
export function tokenForms(token, username = '') {
  /** @type {Record<string, string>} */
  const forms = {
    raw: token,
    credential: base64(`${username}:${token}`),
    'percent-encoded': encodeURIComponent(token),
    base64: base64(token),
    // Behind a prefix of any length; the last, incomplete group depends on what follows and is left out.
    'base64 shifted by 1': wholeGroups(token, 1),
    'base64 shifted by 2': wholeGroups(token, 2),
    'JSON-escaped': JSON.stringify(token).slice(1, -1),
  }
  const seen = new Set()
  return Object.fromEntries(
    Object.entries(forms).filter(([, text]) => text.length > 4 && !seen.has(text) && seen.add(text)),
  )
}

/** @param {string} text */
function base64(text) {
  return Buffer.from(text).toString('base64').replace(/=+$/, '')
}

/**
 * @param {string} text
 * @param {number} shift
 */
function wholeGroups(text, shift) {
  const bytes = Buffer.from(text).subarray(shift)
  return bytes.subarray(0, bytes.length - (bytes.length % 3)).toString('base64')
}
