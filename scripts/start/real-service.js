/** @import { Stage } from './run-scene.js' */

const next = `
Next: README.md shows how to use the step in a workflow or a pipeline.`

/** What a step needs of this machine to reach the internet. */
const passedOn = /^(https?_proxy|no_proxy|NODE_USE_ENV_PROXY|NODE_EXTRA_CA_CERTS)$/i

/**
 * The real organization, asked with the inputs of the command line.
 *
 * @param {Record<string, string>} inputs
 * @param {string} token
 * @returns {Stage}
 */
export function realService(inputs, token) {
  const env = Object.entries(process.env).filter(([name, value]) => passedOn.test(name) && value !== undefined)
  return {
    name: 'builds',
    title: `The builds of ${inputs.organization}`,
    expected: { result: 'succeeded' },
    next,
    env: /** @type {Record<string, string>} */ (Object.fromEntries(env)),
    timeoutMs: 6 * 60 * 60_000,
    open: async () => ({
      service: 'The real Azure DevOps, with the token in AZURE_DEVOPS_EXT_PAT',
      inputs,
      token,
      requests: () => undefined,
      close: async () => {},
    }),
  }
}
