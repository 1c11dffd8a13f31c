/** @import { SecretMasker } from '../secret-masker.js' */

/** @typedef {{ name: string, value: string, secret: boolean }} Variable */

/** How deep variables in variables are expanded. */
const maxDepth = 50

/**
 * The variables of a job. Their names are without case, as everywhere in Azure Pipelines.
 * https://github.com/microsoft/azure-pipelines-agent/blob/master/src/Agent.Worker/Variables.cs
 */
export class Variables {
  /** @type {Map<string, Variable>} as they were set */
  #given = new Map()
  /** @type {Map<string, Variable>} */
  #expanded = new Map()

  /**
   * What was secret stays secret.
   * @param {string} name
   * @param {string} value
   * @param {boolean} [secret]
   */
  set(name, value, secret = false) {
    const key = name.toLowerCase()
    const variable = { name, value, secret: secret || (this.#expanded.get(key)?.secret ?? false) }
    this.#given.set(key, variable)
    this.#expanded.set(key, variable)
  }

  /** @param {string} name */
  get(name) {
    return this.#expanded.get(name.toLowerCase())
  }

  /** @param {boolean} secret */
  list(secret) {
    return [...this.#expanded.values()].filter(variable => variable.secret === secret)
  }

  /**
   * Expands every `$(name)` in every variable, also in what it is replaced with, as the agent does before each step. What
   * takes in a secret is a secret itself. One that contains itself, or others too deep, stays as it is.
   * @param {SecretMasker} [masker] learns what has become secret
   */
  recalculate(masker) {
    const expanded = new Map(this.#given)
    for (const [key, { name, value }] of this.#given) {
      const result = this.#resolve(key, [])
      if (result === undefined || result.value === value) continue
      expanded.set(key, { ...result, name })
      if (result.secret) masker?.add(result.value)
    }
    this.#expanded = expanded
  }

  /**
   * Replaces every `$(name)`; one that names no variable stays as it is, and a value is not expanded again.
   * https://github.com/microsoft/azure-pipelines-agent/blob/master/src/Microsoft.VisualStudio.Services.Agent/Util/VarUtil.cs
   * @param {string} text
   */
  expand(text) {
    return expand(text, name => this.get(name)?.value)
  }

  /**
   * @param {string} key
   * @param {string[]} above the variables that it is expanded for
   * @returns {Variable | undefined} undefined when it cannot be expanded
   */
  #resolve(key, above) {
    const variable = this.#given.get(key)
    if (variable === undefined || above.includes(key) || above.length === maxDepth) return undefined
    let { secret } = variable
    let failed = false
    const value = expand(variable.value, name => {
      if (name === '' || !this.#given.has(name.toLowerCase())) return undefined
      const inner = this.#resolve(name.toLowerCase(), [...above, key])
      failed ||= inner === undefined
      secret ||= inner?.secret ?? false
      return inner?.value
    })
    return failed ? undefined : { name: variable.name, value, secret }
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
