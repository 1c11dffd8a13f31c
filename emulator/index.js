/** A local Azure DevOps for tests and demonstrations. It needs nothing installed. */
export { createBuild } from './create-build.js'
export { createDefinition } from './create-definition.js'
export { createIdentity } from './create-identity.js'
export { createProject } from './create-project.js'
export * as faults from './faults.js'
export { generateWorld } from './generate-world.js'
export { startEmulator } from './server.js'
export { setTimeline } from './timeline.js'
