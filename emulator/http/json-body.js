import { requestError, serviceError } from './refusal.js'

/** @import { Call } from '../types.ts' */

/**
 * The JSON object of a request's body.
 * @param {Call} call
 * @returns {Record<string, any>}
 */
export function objectOf({ body }) {
  if (typeof body.json === 'object' && body.json !== null && !Array.isArray(body.json)) return body.json
  // observed for bodies that are empty or broken: MicrosoftDocs/azure-devops-docs#4373
  throw serviceError('ArgumentNullException', 'Value cannot be null.\r\nParameter name: body', { status: 400 })
}

/**
 * The operations of a JSON Patch document: https://www.rfc-editor.org/rfc/rfc6902
 * @param {Call} call
 * @returns {{ op: string, path: string, value?: any }[]}
 */
export function patchOf({ body }) {
  if (Array.isArray(body.json) && body.json.length > 0) return body.json
  // observed: MicrosoftDocs/azure-devops-docs#4373, an object in place of the list
  throw serviceError(
    'VssPropertyValidationException',
    'You must pass a valid patch document in the body of the request.',
    { status: 400 },
  )
}

/**
 * @template Value
 * @param {Value | undefined} value
 * @param {string} what
 * @returns {Value}
 */
export function found(value, what) {
  if (value === undefined) throw requestError(404, `${what} was not found.`)
  return value
}
