import { trim, trimOf } from '../dotnet.js'
import { encoders } from '../encoders.js'
import { SecretMasker } from '../secret-masker.js'

/** @import { Endpoint } from '../types.js' */

/**
 * `//user:PASSWORD@`, whose password has unreserved characters, percent-encoded ones, sub-delimiters and colons only; any other
 * character in it, such as a `/` or a letter with an accent, and nothing is masked.
 * https://github.com/microsoft/azure-pipelines-agent/blob/master/src/Agent.Sdk/SecretMasking/AdditionalMaskingRegexes.cs
 */
const urlPassword = /(?<=\/\/[^:/?#\n]+:)(?:[\w.~-]|%(?:AZP25)?[0-9a-f]{2}|[!$&'()*+,;=:])+(?=@)/gi

/** Parameters of a service connection that are no secrets; the user name, the URL and the principal's id are. */
const openParameters = new Set(['scope', 'tenantid'])

/**
 * The agent's masker with all that the agent knows when the step starts. There is no encoder for base64; only the values
 * of secret variables are masked in base64 too, and then only unshifted, so that a Basic credential shows.
 * https://github.com/microsoft/azure-pipelines-agent/blob/master/src/Microsoft.VisualStudio.Services.Agent/HostContext.cs
 * https://github.com/microsoft/azure-pipelines-agent/blob/master/src/Agent.Worker/Worker.cs
 *
 * @param {string[]} secrets values of secret variables
 * @param {Record<string, Endpoint>} endpoints
 */
export function agentMasker(secrets, endpoints) {
  const masker = new SecretMasker(
    [encoders.jsonStringEscape, encoders.uriDataEscape, encoders.backslashEscape],
    [urlPassword],
  )
  for (const secret of secrets) for (const form of variableForms(secret)) masker.add(form)
  for (const { parameters = {} } of Object.values(endpoints)) {
    for (const [name, value] of Object.entries(parameters)) {
      if (!openParameters.has(name.toLowerCase())) masker.add(value)
    }
  }
  return masker
}

/**
 * Every form of a secret variable that the agent masks: as it is and in base64, each also escaped as in a command, and each of
 * those without the quotes around it and without white space at its ends. Not its single lines; and nothing when it is blank.
 * @param {string} secret
 * @returns {string[]}
 */
function variableForms(secret) {
  if (trim(secret) === '') return []
  const forms = [secret, Buffer.from(secret).toString('base64')].flatMap(text => [
    text,
    escapedLines(text.replaceAll('%', '%AZP25')),
    escapedLines(text),
  ])
  return forms.flatMap(form => [form, unquoted(form, "'"), unquoted(form, '"'), trimOf(form, '\r\n ')])
}

/** @param {string} text */
function escapedLines(text) {
  return text.replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

/**
 * Only when it has the same quote at both ends.
 * @param {string} text
 * @param {string} quote
 */
function unquoted(text, quote) {
  return text.startsWith(quote) && text.endsWith(quote) ? trimOf(text, quote) : text
}
