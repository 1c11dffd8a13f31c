// @actions/http-client imports tunnel for its agents of proxies. This project makes its own (src/core/tunnel.ts says why), and
// tunnel would load node:assert, which nothing else here needs, at every start.

/** Never made: `HttpClient.getAgent` is asked only for direct connections. */
function leftOut() {
  throw new Error('tunnel is left out of this project (see "overrides" in package.json): use src/core/tunnel.ts')
}

export { leftOut as httpOverHttp, leftOut as httpOverHttps, leftOut as httpsOverHttp, leftOut as httpsOverHttps }
