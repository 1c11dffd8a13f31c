/** @import { World } from '../types.ts' */

/**
 * Something that a resource keeps for each world: logs, approvals, artifacts. A test reaches it through the emulator's
 * world, a handler through `call.settings.world`, and nobody has to change the type of a world.
 *
 *     export const logsOf = perWorld(() => new Map())
 *     logsOf(emulator.world).set(7, ['first line'])
 *
 * @template Value
 * @param {(world: World) => Value} create called when it is first asked for
 * @returns {(world: World) => Value}
 */
export function perWorld(create) {
  /** @type {WeakMap<World, { value: Value }>} */
  const known = new WeakMap()
  return world => {
    const kept = known.get(world) ?? { value: create(world) }
    known.set(world, kept)
    return kept.value
  }
}
