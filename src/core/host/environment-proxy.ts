import { checkBypass } from '@actions/http-client/lib/proxy'

/**
 * The proxy that `https_proxy` or `http_proxy` names for a URL, as the variable has it; undefined for a direct
 * connection. Loopback addresses and those in `no_proxy` are asked directly. The library's own `getProxyUrl` is not
 * used: it connects directly when the address of the proxy is malformed, and takes `proxy:3128` for a scheme.
 */
export function environmentProxy(url: string): string | undefined {
  const target = new URL(url)
  if (checkBypass(target)) return undefined
  const { https_proxy, HTTPS_PROXY, http_proxy, HTTP_PROXY } = process.env
  const proxy = target.protocol === 'https:' ? https_proxy || HTTPS_PROXY : http_proxy || HTTP_PROXY
  if (!proxy) return undefined
  return proxy.includes('://') ? proxy : `http://${proxy}`
}
