import { existsSync } from 'node:fs'
import { relative } from 'node:path'
import { helpText } from './start/help.js'
import { localService } from './start/local-service.js'
import { readArguments } from './start/read-arguments.js'
import { realService } from './start/real-service.js'
import { runScene } from './start/run-scene.js'
import { scenes } from './start/scenes.js'
import { terminal } from './start/terminal.js'
import { bundles, repository } from './start/world.js'

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
  const { help, inputs, problems } = readArguments(given)
  if (help) {
    print.line(helpText)
    return 0
  }
  const missing = bundles.filter(path => !existsSync(path)).map(path => relative(repository, path))
  if (missing.length > 0) problems.push(`There is no ${missing.join(' and no ')}: run "npm run build" first.`)
  const real = inputs.organization !== undefined
  const token = process.env.AZURE_DEVOPS_EXT_PAT
  if (real && !token) problems.push('Put a personal access token into AZURE_DEVOPS_EXT_PAT to ask a real organization.')
  if (problems.length > 0) {
    for (const problem of problems) console.error(problem)
    return 1
  }
  return real ? run([realService(inputs, token ?? '')]) : run(scenes.map(scene => localService(scene, inputs)))
}

/**
 * @param {import('./start/run-scene.js').Stage[]} stages
 * @returns {Promise<number>}
 */
async function run(stages) {
  let passed = true
  for (const stage of stages) {
    if (!interrupted) passed = (await runScene(stage, print, () => interrupted)) && passed
  }
  if (interrupted) return 130
  print.line()
  print.line(passed ? print.green('Both hosts did what they should.') : print.red('Not every step did what it should.'))
  print.line(stages[0]?.next ?? '')
  return passed ? 0 : 1
}
