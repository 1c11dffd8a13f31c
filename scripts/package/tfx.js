import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Its packages are locked here, and not among the development dependencies, so that npm ci stays quick. */
const folder = join(dirname(fileURLToPath(import.meta.url)), '../../tools/tfx')

const program = join(folder, 'node_modules/tfx-cli/_build/tfx-cli.js')

/**
 * Runs the command line of the Marketplace, which is installed when it is not there yet.
 * @param {readonly string[]} args
 * @param {string} cwd
 * @returns {{ status: number | null, output: string }} its exit code, and what it wrote on both streams
 */
export function tfx(args, cwd) {
  if (!existsSync(program)) install()
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], { encoding: 'utf8', cwd })
  return { status, output: `${stdout}${stderr}` }
}

function install() {
  const command = ['ci', '--ignore-scripts', '--no-audit', '--no-fund']
  const { npm_execpath: npm } = process.env
  // Run by npm, its own path is known; npm.cmd of Windows needs a shell.
  const { status, stderr } = npm
    ? spawnSync(process.execPath, [npm, ...command], { encoding: 'utf8', cwd: folder })
    : spawnSync('npm', command, { encoding: 'utf8', cwd: folder, shell: process.platform === 'win32' })
  if (status !== 0) throw new Error(`tools/tfx cannot be installed:\n${stderr}`)
}
