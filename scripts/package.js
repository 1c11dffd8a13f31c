// npm run package: makes the extension for the Visual Studio Marketplace in out/, and fails on anything that tfx only
// warns about. The .vsix holds the time at which it was made, so two of them never have the same checksum.
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { stage } from './package/stage.js'
import { tfx } from './package/tfx.js'
import { unzip } from './package/unzip.js'

/** What tfx adds. */
const added = ['[Content_Types].xml', 'extension.vsixmanifest', 'extension.vsomanifest']

const root = dirname(dirname(fileURLToPath(import.meta.url)))

/**
 * @param {string} output path of the .vsix
 * @param {string} [from] the project
 * @returns {Map<string, Buffer>} what it holds
 */
export function makePackage(output, from = root) {
  const folder = mkdtempSync(join(tmpdir(), 'package-'))
  try {
    stage(from, folder)
    mkdirSync(dirname(output), { recursive: true })
    rmSync(output, { force: true })
    createExtension(folder, output)
    const packed = unzip(readFileSync(output))
    compare(folder, packed)
    return packed
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * @param {string} folder
 * @param {string} output
 */
function createExtension(folder, output) {
  const create = ['extension', 'create', '--root', folder, '--manifests', 'vss-extension.json', '--output-path', output]
  const { status, output: said } = tfx([...create, '--no-prompt', '--no-color'], folder)
  // "In the future, this warning will be treated as an error."
  if (status !== 0 || /warning:|error:/i.test(said)) throw new Error(`tfx did not make a sound package:\n${said}`)
}

/**
 * Everything staged is in the package, byte for byte, and nothing else.
 * @param {string} folder
 * @param {Map<string, Buffer>} packed
 */
function compare(folder, packed) {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile())
  const paths = entries.map(entry => join(entry.parentPath, entry.name))
  const staged = new Map(paths.map(path => [relative(folder, path).replaceAll('\\', '/'), readFileSync(path)]))
  staged.delete('vss-extension.json')
  const problems = [
    ...[...staged].filter(([name, bytes]) => !packed.get(name)?.equals(bytes)).map(([name]) => `${name} is not in it`),
    ...[...packed.keys()].filter(name => !staged.has(name) && !added.includes(name)).map(name => `${name} came in`),
    ...added.filter(name => !packed.has(name)).map(name => `${name} is not in it`),
  ]
  if (problems.length > 0) throw new Error(`The package does not hold what it should:\n${problems.join('\n')}`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const output = join(root, 'out', `${name}-${version}.vsix`)
  const packed = makePackage(output)
  for (const [path, bytes] of packed) console.log(`${String(bytes.length).padStart(9)}  ${path}`)
  console.log(`${createHash('sha256').update(readFileSync(output)).digest('hex')}  ${relative(process.cwd(), output)}`)
}
