/** @import { SceneBuild } from './scenes.js' */
/** @import { Build, World } from '../../emulator/types.ts' */

/**
 * Adds the builds of a scene to a world, as its newest.
 *
 * @param {World} world
 * @param {readonly SceneBuild[]} scene
 * @param {number} now milliseconds since 1970
 */
export async function addBuilds(world, scene, now) {
  const { createBuild, createTimeline, setCourse, timelinesOf } = await import('../../emulator/index.js')
  for (const [index, { pipeline, commit, course, jobs }] of scene.entries()) {
    const definition = world.definitions.find(({ name }) => name === pipeline)
    if (definition === undefined) throw new Error(`There is no pipeline "${pipeline}".`)
    const id = Math.max(...world.builds.map(build => build.id)) + 1
    const queued = Math.min(0, ...course.map(({ seconds = 0 }) => seconds)) * 1000 - 20_000
    const build = createBuild({
      id,
      definition,
      project: definition.project,
      buildNumber: `${new Date(now).toISOString().slice(0, 10).replaceAll('-', '')}.${id}`,
      status: 'notStarted',
      queueTime: new Date(now + queued - index * 1000).toISOString(),
      reason: 'individualCI',
      ...(commit === undefined ? {} : { sourceVersion: commit }),
    })
    const steps = course.map(({ seconds, ...step }) => ({
      ...(seconds !== undefined && { at: now + seconds * 1000 }),
      ...step,
    }))
    world.builds.push(setCourse(build, steps))
    const start = new Date(now + (course[0]?.seconds ?? 0) * 1000).toISOString()
    if (jobs !== undefined) timelinesOf(world).set(id, createTimeline({ seed: `build ${id}`, start, jobs }))
  }
}
