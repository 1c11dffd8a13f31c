/**
 * Makes the agent's own proxy the one that the step uses. `@actions/http-client` reads the environment, which the agent
 * does not set: https://learn.microsoft.com/azure/devops/pipelines/agents/proxy
 *
 * @param forUrl the proxy for this address, with its credentials; undefined where the agent goes without
 * @param configured the proxy of the agent; without one, the environment's stands
 */
export function useProxy(forUrl: string | undefined, configured: string | undefined, url: string): void {
  if (!configured) return
  const names = ['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY', 'no_proxy', 'NO_PROXY']
  for (const name of names) delete process.env[name]
  if (forUrl !== undefined) process.env[url.startsWith('https:') ? 'https_proxy' : 'http_proxy'] = forUrl
}
