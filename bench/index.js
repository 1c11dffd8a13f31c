// npm run bench: what the step costs, each figure as a ratio to something else measured in the same run.
import { execFileSync, fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { repository } from '../hosts/repository.js'
import { StepFolders } from '../hosts/step-folders.js'
import { largeArtifact, writeArchive } from './artifact.js'
import { azureStep, gitHubStep, script } from './programs.js'
import { compare } from './timed-run.js'

/** @import { Question } from './programs.js' */
/** @import { Sample } from './timed-run.js' */
/** @typedef {{ url: string, count: () => Promise<{ requests: number, bytes: number }>, stop: () => void }} Service */
/** @typedef {[what: string, ratio: string, target: string, detail: string]} Row */

const folders = new StepFolders()
const token = randomBytes(20).toString('hex')
const rounds = Number(process.env.BENCH_ROUNDS ?? 7)

/**
 * Azure DevOps in a process of its own, with its pages made before anything is measured.
 * @param {{ builds: number, latency: number, archive?: string }} options
 * @returns {Promise<Service>}
 */
async function serve(options) {
  const child = fork(join(import.meta.dirname, 'service.js'), [JSON.stringify({ ...options, token })])
  /** @returns {Promise<any>} */
  const message = () => new Promise(resolve => child.once('message', resolve))
  const { url } = await message()
  return {
    url,
    count: () => {
      const answer = message()
      child.send('count')
      return answer
    },
    stop: () => child.disconnect(),
  }
}

/** @param {number} major */
function nodeOf(major) {
  if (process.versions.node.startsWith(`${major}.`)) return process.execPath
  const line = ['exec', '--yes', `--package=node@${major}`, '--', 'node', '-p', 'process.execPath']
  return execFileSync('npm', line, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
}

/**
 * @param {Sample} sample
 * @param {Sample} base
 */
function over(sample, base) {
  return (sample.ms / base.ms).toFixed(2)
}

/** @param {Sample} sample */
function described({ ms, peak }) {
  return `${Math.round(ms)} ms${Number.isNaN(peak) ? '' : `, peak ${Math.round(peak)} MiB`}`
}

/**
 * @param {Question} base
 * @param {number} count
 * @param {Record<string, string>} [inputs]
 */
const of = (base, count, inputs) => ({ ...base, project: `${count}-from-0`, ...(inputs && { inputs }) })

/**
 * Start-up: one build, against a bare script that does the same GET.
 * @param {Question} base
 * @returns {Promise<Row[]>}
 */
async function startUp(base) {
  /** @type {Row[]} */
  const rows = []
  for (const [major, gitHub, azure] of [
    [20, '1.3', '1.5'],
    [24, '1.15', '1.3'],
  ]) {
    const node = nodeOf(Number(major))
    const question = of(base, 1, { top: '1' })
    const { floor, github, pipelines, peer } = await compare(
      {
        floor: script(node, 'floor/one-build.js', { ...question, expected: 'build' }),
        github: gitHubStep(node, question),
        pipelines: azureStep(node, question),
        peer: script(node, 'peers/node-api.js', question),
      },
      rounds * 3,
    )
    const from = `${described(floor)} for the bare script`
    rows.push([
      `Start-up on GitHub, Node.js ${major}`,
      over(github, floor),
      `${gitHub}`,
      `${described(github)}; ${from}`,
    ])
    rows.push([`Start-up on Azure, Node.js ${major}`, over(pipelines, floor), `${azure}`, `${described(pipelines)}`])
    rows.push([`Start-up of azure-devops-node-api, Node.js ${major}`, over(peer, floor), '', described(peer)])
  }
  return rows
}

/**
 * Long lists, against a floor that downloads, decompresses, parses and writes them.
 * @param {Question} base
 * @returns {Promise<Row[]>}
 */
async function longLists(base) {
  const node = process.execPath
  const all = { top: '0', summary: 'false' }
  const { floor, github, pipelines, five, hundred } = await compare(
    {
      floor: script(node, 'floor/all-builds.js', of(base, 20_000)),
      github: gitHubStep(node, of(base, 20_000, all)),
      pipelines: azureStep(node, of(base, 20_000, all)),
      five: gitHubStep(node, of(base, 5000, all)),
      hundred: gitHubStep(node, of(base, 100_000, all)),
    },
    Math.max(1, Math.round(rounds / 2)),
  )
  const peak = (/** @type {Sample} */ a, /** @type {Sample} */ b) => (a.peak / b.peak).toFixed(2)
  return [
    ['20,000 builds on GitHub', over(github, floor), '1.3', `${described(github)}; ${described(floor)} for the floor`],
    ['20,000 builds on Azure', over(pipelines, floor), '1.3', described(pipelines)],
    ['Peak memory, 20,000 builds to the floor’s', peak(github, floor), '1', described(github)],
    ['Peak memory, 5,000 builds to 20,000', peak(five, github), '', described(five)],
    ['Peak memory, 100,000 builds to 20,000', peak(hundred, github), '1.1', described(hundred)],
  ]
}

/**
 * 1,000 builds: one page, which is all that the peers can get.
 * @param {Question} base
 * @returns {Promise<Row[]>}
 */
async function onePage(base) {
  const node = process.execPath
  const question = of(base, 1000, { top: '1000', summary: 'false' })
  const python = process.env.BENCH_PYTHON
  const { github, peer, snake } = await compare(
    {
      github: gitHubStep(node, question),
      peer: script(node, 'peers/node-api.js', question),
      snake: python ? script(python, 'peers/azure_devops_builds.py', question) : gitHubStep(node, question),
    },
    rounds,
  )
  return [
    ['1,000 builds, to azure-devops-node-api', over(github, peer), '', `${described(github)}; ${described(peer)}`],
    python
      ? ['1,000 builds, to azure-devops for Python', over(github, snake), '', described(snake)]
      : ['1,000 builds, to azure-devops for Python', '–', '', 'skipped: BENCH_PYTHON names no Python that has it'],
  ]
}

/**
 * @param {Question} base
 * @param {Service} service
 * @returns {Promise<Row[]>}
 */
async function wire(base, service) {
  const bytes = []
  for (const ENCODING of ['gzip', 'identity']) {
    await service.count()
    await compare({ floor: script(process.execPath, 'floor/all-builds.js', of(base, 5000), { ENCODING }) }, 0)
    bytes.push((await service.count()).bytes)
  }
  const [gzip = 0, plain = 1] = bytes
  return [['Bytes on the wire, gzip to plain', (gzip / plain).toFixed(3), '0.15', `${gzip} of ${plain} bytes`]]
}

/**
 * 50 projects at 150 ms for each answer, against the time that four at a time need at least.
 * @param {Question} base
 * @returns {Promise<Row[]>}
 */
async function manyProjects(base) {
  const [latency, count, width] = [150, 50, 4]
  const slow = await serve({ builds: 200, latency })
  const projects = Array.from({ length: count }, (_, index) => `2-from-${index * 2}`).join('\n')
  const question = { ...base, organization: slow.url, project: projects, inputs: { top: '20' } }
  const one = { ...question, project: '2-from-0' }
  const node = process.execPath
  const { many, single } = await compare({ many: gitHubStep(node, question), single: gitHubStep(node, one) }, 3)
  slow.stop()
  const ideal = Math.ceil(count / width) * latency
  const start = single.ms - latency
  const ratio = ((many.ms - start) / ideal).toFixed(2)
  return [
    ['50 projects at 150 ms, to the ideal for 4 at a time', ratio, '1.2', `${described(many)}; ideal ${ideal} ms`],
  ]
}

/** @returns {Promise<Row[]>} */
async function oneArtifact() {
  const storing = await serve({ builds: 0, latency: 0, archive: writeArchive(folders.temp) })
  const rows = await largeArtifact({ ...base, organization: storing.url }, Math.max(1, Math.round(rounds / 2)))
  storing.stop()
  return rows
}

/** @returns {Row[]} */
function sizes() {
  const kib = (/** @type {string} */ folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile())
      .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0) / 1024
  const [all, github, azure] = ['dist', 'dist/github', 'dist/azure'].map(name => kib(join(repository, name)))
  const text = `GitHub ${Math.round(github ?? 0)} KiB, Azure ${Math.round(azure ?? 0)} KiB`
  return [['Size of dist/, to 1 MiB', ((all ?? 0) / 1024).toFixed(2), '1', text]]
}

const service = await serve({ builds: 100_000, latency: 0 })
/** @type {Question} */
const base = { organization: service.url, project: '', token, folders }
const rows = [
  ...(await startUp(base)),
  ...(await longLists(base)),
  ...(await onePage(base)),
  ...(await wire(base, service)),
  ...(await manyProjects(base)),
  ...(await oneArtifact()),
  ...sizes(),
]
service.stop()
folders.dispose()

const machine = `${cpus().length} × ${cpus()[0]?.model.trim()}, Node.js ${process.version}, ${rounds} rounds after a warm-up`
const table = [
  '| What | Ratio | Target | Medians |',
  '| --- | --- | --- | --- |',
  ...rows.map(row => `| ${row.join(' | ')} |`),
]
console.log(`${machine}\n\n${table.join('\n')}`)
const readme = join(import.meta.dirname, 'README.md')
if (process.argv.includes('--write') && existsSync(readme))
  writeFileSync(
    readme,
    readFileSync(readme, 'utf8').replace(
      /(<!-- table -->\n)[\s\S]*(<!-- \/table -->)/,
      (_, start, end) => `${start}\n${machine}\n\n${table.join('\n')}\n\n${end}`,
    ),
  )
