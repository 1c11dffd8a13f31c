import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { readActionInputs } from '../../hosts/github/action-manifest.js'
import { repository } from './world.js'

/**
 * Reads `--name value`, `--name=value` and `--name`, which is `true`.
 *
 * @param {string[]} given
 * @returns {{ help: boolean, inputs: Record<string, string>, problems: string[] }}
 */
export function readArguments(given) {
  /** @type {Record<string, string>} */
  const inputs = {}
  const problems = []
  const known = knownInputs()
  for (let at = 0; at < given.length; at++) {
    const [, name = '', attached] = /^--([a-z][a-z-]*)(?:=(.*))?$/s.exec(given[at] ?? '') ?? []
    if (name === 'help' || given[at] === '-h') return { help: true, inputs: {}, problems: [] }
    const problem = problemWith(given[at] ?? '', name, known)
    if (problem !== undefined) {
      problems.push(problem)
      break
    }
    const next = given[at + 1]
    const detached = attached === undefined && next !== undefined && !next.startsWith('--')
    inputs[name] = attached ?? (detached ? next : 'true')
    if (detached) at++
  }
  return { help: false, inputs, problems }
}

/**
 * @param {string} argument
 * @param {string} name
 * @param {string[] | undefined} known
 * @returns {string | undefined}
 */
function problemWith(argument, name, known) {
  // Whoever lists the processes of the machine sees an argument, and the shell remembers it.
  if (name === 'pat') return 'A token does not belong on the command line: put it into AZURE_DEVOPS_EXT_PAT.'
  if (name === '') return `"${argument}" is not of the form --name value. Try npm start -- --help.`
  if (known?.includes(name) === false) return `There is no input "${name}". The inputs are: ${known.join(', ')}.`
  return undefined
}

/** @returns {string[] | undefined} */
function knownInputs() {
  const manifest = join(repository, 'action.yml')
  if (!existsSync(manifest)) return undefined
  return Object.keys(readActionInputs(manifest)).filter(name => name !== 'pat')
}
