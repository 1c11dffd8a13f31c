import { plainRefusal, requestError, serviceError } from './refusal.js'

/** @import { Route } from '../types.ts' */

/**
 * A route in the form in which it is looked for.
 * @typedef {object} CompiledRoute
 * @property {Route} route
 * @property {boolean} fromRoot whether its path is that of the whole URL, not below the collection
 * @property {readonly string[]} parts in lower case but for the names of placeholders
 * @property {number} literals how many of its parts are not placeholders
 */

/** @typedef {{ route: Route, values: Record<string, string> }} FoundRoute */

/**
 * @param {readonly Route[]} routes
 * @returns {readonly CompiledRoute[]} the more literal ones first, so that `builds/latest` wins over `builds/{build}`
 */
export function compileRoutes(routes) {
  const compiled = routes.map(route => {
    const fromRoot = route.template.startsWith('/')
    const parts = route.template.split('/').filter(Boolean).map(lowerLiteral)
    return { route, fromRoot, parts, literals: parts.filter(part => !part.startsWith('{')).length }
  })
  return compiled.sort((one, other) => other.literals - one.literals)
}

/** @param {string} part */
function lowerLiteral(part) {
  return part.startsWith('{') ? part : part.toLowerCase()
}

/**
 * The route of a request, and what its placeholders hold. Paths are case-insensitive (recorded: `Builds` and `builds`).
 * A path that is served with other methods only is no route, but its other methods are told.
 * @param {readonly CompiledRoute[]} routes
 * @param {string} method
 * @param {readonly string[]} segments decoded
 * @param {boolean} fromRoot whether these are all segments of the URL
 * @returns {{ found?: FoundRoute, methods: readonly string[] }}
 */
export function findRoute(routes, method, segments, fromRoot) {
  /** @type {string[]} */
  const methods = []
  for (const compiled of routes) {
    const values = compiled.fromRoot === fromRoot ? match(compiled.parts, segments) : undefined
    if (values === undefined) continue
    if (compiled.route.method === method) return { found: { route: compiled.route, values }, methods }
    methods.push(compiled.route.method)
  }
  return { methods }
}

/**
 * `{name}` holds one segment, `{*name}` at the end all that are left.
 * @param {readonly string[]} parts
 * @param {readonly string[]} segments
 */
function match(parts, segments) {
  const rest = parts.at(-1)?.startsWith('{*') ?? false
  if (rest ? segments.length < parts.length : segments.length !== parts.length) return undefined
  /** @type {Record<string, string>} */
  const values = {}
  for (const [index, part] of parts.entries()) {
    const segment = segments[index] ?? ''
    if (part.startsWith('{*')) values[part.slice(2, -1)] = segments.slice(index).join('/')
    else if (!part.startsWith('{')) {
      if (part !== segment.toLowerCase()) return undefined
      // A project may be called anything but this, or `_apis/projects` would be the project `_apis`.
    } else if (segment.toLowerCase() === '_apis') return undefined
    else values[part.slice(1, -1)] = segment
  }
  return values
}

/**
 * The refusal of a request that has no route.
 * @param {string} method
 * @param {readonly string[]} segments below the collection
 * @param {readonly string[]} methods with which the path is served
 */
export function noRoute(method, segments, methods) {
  // The second error shape, quoted in the header of refusal.js's `requestError`.
  if (methods.length > 0) return requestError(405, `The requested resource does not support http method '${method}'.`)
  const names = segments.map(segment => segment.toLowerCase())
  // observed: Azure/azure-devtestlab#427
  if (names[0] === '_apis' && names[1] === 'build' && names[2] !== undefined) {
    const message = 'The guid specified for parameter projectId must not be Guid.Empty.\r\nParameter name: projectId'
    return serviceError('ArgumentException', message)
  }
  if (names.includes('_apis')) return requestError(404, 'No HTTP resource was found that matches the request URI.')
  return plainRefusal(404, 'text/html; charset=utf-8', '<!DOCTYPE html><html><body>Page not found</body></html>')
}
