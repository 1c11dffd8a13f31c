import { isLoopback } from '../core/inputs/organization.ts'

/** The proxy that the agent was configured with: https://learn.microsoft.com/azure/devops/pipelines/agents/proxy */
export interface AgentProxy {
  readonly url: string
  readonly username: string
  readonly password: string
  /** A JSON array of regular expressions for addresses that go without the proxy; empty for none. */
  readonly bypass: string
}

/**
 * The URL of the agent's proxy for an address, credentials percent-encoded; undefined for a direct connection. The task
 * library's own reading is not used: it does not encode the password, and fails on an expression that .NET knows and
 * JavaScript does not. An address that is not a URL is returned as it is, for the core to report.
 */
export function agentProxy({ url: proxy, username, password, bypass }: AgentProxy, url: string): string | undefined {
  const { hostname, origin } = new URL(url)
  if (isLoopback(hostname) || expressions(bypass).some(expression => expression.test(origin))) return undefined
  if (username === '' || !URL.canParse(proxy)) return proxy
  const named = new URL(proxy)
  named.username = encodeURIComponent(username.toWellFormed())
  named.password = encodeURIComponent(password.toWellFormed())
  return named.href
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
