/** @import { Stage } from './play.js' */

/** What a step needs of this machine to reach the internet. */
const passedOn = /^(https?_proxy|no_proxy|NODE_USE_ENV_PROXY|NODE_EXTRA_CA_CERTS)$/i

/**
 * The real organization, queried with the inputs of the command line.
 *
 * @param {Record<string, string>} inputs
 * @param {string} token
 * @returns {Stage}
 */
export function realService(inputs, token) {
  const env = Object.entries(process.env).filter(([name, value]) => passedOn.test(name) && value !== undefined)
  const { organization, ...shown } = inputs
  return {
    name: 'own',
    title: 'Your inputs',
    service: `${organization}, with the token in AZURE_DEVOPS_EXT_PAT`,
    inputs: shown,
    env: /** @type {Record<string, string>} */ (Object.fromEntries(env)),
    timeoutMs: 6 * 60 * 60_000,
    open: async () => ({ inputs, token, requests: () => undefined, close: async () => {} }),
  }
}
