import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { readActionInputs } from '../../hosts/github/action-manifest.js'
import { nearest } from './nearest.js'
import { repository } from './world.js'

/** @import { HostId } from './play.js' */

/**
 * @typedef {object} Arguments
 * @property {boolean} help
 * @property {boolean} version
 * @property {HostId} host whose view is shown
 * @property {Record<string, string>} inputs
 * @property {string[]} problems all of them; nothing runs if there is one
 */

/** @type {readonly string[]} */
export const hostIds = ['github', 'azure']

/**
 * Every input that can be given here, with its default; the token cannot.
 * @returns {Record<string, string | undefined>}
 */
export function knownInputs() {
  const manifest = join(repository, 'action.yml')
  const { pat: _, ...inputs } = existsSync(manifest) ? readActionInputs(manifest) : {}
  return inputs
}

/**
 * Reads `--name value` and `--name=value`, and `--name` alone for an input that is true or false.
 *
 * @param {string[]} given
 * @param {NodeJS.ProcessEnv} env
 * @returns {Arguments}
 */
export function readArguments(given, env) {
  const known = knownInputs()
  const { flags, values, problems } = pairs(given, known)
  const { host = 'github', ...inputs } = values
  if (!hostIds.includes(host)) problems.push(`There is no host "${host}". Write --host github or --host azure.`)
  const eaten = ['host', ...Object.keys(known)].filter(name => env[`npm_config_${name.replaceAll('-', '_')}`])
  return {
    help: flags.has('help'),
    version: flags.has('version'),
    host: host === 'azure' ? 'azure' : 'github',
    inputs,
    problems: eaten.length > 0 ? [takenByNpm(eaten)] : problems,
  }
}

/**
 * @param {string[]} given
 * @param {Record<string, string | undefined>} known
 */
function pairs(given, known) {
  /** @type {Record<string, string>} */
  const values = {}
  /** @type {Set<string | undefined>} */
  const flags = new Set()
  const problems = []
  const queue = [...given]
  while (queue.length > 0) {
    const argument = queue.shift() ?? ''
    const [, flag] = /^--?(help|version|h|v)$/.exec(argument) ?? []
    if (flag !== undefined) {
      flags.add({ h: 'help', v: 'version' }[flag] ?? flag)
      continue
    }
    const [, name = '', attached] = /^--([a-z][a-z-]*)(?:=(.*))?$/s.exec(argument) ?? []
    // What follows an unknown name is most likely its value, and no second problem.
    const detached = name !== '' && attached === undefined && queue[0]?.startsWith('--') === false
    const value = detached ? queue.shift() : attached
    const problem = problemWith(argument, name, value, known)
    if (problem === undefined) values[name] = value ?? 'true'
    else problems.push(problem)
  }
  return { flags, values, problems }
}

/**
 * @param {string} argument
 * @param {string} name
 * @param {string | undefined} value
 * @param {Record<string, string | undefined>} known
 * @returns {string | undefined}
 */
function problemWith(argument, name, value, known) {
  // Whoever lists the processes of the machine sees an argument, and the shell remembers it.
  if (name === 'pat') return 'A token does not belong on the command line: put it into AZURE_DEVOPS_EXT_PAT.'
  if (name === '') return `"${argument}" is not of the form --name value.`
  if (name === 'host') return value === undefined || value === '' ? '--host needs a value: github or azure.' : undefined
  if (!(name in known)) {
    const near = nearest(name, ['host', ...Object.keys(known)])
    return `There is no input "${name}". ${near === undefined ? '--help lists them all.' : `Did you mean --${near}?`}`
  }
  const standalone = known[name] === 'true' || known[name] === 'false'
  return value === '' || (value === undefined && !standalone) ? `--${name} needs a value.` : undefined
}

/**
 * Without `--`, npm takes options for its own, and PowerShell drops the first `--` before npm sees it.
 * @param {string[]} names
 */
function takenByNpm(names) {
  const list = names.map(name => `--${name}`).join(', ')
  return `npm took ${list} for its own. Write: node scripts/start.js ${names.map(name => `--${name} ...`).join(' ')}`
}
