/** The proxy that the agent was configured with: https://learn.microsoft.com/azure/devops/pipelines/agents/proxy */
export interface AgentProxy {
  readonly url: string
  readonly username: string
  readonly password: string
  /** A JSON array of regular expressions for addresses that go without the proxy; empty for none. */
  readonly bypass: string
}

/**
 * Makes the agent's own proxy the one that the step uses. What looks for a proxy reads the environment, which the agent
 * does not set. Without a proxy of the agent, the environment's stands. The task library's own reading is not used: it
 * does not encode the password in the address, and fails on an expression that .NET knows and JavaScript does not.
 */
export function useProxy({ url: proxy, username, password, bypass }: AgentProxy, url: string): void {
  if (proxy === '') return
  const names = ['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY', 'no_proxy', 'NO_PROXY']
  for (const name of names) delete process.env[name]
  if (expressions(bypass).some(expression => expression.test(new URL(url).origin))) return
  const credentials = `${encodeURIComponent(username)}:${encodeURIComponent(password)}@`
  const address = proxy.replace(/^([a-z]+:\/\/)(?:[^/@]*@)?/i, (_, scheme: string) => `${scheme}${credentials}`)
  process.env[url.startsWith('https:') ? 'https_proxy' : 'http_proxy'] = username === '' ? proxy : address
}

/** The agent, too, leaves out what is no expression or empty, and looks at scheme, host and port: https://github.com/microsoft/azure-pipelines-agent/blob/master/src/Agent.Sdk/AgentWebProxy.cs */
function expressions(json: string): RegExp[] {
  const texts = listOf(json).map(text => text.trim().replace(/^\(\?i\)/, ''))
  return texts.flatMap(text => {
    try {
      return text === '' ? [] : [new RegExp(text, 'i')]
    } catch {
      return []
    }
  })
}

function listOf(json: string): string[] {
  try {
    const list: unknown = JSON.parse(json === '' ? '[]' : json)
    return Array.isArray(list) ? list.map(String) : []
  } catch {
    return []
  }
}
