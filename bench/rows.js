import { execFileSync } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { repository } from '../test/hosts/repository.js'
import { azureStep, gitHubStep, script } from './programs.js'
import { compare, timedRun } from './timed-run.js'

/** @import { StepFolders } from '../test/hosts/step-folders.js' */
/** @import { Service } from './local-service.js' */
/** @import { Median } from './timed-run.js' */

/**
 * @typedef {object} Row
 * @property {string} what
 * @property {string} ours
 * @property {string} other what it is compared with
 * @property {string} ratio
 * @property {string} target
 * @property {string} [peak] memory, both
 *
 * @typedef {object} Bench
 * @property {Service} service with the long list
 * @property {StepFolders} folders
 * @property {{ name: string, path: string }} node
 */

/**
 * From nothing to the answer about one build.
 * @param {Bench} bench
 * @param {{ github: number, azure: number }} targets
 * @returns {Promise<Row[]>}
 */
export async function startUp({ service, folders, node }, targets) {
  const question = questionOf(service, folders, '1-from-0', { top: '1' }, '1 build')
  const programs = {
    floor: script(node.path, 'floor/one-build.js', question),
    github: gitHubStep(node.path, question),
    azure: azureStep(node.path, question),
  }
  const { floor, github, azure } = await compare(programs, 21)
  const what = (/** @type {string} */ host) => `Start-up, ${host}, one build ÷ a bare script, ${node.name}`
  return [
    row(what('GitHub'), github, floor, `≤ ${targets.github}`),
    row(what('Azure'), azure, floor, `≤ ${targets.azure}`),
  ]
}

/**
 * @param {Bench} bench
 * @returns {Promise<Row[]>}
 */
export async function throughput({ service, folders, node }) {
  const question = questionOf(service, folders, '20000-from-0', { top: '0' }, '20000', '20,000 builds')
  const programs = {
    floor: script(node.path, 'floor/all-builds.js', { ...question, expected: '20000 builds' }),
    github: gitHubStep(node.path, question),
  }
  const { floor, github } = await compare(programs, 5)
  return [
    row(`20,000 builds in pages of 1,000 ÷ download, gunzip, parse and write, ${node.name}`, github, floor, '≤ 1.3'),
  ]
}

/**
 * One page, which is all that the peers can get: they give no continuation token back.
 * @param {Bench} bench
 * @param {string} python with the azure-devops package, if there is one
 * @returns {Promise<Row[]>}
 */
export async function peers({ service, folders, node }, python) {
  const question = questionOf(service, folders, '1000-from-0', { top: '1000' }, '1000 builds', '1,000 builds')
  const peer = { ...question, expected: '1000 builds' }
  const programs = {
    ours: gitHubStep(node.path, question),
    nodeApi: script(node.path, 'peers/node-api.js', peer),
    ...(hasPackage(python) ? { python: script(python, 'peers/azure_devops_builds.py', peer) } : {}),
  }
  const { ours, nodeApi, python: inPython } = /** @type {Record<string, Median>} */ (await compare(programs, 5))
  const none = { what: '', ours: '', other: '', ratio: '', target: '' }
  const what = (/** @type {string} */ name) => `One page of 1,000 builds ÷ ${name}, ${node.name}`
  if (ours === undefined || nodeApi === undefined) return [none]
  const skipped = { ...none, what: what('azure-devops (Python)'), other: 'not installed' }
  return [
    row(what('azure-devops-node-api'), ours, nodeApi, '< 1', ours.ms / nodeApi.ms),
    inPython === undefined ? skipped : row(what('azure-devops (Python)'), ours, inPython, '< 1', ours.ms / inPython.ms),
  ]
}

/**
 * @param {Bench} bench
 * @returns {Promise<Row[]>}
 */
export async function memory({ service, folders, node }) {
  const counts = [5_000, 20_000, 100_000]
  const programs = Object.fromEntries(
    counts.map(count => {
      const question = questionOf(service, folders, `${count}-from-0`, { top: '0' }, `${grouped(count)} builds`)
      return [String(count), gitHubStep(node.path, question)]
    }),
  )
  const peaks = await compare(programs, 3)
  const [, usual, most] = counts.map(count => peaks[count]?.peak ?? Number.NaN)
  const ratio = (most ?? Number.NaN) / (usual ?? Number.NaN)
  const peak = counts.map(count => `${mebibytes(peaks[count]?.peak)} MiB at ${grouped(count)}`).join(', ')
  const what = `Memory, 100,000 builds ÷ 20,000, ${node.name}`
  return [{ what, ours: '', other: '', ratio: ratio.toFixed(2), target: '≤ 1.1; aim 120 MiB', peak }]
}

/**
 * @param {Bench} bench
 * @returns {Promise<Row[]>}
 */
export async function wire({ service, folders, node }) {
  const question = questionOf(service, folders, '20000-from-0', { top: '0' }, '20,000 builds')
  await service.traffic()
  await timedRun(gitHubStep(node.path, question))
  const ours = await service.traffic()
  await timedRun(
    script(node.path, 'floor/all-builds.js', { ...question, expected: '20000 builds' }, { ENCODING: 'identity' }),
  )
  const plain = await service.traffic()
  const size = (/** @type {number} */ bytes) => `${(bytes / 1024 / 1024).toFixed(1)} MiB`
  const ratio = `${((100 * ours.bytes) / plain.bytes).toFixed(1)} %`
  return [
    {
      what: 'Wire, 20,000 builds ÷ without gzip',
      ours: size(ours.bytes),
      other: size(plain.bytes),
      ratio,
      target: '≤ 15 %',
    },
  ]
}

/**
 * @param {Bench & { latency: number }} bench
 * @returns {Promise<Row[]>}
 */
export async function manyProjects({ service, folders, node, latency }) {
  const concurrency = 4
  const projects = Array.from({ length: 50 }, (_, index) => `10-from-${index * 10}`)
  const question = questionOf(service, folders, projects.join('\n'), { top: '500' }, '500 builds')
  await service.traffic()
  const { ours } = await compare({ ours: gitHubStep(node.path, question) }, 3)
  const { requests } = await service.traffic()
  const perRun = requests / 4
  const ideal = Math.ceil(perRun / concurrency) * latency
  const what = `50 projects at ${latency} ms (${perRun} requests) ÷ ideal for ${concurrency} at a time, ${node.name}`
  const ratio = (ours.ms / ideal).toFixed(2)
  return [{ what, ours: milliseconds(ours.ms), other: milliseconds(ideal), ratio, target: '≤ 1.2' }]
}

/** @returns {Row[]} */
export function sizes() {
  const [all = 0, github = 0, azure = 0] = ['.', 'github', 'azure'].map(name => sizeOf(join(repository, 'dist', name)))
  const kibibytes = (/** @type {number} */ bytes) => `${Math.round(bytes / 1024)} KiB`
  const parts = `github ${kibibytes(github)}, azure ${kibibytes(azure)}`
  return [{ what: 'Size of dist/', ours: kibibytes(all), other: parts, ratio: '', target: '< 1024 KiB' }]
}

/**
 * @param {Service} service
 * @param {StepFolders} folders
 * @param {string} project
 * @param {Record<string, string>} inputs
 * @param {string} floor
 * @param {string} [step]
 */
function questionOf({ url, token }, folders, project, inputs, floor, step = floor) {
  return { organization: url, token, folders, project, inputs, expected: step }
}

/**
 * @param {string} what
 * @param {Median} ours
 * @param {Median} other
 * @param {string} target
 * @param {number} [ratio]
 * @returns {Row}
 */
function row(what, ours, other, target, ratio = ours.ratio) {
  const peak = `${mebibytes(ours.peak)} MiB ÷ ${mebibytes(other.peak)} MiB`
  return { what, ours: milliseconds(ours.ms), other: milliseconds(other.ms), ratio: ratio.toFixed(2), target, peak }
}

/** @param {string} python */
function hasPackage(python) {
  try {
    execFileSync(python, ['-c', 'import azure.devops, msrest'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** @param {string} folder */
function sizeOf(folder) {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter(entry => entry.isFile())
  return files.reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0)
}

const grouped = (/** @type {number} */ count) => count.toLocaleString('en-US')
const milliseconds = (/** @type {number} */ ms) => `${grouped(Math.round(ms))} ms`
const mebibytes = (/** @type {number | undefined} */ size) => (Number.isFinite(size) ? Math.round(size ?? 0) : '?')
