/** A local Azure DevOps for tests and demonstrations. It needs nothing installed; README.md tells more. */
export * as faults from './faults/index.js'
export { plainRefusal, Refusal, requestError, serviceError } from './http/refusal.js'
export { timelinesOf } from './resources/timelines.js'
export { startEmulator } from './server.js'
export { startStorage } from './storage.js'
export { artifactsOf, createArtifact } from './world/artifacts.js'
export { setCourse } from './world/course.js'
export { createBuild } from './world/create-build.js'
export {
  createDefinition,
  createGitHubRepository,
  createRepository,
  createTfvcRepository,
} from './world/create-definition.js'
export { createIdentity } from './world/create-identity.js'
export { createTfvcBuild, createXamlBuild } from './world/create-old-builds.js'
export { createProject } from './world/create-project.js'
export { createTimeline } from './world/create-timeline.js'
export { generateWorld } from './world/generate-world.js'
export { perWorld } from './world/per-world.js'
export { setPipeline } from './world/pipeline.js'
export { pullRequestFields } from './world/pull-request.js'
export * as scenes from './world/timeline-scenes.js'
export { createZip } from './world/zip.js'
