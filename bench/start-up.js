// Start-up: one build, against a bare script that does the same GET.
import { execFileSync } from 'node:child_process'
import { azureStep, callStep, gitHubStep, script } from './programs.js'
import { described, over } from './table.js'
import { compare } from './timed-run.js'

/** @import { Question } from './programs.js' */
/** @import { Row } from './table.js' */
/** @import { Sample } from './timed-run.js' */

/** As the hosts run it: GitHub on 24, Azure on 20 and 24. */
const targets = /** @type {const} */ ([
  { major: 20, gitHub: undefined, azure: 1.65 },
  { major: 24, gitHub: 1.2, azure: 1.3 },
])

/**
 * @param {Question} base
 * @param {number} rounds
 * @returns {Promise<Row[]>}
 */
export async function startUp(base, rounds) {
  /** @type {Row[]} */
  const rows = []
  for (const { major, gitHub, azure } of targets) {
    const node = nodeOf(major)
    const question = { ...base, project: '1-from-0', inputs: { top: '1' } }
    const measured = await compare(
      {
        floor: script(node, 'floor/one-build.js', { ...question, expected: 'build' }),
        azure: azureStep(node, question),
        gitHub: gitHubStep(node, question),
        azureCall: callStep('azure', node, question),
        gitHubCall: callStep('github', node, question),
        peer: script(node, 'peers/node-api.js', question),
      },
      rounds * 3,
    )
    /** @type {(what: string, sample: Sample, target?: number) => Row} */
    const row = (what, sample, target) => ({
      what: `Start-up ${what}, Node.js ${major}`,
      ratio: over(sample, measured.floor),
      detail: described(sample),
      ...(target && { target }),
    })
    const first = row('on Azure', measured.azure, azure)
    rows.push({ ...first, detail: `${first.detail}; ${described(measured.floor)} for the bare script` })
    if (gitHub !== undefined) rows.push(row('on GitHub', measured.gitHub, gitHub))
    rows.push(row('of the call step on Azure', measured.azureCall, azure))
    if (gitHub !== undefined) rows.push(row('of the call step on GitHub', measured.gitHubCall, gitHub))
    rows.push(row('of azure-devops-node-api', measured.peer))
  }
  return rows
}

/** @param {number} major */
function nodeOf(major) {
  if (process.versions.node.startsWith(`${major}.`)) return process.execPath
  const line = ['exec', '--yes', `--package=node@${major}`, '--', 'node', '-p', 'process.execPath']
  return execFileSync('npm', line, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
}
