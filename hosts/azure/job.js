import { randomBytes } from 'node:crypto'

/** @import { AzureOptions, Endpoint } from '../types.js' */

/**
 * What a step knows of its job, as far as it was not given.
 * @param {AzureOptions} options
 */
export function jobOf(options) {
  return {
    collectionUri: options.collectionUri ?? 'https://dev.azure.com/contoso/',
    teamProject: options.teamProject ?? 'web',
    jobToken: options.jobToken ?? randomJobToken(),
    stepName: options.stepName ?? 'query',
  }
}

/** System.AccessToken is a JSON Web Token. */
function randomJobToken() {
  const header = Buffer.from(JSON.stringify({ typ: 'JWT', alg: 'RS256' })).toString('base64url')
  const payload = Buffer.from(JSON.stringify({ jti: crypto.randomUUID() })).toString('base64url')
  return `${header}.${payload}.${randomBytes(32).toString('base64url')}`
}

/**
 * The connection that every job has to its own collection.
 * @param {{ collectionUri: string, jobToken: string }} job
 * @returns {Endpoint}
 */
export function jobEndpoint({ collectionUri, jobToken }) {
  return { url: collectionUri, scheme: 'OAuth', parameters: { AccessToken: jobToken } }
}
