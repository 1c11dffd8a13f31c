// Writes everything that stands in the tables of src/core once more: action.yml, task.json, the reference pages, the
// troubleshooting page, and the version from package.json into the files that carry it.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { actionYml } from './generate/action.js'
import { bundledPage } from './generate/bundled.js'
import { causeRooms } from './generate/cause-rooms.js'
import { callManifest } from './generate/manifests.js'
import { referencePage } from './generate/reference.js'
import { taskJson } from './generate/task.js'
import { troubleshootingPage } from './generate/troubleshooting.js'

/** @typedef {import('./generate/types.ts').Tables} Tables */
/** @typedef {import('./generate/troubleshooting.js').CauseRoom} CauseRoom */

/**
 * @param {string} compiled the compiled sources
 * @param {string} from the project
 * @param {string} to the folder that gets the files
 * @returns {Promise<string[]>} their names
 */
export async function generate(compiled, from, to) {
  const { tables, callTables, rooms } = await load(compiled, from)
  /** @param {string} name */
  const read = name => readFileSync(join(from, name), 'utf8')
  const files = {
    'action.yml': actionYml(tables),
    'task.json': taskJson(tables),
    'call/action.yml': actionYml(callTables, callManifest),
    'call/task.json': taskJson(callTables, callManifest),
    'docs/reference-github.md': referencePage('github', { builds: tables, call: callTables }),
    'docs/reference-azure.md': referencePage('azure', { builds: tables, call: callTables }),
    'docs/troubleshooting.md': troubleshootingPage(rooms, tables.camel),
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
 * @returns {Promise<{ tables: Tables, callTables: Tables, rooms: CauseRoom[] }>}
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
  const tables = { version, inputs: declarations, groups, outputs, camel }
  const callTables = { ...tables, inputs: callInputs, groups: callGroups, outputs: callOutputs }
  const rooms = Object.entries(causeRooms).map(async ([room, title]) => {
    const [causes] = Object.values(await module(`errors/causes/${room}.js`))
    return { title, causes }
  })
  return { tables, callTables, rooms: await Promise.all(rooms) }
}
