import { existsSync } from 'node:fs'
import { relative } from 'node:path'
import { readArguments } from './start/arguments.js'
import { problemWithHost } from './start/find-host.js'
import { helpText, tokenHelp } from './start/help.js'
import { localService } from './start/local-service.js'
import { play } from './start/play.js'
import { realService } from './start/real-service.js'
import { ownScene, scenes } from './start/scenes.js'
import { briefLog, showIntroduction, showNext, showOutputs, showStep, showVerdicts } from './start/show.js'
import { terminal } from './start/terminal.js'
import { bundles, repository, version } from './start/world.js'

/** @import { HostId, Played, Stage } from './start/play.js' */

const print = terminal(process.stdout)
let interrupted = false
// Ctrl+C reaches the step as well; it gets the time to end by itself.
process.on('SIGINT', () => {
  interrupted = true
})

process.exitCode = await start(process.argv.slice(2))

/**
 * @param {string[]} given
 * @returns {Promise<number>} the exit code
 */
async function start(given) {
  const { help, version: asked, host, inputs, problems } = readArguments(given, process.env)
  if (help || asked) {
    print.line(help ? helpText() : version)
    return 0
  }
  const missing = bundles.filter(path => !existsSync(path)).map(path => relative(repository, path))
  if (missing.length > 0) problems.push(`There is no ${missing.join(' and no ')}: run "npm run build" first.`)
  const token = process.env.AZURE_DEVOPS_EXT_PAT
  const real = inputs.organization !== undefined
  if (real && !token && problems.length === 0) problems.push(tokenHelp())
  const unknown = problems.length === 0 ? await problemWithHost(inputs.organization, process.env) : undefined
  if (unknown !== undefined) problems.push(unknown)
  if (problems.length > 0) {
    for (const problem of problems) console.error(problem)
    return 1
  }
  // Only one host queries a real organization: two would start a build twice.
  if (real) return run([realService(inputs, token ?? '')], [host], host, inputs)
  const own = Object.keys(inputs).length > 0
  const stages = (own ? [ownScene(inputs)] : scenes).map(localService)
  return run(stages, ['github', 'azure'], host, own ? inputs : undefined)
}

/**
 * @param {Stage[]} stages
 * @param {HostId[]} hosts that run them
 * @param {HostId} shown
 * @param {Record<string, string> | undefined} own what was given on the command line, instead of the scenes
 * @returns {Promise<number>}
 */
async function run(stages, hosts, shown, own) {
  /** @type {Set<string>} */
  const told = new Set()
  const on = (/** @type {Stage} */ stage, /** @type {(text: string) => void} */ onLine = () => {}) =>
    Promise.all(hosts.map(host => play(stage, host, host === shown ? onLine : undefined)))
  // In the order of the scenes, whichever ends first.
  /** @type {Map<Stage, Played[]>} */
  const played = new Map(stages.map(stage => [stage, []]))
  /** @type {Promise<unknown> | undefined} */
  let others
  for (const [index, stage] of stages.filter(({ brief }) => brief !== true).entries()) {
    if (index === 0) showIntroduction(stage, shown, print)
    showStep(stage, shown, print)
    const results = await on(stage, own === undefined ? briefLog(told, print) : print.log)
    played.set(stage, results)
    for (const one of results) if (one.host === shown) showOutputs(one, own !== undefined, print)
    if (interrupted) return 130
    // Beside the second one, which waits; the first is seen as soon as it can be.
    const brief = stages.filter(other => other.brief)
    others ??= Promise.all(brief.map(async other => played.set(other, await on(other))))
  }
  await others
  if (interrupted) return 130
  showVerdicts(played, print)
  const runs = [...played.values()].flat()
  // Nobody pastes what did not work; a scene may be meant to end in an error.
  if (runs.every(({ passed, result }) => passed && (own === undefined || result.outputs.outcome !== 'error')))
    showNext(shown, own, print)
  return runs.every(({ passed }) => passed) ? 0 : 1
}
