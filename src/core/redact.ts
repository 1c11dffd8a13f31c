/** Takes every form of the token out of a text or of bytes. */
export interface Redact {
  (text: string): string
  /** The same buffer when there is nothing to take out. */
  bytes(body: Buffer): Buffer
}

const stars = '***'

/** @param forms the forms of the token, longest first, so that no part of a longer one is left over */
export function redactor(forms: readonly string[]): Redact {
  const patterns = forms.map(form => Buffer.from(form, 'utf8'))
  const redact = (text: string) => forms.reduce((left, form) => left.replaceAll(form, stars), text)
  return Object.assign(redact, {
    bytes: (body: Buffer) =>
      patterns.some(pattern => body.includes(pattern)) ? Buffer.from(redact(body.toString('utf8')), 'utf8') : body,
  })
}
