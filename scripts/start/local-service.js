import { randomBytes } from 'node:crypto'
import { addBuilds } from './local-builds.js'

/** @import { Scene } from './scenes.js' */
/** @import { Stage } from './play.js' */

/**
 * A scene against an Azure DevOps of its own on this machine.
 *
 * @param {Scene} scene
 * @returns {Stage}
 */
export function localService({ builds = [], pipelines = {}, ...scene }) {
  return {
    ...scene,
    service: 'an Azure DevOps on this machine',
    env: {},
    timeoutMs: 10 * 60_000,
    open: async () => {
      const { generateWorld, setPipeline, startEmulator, startStorage } = await import('../../emulator/index.js')
      // Made anew each time and of no length that a real token has.
      const token = `local-${randomBytes(9).toString('base64url')}`
      const now = Date.now()
      const world = generateWorld({ seed: 1, now, projects: ['web', 'mobile'], buildsPerProject: 120 })
      await addBuilds(world, builds, now)
      for (const definition of world.definitions) setPipeline(definition, pipelines[definition.name] ?? {})
      const emulator = await startEmulator({ world, organization: 'contoso', tokens: { [token]: { kind: 'pat' } } })
      const storage = await startStorage(emulator)
      return {
        inputs: { organization: emulator.url, ...scene.inputs },
        token,
        requests: () =>
          emulator.requests.map(({ method, path, query }) => `${method} ${path}${query.size > 0 ? `?${query}` : ''}`),
        close: () => Promise.all([emulator.close(), storage.close()]).then(() => undefined),
      }
    },
  }
}
