import type { StartSettings } from '../settings/settings.ts'

/** Takes the values of parameters and variables out of a text of the service. */
export type HideValues = (text: string) => string

const stars = '***'

/** Shorter ones are parts of too many other words; where a text quotes them, they are hidden, too. */
const shortest = 4

/** From here on a value is hidden inside of words, too. */
const longWord = 8

/** A value has no more parts than this that are hidden each. */
const mostParts = 1000

/** How the service's own messages quote a value: `The 'env' parameter value 'x' is not a valid value.` */
const quotedBySentence = /(\bparameter value )(?:'(?:[^']|'(?! is not\b))*'|"[^"]*")/gi

const openQuotes = `'"‘“\``
const closeQuotes = `'"’”\``

/**
 * Hides values, and the texts inside of objects and lists, in every form in which the service writes them: as they are, inside JSON, percent-encoded and in Base64.
 * Messages of errors quote them: https://learn.microsoft.com/azure/devops/pipelines/process/runtime-parameters
 *
 * @param values of parameters and variables
 * @param shown what the step shows anyhow, as the branch: a value that is the same is no secret
 */
export function hidingValues(values: Iterable<string>, shown: readonly string[] = []): HideValues {
  const known = new Set(shown.map(text => text.toLowerCase()))
  const secret = [...values].flatMap(partsOf).filter(value => value.trim() !== '' && !known.has(value.toLowerCase()))
  const forms = [...new Set(secret.flatMap(formsOf))].sort((one, other) => other.length - one.length)
  const long = forms.filter(form => form.length >= shortest && !isWord(form))
  const short = forms.filter(form => !long.includes(form))
  return text => {
    const withoutLong = long.reduce(hideAll, text)
    const withoutShort = short.reduce((left, form) => hideQuoted(left, form), withoutLong)
    return withoutShort.replace(quotedBySentence, (_, before: string) => `${before}'${stars}'`)
  }
}

/** Hides the values with which a build is started, but for those that the log shows in any case. */
export function hidingValuesOf(settings: StartSettings): HideValues {
  const { project, pipeline, ref, commit, parameters, variables } = settings
  const short = ref?.replace(/^refs\/(?:heads|tags)\//, '')
  const shown = [project, pipeline, ref, short, commit].filter(text => text !== undefined)
  return hidingValues([...parameters.values(), ...variables.values()], shown)
}

/** The value, and the texts in it if it is an object or a list: a pipeline uses each on its own. */
function partsOf(value: string): string[] {
  if (!/^\s*[{[]/.test(value)) return [value]
  const parts: string[] = []
  try {
    JSON.parse(value, (_, part: unknown) => {
      if (typeof part === 'string' && parts.length < mostParts) parts.push(part)
    })
  } catch {
    // Text that begins like JSON.
  }
  return [value, ...parts]
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

/**
 * A short word is no part of a longer one, and a number none of a longer one: `test` is not in `latest`, and 2026 not in the
 * build number 20261124.1.
 */
function hideAll(text: string, form: string): string {
  if (form.length >= longWord && !/^\d+$/.test(form)) return text.replaceAll(form, stars)
  if (!text.includes(form)) return text
  const before = edgeOf(form.at(0) ?? '', '(?<!')
  const after = edgeOf(form.at(-1) ?? '', '(?!')
  const written = form.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
  return text.replace(new RegExp(`${before}${written}${after}`, 'gu'), stars)
}

function edgeOf(character: string, group: string): string {
  if (/\d/.test(character)) return `${group}\\d)`
  return /\p{L}/u.test(character) ? `${group}\\p{L})` : ''
}

function hideQuoted(text: string, form: string): string {
  const pieces = text.split(form)
  return pieces.reduce((left, piece) => {
    const quoted = openQuotes.includes(left.at(-1) || ' ') && closeQuotes.includes(piece[0] || ' ')
    return `${left}${quoted ? stars : form}${piece}`
  })
}
