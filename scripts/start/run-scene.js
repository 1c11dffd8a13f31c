import { findLeaks, runOnAzure, runOnGitHub } from '../../hosts/index.js'
import { camelCase } from '../../hosts/names.js'
import { keepFiles } from './keep-files.js'
import { logLine } from './log-line.js'
import { stepAsYaml } from './step-as-yaml.js'
import { visible } from './visible.js'

/** @import { Result, StepResult } from '../../hosts/types.js' */
/** @import { Terminal } from './terminal.js' */

/**
 * @typedef {object} Service
 * @property {string} service what is asked
 * @property {Record<string, string>} inputs without the token
 * @property {string} token
 * @property {() => number | undefined} requests so far, where that is known
 * @property {() => Promise<void>} close
 *
 * @typedef {object} Expected
 * @property {StepResult} result
 * @property {string} [outcome] the output; any when left out
 *
 * @typedef {object} Stage
 * @property {string} name
 * @property {string} title
 * @property {Expected} expected
 * @property {string} next what to do afterwards
 * @property {Record<string, string>} env
 * @property {number} timeoutMs
 * @property {() => Promise<Service>} open
 */

const hosts = /** @type {const} */ ([
  { id: 'github', title: 'GitHub Actions', run: runOnGitHub },
  { id: 'azure', title: 'Azure Pipelines', run: runOnAzure },
])

/** Longer values are cut on the screen; whole they are in the files. */
const width = 110

/**
 * Runs the step on both hosts and says whether both ended as expected.
 *
 * @param {Stage} stage
 * @param {Terminal} print
 * @param {() => boolean} interrupted
 * @returns {Promise<boolean>}
 */
export async function runScene(stage, print, interrupted) {
  print.title(stage.title)
  let passed = true
  for (const host of hosts) {
    if (interrupted()) break
    // A service of its own for each, so that builds which change do so for both.
    const service = await stage.open()
    try {
      passed = (await runHost(host, stage, service, print)) && passed
    } finally {
      await service.close()
    }
  }
  return passed
}

/**
 * @param {typeof hosts[number]} host
 * @param {Stage} stage
 * @param {Service} service
 * @param {Terminal} print
 */
async function runHost(host, stage, service, print) {
  print.heading(host.title)
  print.section('The step', service.service)
  print.block(stepAsYaml(host.id, service.inputs))
  print.section('Its log')
  const before = service.requests() ?? 0
  const result = await host.run({
    inputs: { ...service.inputs, pat: service.token },
    secrets: [service.token],
    env: stage.env,
    timeoutMs: stage.timeoutMs,
    onLine: text => {
      const shown = logLine(visible(text), print)
      if (shown !== undefined) print.block(shown)
    },
  })
  const kept = await keepFiles(result, stage)
  showOutputs(result, kept.builds, print)
  print.section('Its summary', kept.summaries.join(', '))
  print.block(visible(result.summary?.trimEnd() ?? 'none'))
  const leaks = findLeaks(result, service.token, service.inputs.username)
  result.dispose()
  for (const { where, form } of leaks) print.line(print.red(`The token (${form}) can be read in: ${where}`))
  const passed = showVerdict(result, stage.expected, (service.requests() ?? 0) - before, print)
  return passed && leaks.length === 0
}

/**
 * @param {Result} result
 * @param {Expected} expected
 * @param {number} requests 0 where they cannot be counted
 * @param {Terminal} print
 */
function showVerdict(result, expected, requests, print) {
  const counted = requests === 0 ? '' : requests === 1 ? ', 1 request' : `, ${requests} requests`
  const { outcome } = result.outputs
  const passed = result.result === expected.result && (expected.outcome ?? outcome) === outcome
  const asExpected = passed && expected.result !== 'succeeded' ? ', as it should,' : ''
  const verdict = `${result.result}${asExpected} in ${(result.durationMs / 1000).toFixed(1)} s${counted}`
  print.line()
  print.line(
    passed
      ? print.green(`✓ ${verdict}`)
      : print.red(`✗ ${verdict}, outcome ${outcome}; expected ${Object.values(expected).join(', outcome ')}`),
  )
  return passed
}

/**
 * @param {Result} result
 * @param {string | undefined} builds where the file of builds was kept
 * @param {Terminal} print
 */
function showOutputs(result, builds, print) {
  print.section('Its outputs')
  const outputs = Object.entries(result.outputs).map(
    ([name, value]) =>
      /** @type {const} */ ([
        result.host === 'azure' ? camelCase(name) : name,
        name === 'builds-file' && builds !== undefined ? `${value}, kept as ${builds}` : value,
      ]),
  )
  if (outputs.length === 0) print.block(print.dim('none'))
  const longest = Math.max(0, ...outputs.map(([name]) => name.length))
  for (const [name, value] of outputs) {
    const line = visible(value.replace(/\s*[\r\n]+\s*/g, ' '))
    const shown = line.length > width ? `${line.slice(0, width)}… (${value.length} characters)` : line
    print.block(`${print.blue(name.padEnd(longest))}  ${shown}`)
  }
}
