/** Takes the values of parameters and variables out of a text of the service. */
export type HideValues = (text: string) => string

const stars = '***'

/** Shorter ones are parts of too many other words; where a text quotes them, they are hidden, too. */
const shortest = 4

/** How the service's own messages quote a value: `The 'env' parameter value 'x' is not a valid value.` */
const quotedBySentence = /(\bparameter value )(?:'(?:[^']|'(?! is not\b))*'|"[^"]*")/gi

const openQuotes = `'"‘“\``
const closeQuotes = `'"’”\``

/**
 * Hides values in every form in which the service writes them: as they are, inside JSON, percent-encoded and in Base64.
 * Messages of errors quote them: https://learn.microsoft.com/azure/devops/pipelines/process/runtime-parameters
 *
 * @param values of parameters and variables
 * @param shown what the step shows anyhow, as the branch: a value that is the same is no secret
 */
export function hidingValues(values: Iterable<string>, shown: readonly string[] = []): HideValues {
  const known = new Set(shown.map(text => text.toLowerCase()))
  const secret = [...values].filter(value => value.trim() !== '' && !known.has(value.toLowerCase()))
  const forms = [...new Set(secret.flatMap(formsOf))].sort((one, other) => other.length - one.length)
  const long = forms.filter(form => form.length >= shortest && !isWord(form))
  const short = forms.filter(form => !long.includes(form))
  return text => {
    const withoutLong = long.reduce((left, form) => left.replaceAll(form, stars), text)
    const withoutShort = short.reduce((left, form) => hideQuoted(left, form), withoutLong)
    return withoutShort.replace(quotedBySentence, (_, before: string) => `${before}'${stars}'`)
  }
}

function formsOf(value: string): string[] {
  const trimmed = value.trim()
  return [
    value,
    trimmed,
    // A value of several lines is shown line by line.
    ...trimmed.split(/\s*[\r\n]+\s*/).filter(line => line !== ''),
    JSON.stringify(trimmed).slice(1, -1),
    encodeURIComponent(trimmed.toWellFormed()),
    Buffer.from(trimmed, 'utf8').toString('base64'),
  ]
}

/** Hiding these wherever they are would leave no sentence readable, and says nothing that is not known. */
function isWord(form: string): boolean {
  return /^(?:true|false)$/i.test(form)
}

function hideQuoted(text: string, form: string): string {
  const pieces = text.split(form)
  return pieces.reduce((left, piece) => {
    const quoted = openQuotes.includes(left.at(-1) || ' ') && closeQuotes.includes(piece[0] || ' ')
    return `${left}${quoted ? stars : form}${piece}`
  })
}
