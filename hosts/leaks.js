import { tokenForms } from './token-forms.js'

/** @import { Result } from './types.js' */

/** The lines that have to hold the token, for the host to learn what to mask. */
const maskCommand = { github: '::add-mask::', azure: '##vso[task.setsecret]' }

/**
 * @typedef {object} Leak
 * @property {string} where
 * @property {string} form
 * @property {string} text
 */

/**
 * Every place where somebody can read the token in some form.
 *
 * @param {Result} result
 * @param {string} token
 * @param {string} [username]
 * @returns {Leak[]}
 */
export function findLeaks(result, token, username = '') {
  const forms = Object.entries(tokenForms(token, username))
  return visibleTexts(result).flatMap(({ where, text }) =>
    forms.filter(([, value]) => text.includes(value)).map(([form]) => ({ where, form, text: excerpt(text) })),
  )
}

/**
 * The first raw line that holds the token in any form, of both streams: it should be the mask command.
 *
 * @param {Result} result
 * @param {string} token
 * @param {string} [username]
 * @returns {string | undefined}
 */
export function firstLineWithToken(result, token, username = '') {
  const values = Object.values(tokenForms(token, username))
  return result.lines.find(({ raw }) => values.some(value => raw.includes(value)))?.raw
}

/**
 * @param {Result} result
 * @returns {{ where: string, text: string }[]}
 */
function visibleTexts(result) {
  const raw = result.lines.filter(line => !line.raw.startsWith(maskCommand[result.host]))
  return [
    ...result.log.map(text => ({ where: 'log', text })),
    ...raw.map(line => ({ where: line.stream, text: line.raw })),
    ...result.annotations.map(({ level, message }) => ({ where: level, text: message })),
    ...result.progress.map(({ text }) => ({ where: 'progress', text })),
    ...Object.entries(result.outputs).map(([name, text]) => ({ where: `output ${name}`, text })),
    ...Object.entries(result.outputsInNextStep)
      .filter(([name, text]) => text !== result.outputs[name])
      .map(([name, text]) => ({ where: `output ${name} in the next step`, text })),
    ...Object.entries(result.variables).map(([name, text]) => ({ where: `variable ${name}`, text })),
    { where: 'summary', text: result.summary ?? '' },
    ...result.attachments.map(({ name, content }) => ({ where: `attachment ${name}`, text: content })),
    ...result.files.map(path => ({ where: `file ${path}`, text: `${path}\n${result.read(path)}` })),
  ]
}

/** @param {string} text */
function excerpt(text) {
  return text.length > 300 ? `${text.slice(0, 300)}…` : text
}
