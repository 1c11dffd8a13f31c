import { encoders } from '../encoders.js'
import { SecretMasker } from '../secret-masker.js'

/** @import { Endpoint } from '../types.js' */

/** `//user:PASSWORD@`: https://github.com/microsoft/azure-pipelines-agent/blob/master/src/Agent.Sdk/SecretMasking/AdditionalMaskingRegexes.cs */
const urlPassword = /(?<=\/\/[^:/?#\n]+:)[^/?#@\n]+(?=@)/g

/** Parameters of a service connection that are no secrets. */
const openParameters = new Set(['username', 'scope', 'tenantid', 'serviceprincipalid', 'url'])

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
 * @param {string} secret
 * @returns {string[]}
 */
function variableForms(secret) {
  const escaped = secret.replaceAll('%', '%AZP25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
  const unquoted = secret.replace(/^["']+|["']+$/g, '')
  return [secret, escaped, unquoted, secret.trim(), Buffer.from(secret).toString('base64')]
}
