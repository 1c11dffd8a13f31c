import { generateWorld } from './generate-world.js'
import { createOrderMemory } from './order-memory.js'

/** @import { EmulatorOptions, Settings } from './types.ts' */

/**
 * The options with nothing missing. The page limits are those that people report; Microsoft documents none of them.
 * @param {EmulatorOptions} options
 * @returns {Settings}
 */
export function completeOptions({ tls: _, tokens = {}, ...options }) {
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
    ...options,
    tokens: new Map(tokens instanceof Map ? tokens : Object.entries(tokens)),
    orderBuilds: createOrderMemory(),
    origin: '',
    url: '',
  }
}
