/** Takes every form of the token out of a text or of bytes. */
export interface Redact {
  (text: string): string
  /** The same buffer when there is nothing to take out. */
  bytes(body: Buffer): Buffer
  /** For a page of Markdown, in which characters of the token may be written otherwise. */
  page(text: string): string
}

const stars = '***'

/** @param forms the forms of the token, longest first, so that no part of a longer one is left over */
export function redactor(forms: readonly string[]): Redact {
  const patterns = forms.map(form => Buffer.from(form, 'utf8'))
  const begun = written(forms.map(form => [...form].slice(0, 8).join('')))
  const redact = (text: string) => forms.reduce((left, form) => left.replaceAll(form, stars), text)
  return Object.assign(redact, {
    bytes: (body: Buffer) =>
      patterns.some(pattern => body.includes(pattern)) ? Buffer.from(redact(body.toString('utf8')), 'utf8') : body,
    // Compiling the long expression takes as long as all the rest of the page, and hardly a page needs it.
    page: (text: string) => (text.search(begun) >= 0 ? text.replace(written(forms), stars) : text),
  })
}

/** Finds any of the forms in a page. */
function written(forms: readonly string[]): RegExp {
  return new RegExp(forms.map(form => [...form].map(inPage).join('')).join('|') || '(?!)', 'gu')
}

/** A character as it is, as a reference, or as its full-width twin: what text.ts may write for it. */
function inPage(character: string): string {
  const code = character.codePointAt(0) ?? 0
  const twin = code > 0x20 && code < 0x7f ? `|\\u{${(code + 0xfee0).toString(16)}}` : ''
  return `(?:\\u{${code.toString(16)}}|&#${code};${twin})`
}
