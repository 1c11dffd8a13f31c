/**
 * The name that Azure Pipelines uses: `min-time` is `minTime`.
 * @param {string} kebab
 */
export function camelCase(kebab) {
  return kebab.replace(/-(.)/g, (_, letter) => letter.toUpperCase())
}

/**
 * The name that the contract and GitHub use: `minTime` is `min-time`.
 * @param {string} camel
 */
export function kebabCase(camel) {
  return camel.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)
}
