import { lookup } from 'node:dns/promises'

/**
 * Looks the host of an organization up before anything runs, so that a misspelled one is told at once.
 *
 * @param {string | undefined} organization a name, or a URL with or without its scheme
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<string | undefined>} what is wrong; undefined too if a proxy looks the name up
 */
export async function problemWithHost(organization, env) {
  const proxied = ['https_proxy', 'http_proxy'].some(name => env[name] || env[name.toUpperCase()])
  const [, host = ''] = /^(?:https?:\/\/)?([\w-]+(?:\.[\w-]+)+)(?=[:/]|$)/i.exec(organization ?? '') ?? []
  if (proxied || host === '') return undefined
  try {
    await lookup(host)
    return undefined
  } catch (error) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (error)
    return `DNS lookup of ${host} failed (${code}): correct --organization or, behind a proxy, set https_proxy.`
  }
}
