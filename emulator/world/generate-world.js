import { generateArtifacts } from './artifacts.js'
import { createDefinition, createGitHubRepository, createRepository } from './create-definition.js'
import { createIdentity } from './create-identity.js'
import { createProject } from './create-project.js'
import { generateBuild } from './generate-build.js'
import { createRandom } from './random.js'
import { toTicks } from './time.js'

/** @import { Build, Definition, Project, Repository, World } from '../types.ts' */
/** @import { Random } from './random.js' */

const projectNames = ['web', 'mobile', 'data platform', 'infrastructure', 'billing', 'search']
const definitionNames = [
  ['ci', '\\'],
  ['pull request', '\\'],
  ['nightly', '\\Scheduled\\Nightly'],
  ['release', '\\Release'],
  ['docs', '\\Tools'],
]
const people = ['Ada Example', 'Grace Example', 'Linus Example', 'Margaret Example'].map(createIdentity)
const unfinishedStatuses = ['inProgress', 'notStarted', 'cancelling', 'postponed']
const betweenBuilds = 7 * 60_000

/**
 * An organization with projects, definitions and builds, the same for the same seed and time. The builds stand in the order
 * in which they were queued; the last ones of each project are unfinished. Those that passed have artifacts.
 * @param {object} [options]
 * @param {number} [options.seed]
 * @param {number} [options.now] milliseconds since 1970; nothing is queued later
 * @param {number | string[]} [options.projects] how many, or their names
 * @param {number} [options.definitionsPerProject]
 * @param {number} [options.buildsPerProject]
 * @param {number} [options.equalTimes] how many builds in a row have exactly the same times, as builds of one push do
 * @param {number} [options.unfinished] how many builds of each project are not completed, at most
 * @returns {World}
 */
export function generateWorld(options = {}) {
  const { seed = 1, now = Date.now(), projects = 2, definitionsPerProject = 4, buildsPerProject = 40 } = options
  const random = createRandom(seed)
  const names =
    typeof projects === 'number' ? Array.from({ length: projects }, (_, index) => projectName(index)) : projects
  const world = { projects: names.map(name => createProject(name)), definitions: /** @type {Definition[]} */ ([]) }
  for (const [order, project] of world.projects.entries()) {
    // Every second project has its code on GitHub, because pull requests look different from there.
    const repository = order % 2 === 0 ? createRepository(project) : createGitHubRepository(project)
    for (let index = 0; index < definitionsPerProject; index++) {
      world.definitions.push(generateDefinition(project, index, world.definitions.length + 1, repository))
    }
  }
  const commits = Array.from({ length: 400 }, () => random.hex(40))
  const rows = world.projects.map((project, order) =>
    generateRow({
      random,
      definitions: world.definitions.filter(definition => definition.project === project),
      commits,
      count: buildsPerProject,
      // Projects are apart by more than the jitter, so that no two of them share a time by chance.
      end: now - 90_000 - order * 61_000,
      latest: toTicks(now),
      equalTimes: options.equalTimes ?? 1,
      unfinished: options.unfinished ?? 2,
    }),
  )
  const whole = { ...world, builds: numbered(rows) }
  generateArtifacts(whole)
  return whole
}

/** @param {number} index */
function projectName(index) {
  return projectNames[index] ?? `project ${index + 1}`
}

/**
 * @param {Project} project
 * @param {number} index
 * @param {number} id
 * @param {Repository} repository
 */
function generateDefinition(project, index, id, repository) {
  const [suffix = 'ci', path = '\\'] = definitionNames[index % definitionNames.length] ?? []
  const round = Math.floor(index / definitionNames.length)
  const name = `${project.name} ${suffix}${round > 0 ? ` ${round + 1}` : ''}`
  return createDefinition({ id, project, name, path, revision: (id % 7) + 1, repository })
}

/**
 * The builds of one project, oldest first, numbered later.
 * @param {{ random: Random, definitions: Definition[], commits: string[], count: number, end: number, latest: number, equalTimes: number, unfinished: number }} row
 */
function generateRow({ random, definitions, commits, count, end, latest, equalTimes, unfinished }) {
  if (definitions.length === 0) return []
  /** @type {Build[]} */
  const builds = []
  for (let index = 0; index < count; index++) {
    const left = count - 1 - index
    const status = left < unfinished ? unfinishedStatuses[left % unfinishedStatuses.length] : undefined
    const twin = index % equalTimes === 0 || status !== undefined ? undefined : builds.at(-1)
    const queued = toTicks(end - left * betweenBuilds - random.below(60_000), random.below(10_000))
    const seed = { random, id: index, definition: random.pick(definitions), people, commits, queued, latest }
    const build = generateBuild(status === undefined ? seed : { ...seed, status })
    builds.push(twin === undefined ? build : { ...build, ...timesOf(twin) })
  }
  garbleParameters(builds)
  return builds
}

/**
 * Parameters are a text that anybody may have written: one pull-request build has one that is no JSON (az sends the text of a
 * Python dictionary, which the service accepts: Azure/azure-devops-cli-extension#930).
 * @param {readonly Build[]} builds
 */
function garbleParameters(builds) {
  const build = builds.find(({ parameters }) => parameters !== undefined)
  if (build !== undefined) build.parameters = "{'environment': 'staging'}"
}

/** @param {Build} build */
function timesOf({ queueTime, startTime, finishTime }) {
  return { queueTime, ...(startTime && { startTime }), ...(finishTime && { finishTime }) }
}

/**
 * Ids count up with the queue time over all projects, as they do in a collection.
 * @param {Build[][]} rows
 */
function numbered(rows) {
  const builds = rows.length === 1 ? (rows[0] ?? []) : rows.flat().sort(byQueueTime)
  for (const [index, build] of builds.entries()) {
    build.id = index + 1
    build.buildNumberRevision = (build.id % 40) + 1
    build.buildNumber = `${build.buildNumber.slice(0, 8)}.${build.buildNumberRevision}`
  }
  return builds
}

/**
 * @param {Build} one
 * @param {Build} other
 */
function byQueueTime(one, other) {
  return one.queueTime < other.queueTime ? -1 : one.queueTime > other.queueTime ? 1 : 0
}
