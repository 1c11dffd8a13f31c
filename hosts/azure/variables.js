/**
 * Names are without case, as everywhere in Azure Pipelines.
 */
export class Variables {
  /** @type {Map<string, { name: string, value: string, secret: boolean }>} */
  #all = new Map()

  /**
   * @param {string} name
   * @param {string} value
   * @param {boolean} [secret]
   */
  set(name, value, secret = false) {
    this.#all.set(name.toLowerCase(), { name, value, secret })
  }

  /** @param {boolean} secret */
  list(secret) {
    return [...this.#all.values()].filter(variable => variable.secret === secret)
  }

  /**
   * Replaces every `$(name)`; one that names no variable stays as it is, and a value is not expanded again.
   * https://github.com/microsoft/azure-pipelines-agent/blob/master/src/Agent.Worker/Variables.cs
   * https://github.com/microsoft/azure-pipelines-agent/blob/master/src/Microsoft.VisualStudio.Services.Agent/Util/VarUtil.cs
   * @param {string} text
   */
  expand(text) {
    return expand(text, name => this.#all.get(name.toLowerCase())?.value)
  }
}

/**
 * @param {string} text
 * @param {(name: string) => string | undefined} lookUp
 */
export function expand(text, lookUp) {
  let result = text
  let from = 0
  for (;;) {
    const start = result.indexOf('$(', from)
    const end = result.indexOf(')', start + 2)
    if (start < 0 || end < 0) return result
    const value = lookUp(result.slice(start + 2, end))
    if (value === undefined) {
      from = start + 1
      continue
    }
    result = result.slice(0, start) + value + result.slice(end + 1)
    from = start + value.length
  }
}
