// @actions/http-client imports ProxyAgent for getAgentDispatcher alone, which serves callers of fetch. This project uses
// getAgent, which needs nothing of undici; the whole package would double the time that the step takes to start.

/** Never made: only `HttpClient.getAgentDispatcher` makes one. */
export class ProxyAgent {
  constructor() {
    throw new Error('undici is left out of this project (see "overrides" in package.json): use HttpClient.getAgent')
  }
}
