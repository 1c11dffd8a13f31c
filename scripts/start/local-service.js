import { randomBytes } from 'node:crypto'
import { addBuilds } from './local-builds.js'

/** @import { Scene } from './scenes.js' */
/** @import { Stage } from './run-scene.js' */

const next = `
Next: npm start -- --organization <yours> --project <yours> asks the real service, with the token in AZURE_DEVOPS_EXT_PAT;
npm start -- --help tells more, and README.md how to use the step in a workflow or a pipeline.`

/**
 * A scene against an Azure DevOps of its own on this machine.
 *
 * @param {Scene} scene
 * @param {Record<string, string>} inputs given on the command line
 * @returns {Stage}
 */
export function localService(scene, inputs) {
  return {
    name: scene.name,
    title: scene.title,
    expected: scene.expected,
    next,
    env: {},
    timeoutMs: 10 * 60_000,
    open: async () => {
      const { generateWorld, startEmulator } = await import('../../emulator/index.js')
      // Made anew each time and of no length that a real token has.
      const token = `local-${randomBytes(9).toString('base64url')}`
      const now = Date.now()
      const world = generateWorld({ seed: 1, now, projects: ['web', 'mobile'], buildsPerProject: 120 })
      await addBuilds(world, scene.builds ?? [], now)
      const emulator = await startEmulator({ world, organization: 'contoso', tokens: { [token]: { kind: 'pat' } } })
      return {
        service: `A local Azure DevOps at ${emulator.url} with ${world.builds.length} builds`,
        inputs: { organization: emulator.url, ...scene.inputs, ...inputs },
        token,
        requests: () => emulator.requests.length,
        close: () => emulator.close(),
      }
    },
  }
}
