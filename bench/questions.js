// Typical questions, an organization to put them to, and what each may cost in requests, round trips and builds.
import { createHash } from 'node:crypto'
import { createBuild, createDefinition, createProject } from '../emulator/index.js'

/** @import { Definition, Emulator, RequestRecord, World } from '../emulator/types.ts' */

/**
 * What a question costs whoever asks it.
 * @typedef {object} Cost
 * @property {number} depth requests one after the other: its time is so many latencies, start-up left out
 * @property {number} requests
 * @property {number} unfinished builds received that are not completed
 * @property {number} completed builds received that are
 */

/**
 * A question as inputs of the step, besides organization and token.
 * @typedef {object} Question
 * @property {string} name completes "How much it costs to query"
 * @property {Record<string, string>} inputs
 * @property {number} count builds that answer it
 * @property {Cost} most what the step may cost
 * @property {Pick<Cost, 'requests'> & { builds: number }} fewest what a client costs that knows the answer beforehand, and reads pages
 */

const minute = 60_000
const [unfinishedBuilds, completedBuilds] = [3, 3200]
const projectNames = ['web', 'mobile', 'api', ...Array.from({ length: 21 }, (_, index) => `service ${index + 1}`)]
const pipelineNames = ['ci', 'nightly', 'docs', 'release']
const recent = 20
const older = 700

/**
 * The commit of the build of `ci` in the project web that has so many builds of its project after it.
 * @param {number} newer
 */
function commitOf(newer) {
  return createHash('sha1').update(`commit ${newer}`).digest('hex')
}

/**
 * Many projects with four pipelines each, which take turns. The project `web` has a long history: its newest three builds, of
 * `docs`, are running, and five recent and five old ones are of release branches.
 * @param {number} now milliseconds since 1970
 * @param {number} [history] completed builds of the project web
 * @returns {World}
 */
export function createQuestionWorld(now, history = completedBuilds) {
  const projects = projectNames.map(name => createProject(name))
  const definitions = projects.flatMap((project, index) =>
    pipelineNames.map((name, place) => createDefinition({ id: index * 10 + place + 1, name, project })),
  )
  const builds = projects.flatMap((project, index) => {
    const count = index === 0 ? history + unfinishedBuilds : 40
    return Array.from({ length: count }, (_, newer) => {
      const definition = /** @type {Definition} */ (
        definitions[index * pipelineNames.length + (newer < unfinishedBuilds ? 2 : newer % 4)]
      )
      const queued = now - (newer + 1) * 10 * minute - index * 1000
      return createBuild({
        id: 1_000_000 - newer * projectNames.length - index,
        project,
        definition,
        queueTime: new Date(queued).toISOString(),
        sourceBranch: `refs/heads/${branchOf(newer)}`,
        sourceVersion: commitOf(newer),
        ...(newer < unfinishedBuilds ? { status: 'inProgress' } : { result: newer % 9 === 7 ? 'failed' : 'succeeded' }),
      })
    })
  })
  return { projects, definitions, builds }
}

/** @param {number} newer builds after it */
function branchOf(newer) {
  if (newer >= recent && newer < recent + 5) return `release/2.${newer - recent}`
  return newer >= older && newer < older + 5 ? `release/1.${newer - older}` : 'main'
}

/** A page of what this side filters has 50 builds, and grows. */
const firstPage = 50
const fourPages = 50 + 100 + 200 + 500

/** @type {readonly Question[]} */
export const questions = [
  {
    name: 'the newest build of a branch',
    inputs: { project: 'web', branch: 'main', top: '1' },
    count: 1,
    most: { depth: 2, requests: 2, unfinished: unfinishedBuilds, completed: 2 },
    fewest: { requests: 2, builds: 1 },
  },
  {
    name: 'the newest green build of a branch',
    inputs: { project: 'web', branch: 'main', result: 'succeeded', top: '1' },
    count: 1,
    most: { depth: 1, requests: 1, unfinished: 0, completed: 2 },
    fewest: { requests: 1, builds: 1 },
  },
  {
    name: 'the newest build of a pipeline by its name',
    inputs: { project: 'web', pipelines: 'docs', top: '1' },
    count: 1,
    most: { depth: 3, requests: 3, unfinished: unfinishedBuilds, completed: 2 },
    fewest: { requests: 3, builds: 1 },
  },
  {
    name: 'the newest builds of three pipelines by their names',
    inputs: { project: 'web', pipelines: 'ci, nightly, release', 'max-builds-per-pipeline': '1' },
    count: 3,
    most: { depth: 3, requests: 3, unfinished: unfinishedBuilds, completed: 3 },
    fewest: { requests: 3, builds: 3 },
  },
  {
    name: 'the build of a recent commit by the name of its pipeline',
    inputs: { project: 'web', pipelines: 'ci', commit: commitOf(recent), top: '1' },
    count: 1,
    most: { depth: 3, requests: 3, unfinished: firstPage, completed: firstPage },
    fewest: { requests: 3, builds: firstPage + 1 },
  },
  {
    name: 'the build of a commit 700 builds back by the name of its pipeline',
    inputs: { project: 'web', pipelines: 'ci', commit: commitOf(older * 4), top: '1' },
    count: 1,
    most: { depth: 6, requests: 6, unfinished: firstPage, completed: fourPages },
    fewest: { requests: 4, builds: older },
  },
  {
    name: 'five builds of branches that match a glob',
    inputs: { project: 'web', branch: 'release/*', top: '5' },
    count: 5,
    most: { depth: 2, requests: 2, unfinished: firstPage, completed: firstPage },
    fewest: { requests: 2, builds: firstPage + unfinishedBuilds },
  },
  {
    name: 'five builds of branches that match a glob, 700 builds back',
    inputs: { project: 'web', branch: 'release/1.*', top: '5' },
    count: 5,
    most: { depth: 5, requests: 5, unfinished: firstPage, completed: fourPages },
    fewest: { requests: 3, builds: older },
  },
  {
    name: 'the newest ten builds of three projects',
    inputs: { project: 'web, mobile, api', top: '10' },
    count: 10,
    most: { depth: 3, requests: 6, unfinished: 3 * unfinishedBuilds, completed: 33 },
    fewest: { requests: 6, builds: 30 },
  },
  {
    name: 'the newest ten builds of a pipeline by its name in three projects',
    inputs: { project: 'web, mobile, api', pipelines: 'ci', top: '10' },
    count: 10,
    most: { depth: 4, requests: 9, unfinished: 3 * unfinishedBuilds, completed: 33 },
    fewest: { requests: 9, builds: 30 },
  },
  {
    name: 'a gate over three pipelines by their names',
    inputs: { project: 'web', pipelines: 'ci, nightly, release', 'require-result': 'succeeded' },
    count: 3,
    most: { depth: 4, requests: 4, unfinished: unfinishedBuilds, completed: 3 },
    fewest: { requests: 3, builds: 3 },
  },
  {
    name: 'the newest builds of every project of an organization',
    inputs: { project: '*', top: '20' },
    count: 20,
    most: {
      // One for the list of projects, and two for each project, four at a time; a fifth more at most.
      depth: Math.floor(1.2 * (1 + (2 * projectNames.length) / 4)),
      requests: 1 + 2 * projectNames.length,
      unfinished: unfinishedBuilds * projectNames.length,
      completed: 21 * projectNames.length,
    },
    fewest: { requests: 1 + 2 * projectNames.length, builds: 20 * projectNames.length },
  },
]

/** @typedef {Map<RequestRecord, Pick<Cost, 'unfinished' | 'completed'>>} SentBuilds by the request that they answer */

/**
 * What requests cost. Time that a machine loses makes a question look deeper than it is, never less deep.
 * @param {readonly RequestRecord[]} requests
 * @param {SentBuilds} sent
 * @param {number} latency milliseconds before each answer
 * @returns {Cost}
 */
export function costOf(requests, sent, latency) {
  const cost = { depth: depthOf(requests, latency), requests: requests.length, unfinished: 0, completed: 0 }
  for (const request of requests) {
    const { unfinished, completed } = sent.get(request) ?? { unfinished: 0, completed: 0 }
    cost.unfinished += unfinished
    cost.completed += completed
  }
  return cost
}

/**
 * How many requests can have waited for one another: each comes a latency or more after the one before it.
 * @param {readonly RequestRecord[]} requests
 * @param {number} latency milliseconds
 */
function depthOf(requests, latency) {
  let depth = 0
  let last = Number.NEGATIVE_INFINITY
  for (const at of requests.map(request => request.at).sort((a, b) => a - b)) {
    // A timer may be a millisecond early.
    if (at < last + latency - 1) continue
    depth++
    last = at
  }
  return depth
}

/**
 * Counts the builds that an emulator sends in lists, from now on.
 * @param {Emulator} emulator
 * @returns {SentBuilds}
 */
export function countBuilds({ fault }) {
  /** @type {SentBuilds} */
  const sent = new Map()
  const isList = (/** @type {RequestRecord} */ { path }) => /\/_apis\/build\/builds$/i.test(path)
  fault(isList, async (request, _response, next) => {
    const { status, body } = next.reply()
    /** @type {{ status: string }[]} */
    const builds = status === 200 ? JSON.parse(String(body)).value : []
    const completed = builds.filter(build => build.status === 'completed').length
    sent.set(request, { unfinished: builds.length - completed, completed })
    await next()
  })
  return sent
}
