// Long lists and many projects: time, memory, and bytes on the wire.
import { azureStep, gitHubStep, script } from './programs.js'
import { serve } from './serve.js'
import { described, over } from './table.js'
import { compare } from './timed-run.js'

/** @import { Question } from './programs.js' */
/** @import { Service } from './serve.js' */
/** @import { Row } from './table.js' */

const node = process.execPath

/**
 * @param {Question} base
 * @param {number} count
 * @param {Record<string, string>} [inputs]
 */
const of = (base, count, inputs) => ({ ...base, project: `${count}-from-0`, ...(inputs && { inputs }) })

/**
 * Long lists, against a floor that downloads, decompresses, parses and writes them.
 * @param {Question} base
 * @param {number} rounds
 * @returns {Promise<Row[]>}
 */
export async function longLists(base, rounds) {
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
  const [ms, peak] = [described(github), `${described(github)}; ${described(floor)} for the floor`]
  return [
    { what: '20,000 builds on GitHub', ratio: over(github, floor), target: 0.85, detail: peak },
    { what: '20,000 builds on Azure', ratio: over(pipelines, floor), target: 0.85, detail: described(pipelines) },
    { what: 'Peak memory, 20,000 builds, to 120 MiB', ratio: github.peak / 120, target: 1, detail: ms },
    { what: 'Peak memory, 20,000 builds to the floor’s', ratio: github.peak / floor.peak, target: 1, detail: '' },
    { what: 'Peak memory, 5,000 builds to 20,000', ratio: five.peak / github.peak, detail: described(five) },
    {
      what: 'Peak memory, 100,000 builds to 20,000',
      ratio: hundred.peak / github.peak,
      target: 1.1,
      detail: described(hundred),
    },
  ]
}

/**
 * 1,000 builds: one page, which is all that the peers can get.
 * @param {Question} base
 * @param {number} rounds
 * @returns {Promise<Row[]>}
 */
export async function onePage(base, rounds) {
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
  const what = '1,000 builds, to azure-devops for Python'
  return [
    {
      what: '1,000 builds, to azure-devops-node-api',
      ratio: over(github, peer),
      detail: `${described(github)}; ${described(peer)}`,
    },
    python
      ? { what, ratio: over(github, snake), detail: described(snake) }
      : { what, detail: 'skipped: BENCH_PYTHON names no Python that has it' },
  ]
}

/**
 * @param {Question} base
 * @param {Service} service
 * @returns {Promise<Row[]>}
 */
export async function wire(base, service) {
  const bytes = []
  for (const ENCODING of ['gzip', 'identity']) {
    await service.count()
    await compare({ floor: script(node, 'floor/all-builds.js', of(base, 5000), { ENCODING }) }, 0)
    bytes.push((await service.count()).bytes)
  }
  const [gzip = 0, plain = 1] = bytes
  const detail = `${gzip} of ${plain} bytes`
  return [{ what: 'Bytes on the wire, gzip to plain', ratio: gzip / plain, target: 0.15, detail, decimals: 3 }]
}

/**
 * 50 projects at 150 ms for each answer, against the time that four at a time need at least.
 * @param {Question} base
 * @returns {Promise<Row[]>}
 */
export async function manyProjects(base) {
  const [latency, count, width] = [150, 50, 4]
  const slow = await serve({ builds: 200, latency, token: base.token })
  const projects = Array.from({ length: count }, (_, index) => `2-from-${index * 2}`).join('\n')
  const question = { ...base, organization: slow.url, project: projects, inputs: { top: '20' } }
  const one = { ...question, project: '2-from-0' }
  const { many, single } = await compare({ many: gitHubStep(node, question), single: gitHubStep(node, one) }, 3)
  slow.stop()
  const ideal = Math.ceil(count / width) * latency
  const ratio = (many.ms - (single.ms - latency)) / ideal
  const what = '50 projects at 150 ms, to the ideal for 4 at a time'
  return [{ what, ratio, target: 1.2, detail: `${described(many)}; ideal ${ideal} ms` }]
}
