// Writes everything that stands in the tables of src/core once more: action.yml, task.json, the tables in the Markdown
// files, and the version from package.json into the files that carry it.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { actionYml } from './generate/action.js'
import { bundledPage } from './generate/bundled.js'
import { callManifest } from './generate/manifests.js'
import { fillTables } from './generate/tables.js'
import { taskJson } from './generate/task.js'

/** @typedef {import('./generate/types.ts').Tables} Tables */

/**
 * @param {string} compiled the compiled sources
 * @param {string} from the project
 * @param {string} to the folder that gets the files
 * @returns {Promise<string[]>} their names
 */
export async function generate(compiled, from, to) {
  const { tables, callTables } = await load(compiled, from)
  /** @param {string} name */
  const read = name => readFileSync(join(from, name), 'utf8')
  const files = {
    'action.yml': actionYml(tables),
    'task.json': taskJson(tables),
    'call/action.yml': actionYml(callTables, callManifest),
    'call/task.json': taskJson(callTables, callManifest),
    'docs/from-curl-to-call.md': fillTables(read('docs/from-curl-to-call.md'), callTables),
    'README.md': fillTables(read('README.md'), tables),
    'vss-extension.json': read('vss-extension.json').replace(/"version": ".*"/, `"version": "${tables.version}"`),
    'docs/bundled.md': bundledPage(readFileSync(join(to, 'dist/sbom.cdx.json'), 'utf8')),
    'src/core/base/version.ts': read('src/core/base/version.ts').replace(
      /version = '.*'/,
      `version = '${tables.version}'`,
    ),
  }
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(to, name)), { recursive: true })
    writeFileSync(join(to, name), text)
  }
  return Object.keys(files)
}

/**
 * @param {string} compiled
 * @param {string} from
 * @returns {Promise<{ tables: Tables, callTables: Tables }>}
 */
async function load(compiled, from) {
  /** @param {string} name */
  const module = name => import(pathToFileURL(join(compiled, 'core', name)).href)
  const { version } = JSON.parse(readFileSync(join(from, 'package.json'), 'utf8'))
  const { declarations, camel } = await module('inputs/inputs.js')
  const { groups, callGroups } = await module('inputs/input.js')
  const { callInputs } = await module('inputs/call-inputs.js')
  const { outputs } = await module('result/outputs.js')
  const { callOutputs } = await module('rest/call-outputs.js')
  const { causes } = await module('errors/causes.js')
  const tables = { version, inputs: declarations, groups, outputs, causes, camel }
  return { tables, callTables: { ...tables, inputs: callInputs, groups: callGroups, outputs: callOutputs } }
}
