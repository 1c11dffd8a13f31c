/** The host of a proxy, which is all of its URL that may be shown. */
export function proxyHost(proxy: string): string {
  return URL.canParse(proxy) ? new URL(proxy).host : 'not a URL'
}
