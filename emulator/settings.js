import { compileRoutes } from './http/find-route.js'
import { standardQuirks } from './quirks.js'
import { createOrderMemory } from './resources/order-memory.js'
import { routes } from './resources/routes.js'
import { generateWorld } from './world/generate-world.js'

/** @import { EmulatorOptions, Settings } from './types.ts' */

/**
 * The options with nothing missing. The page limits are those that people report; Microsoft documents none of them.
 * @param {EmulatorOptions} options
 * @returns {Settings}
 */
export function completeOptions({ tls: _, tokens = {}, routes: more = [], quirks = {}, ...options }) {
  return {
    world: options.world ?? generateWorld(),
    organization: 'contoso',
    maxVersion: '7.2',
    releasedVersion: '7.1',
    pageLimit: 1000,
    projectPageLimit: 100,
    definitionPageLimit: 1000,
    latency: 0,
    clock: { now: () => Date.now() },
    continuation: 'inclusive',
    chunked: false,
    hosted: true,
    host: '127.0.0.1',
    port: 0,
    // where azure-devops-docs#8958 was refused
    bodyLimit: 20_000_000,
    ...options,
    tokens: new Map(tokens instanceof Map ? tokens : Object.entries(tokens)),
    routes: compileRoutes([...more, ...routes]),
    quirks: { ...standardQuirks, ...quirks },
    orderBuilds: createOrderMemory(),
    origin: '',
    url: '',
  }
}
