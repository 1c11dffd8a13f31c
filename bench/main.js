// npm run bench [-- --write]: measures the committed bundles and prints one table; --write puts it into README.md here.
import { readFileSync, writeFileSync } from 'node:fs'
import { cpus, platform, release, totalmem } from 'node:os'
import { join } from 'node:path'
import { StepFolders } from '../test/hosts/step-folders.js'
import { startService } from './local-service.js'
import { findNodes } from './nodes.js'
import { manyProjects, memory, peers, sizes, startUp, throughput, wire } from './rows.js'

/** @import { Row } from './rows.js' */

const targets = [
  { github: 1.3, azure: 1.5 },
  { github: 1.15, azure: 1.3 },
]
const latency = 150
const python = process.env.PYTHON ?? 'python3'

const folders = new StepFolders()
const service = await startService({ builds: 100_000 })
const farAway = await startService({ builds: 500, latency })
try {
  /** @type {Row[]} */
  const rows = []
  const nodes = findNodes()
  for (const [index, node] of nodes.entries()) {
    const bench = { service, folders, node }
    process.stderr.write(`${node.name} …\n`)
    rows.push(...(await startUp(bench, targets[index] ?? { github: Number.NaN, azure: Number.NaN })))
    rows.push(...(await throughput(bench)), ...(await peers(bench, python)), ...(await memory(bench)))
    if (index === 0) rows.push(...(await wire(bench)))
    rows.push(...(await manyProjects({ service: farAway, folders, node, latency })))
  }
  rows.push(...sizes())
  const table = `${machine()}\n\n${tableOf(rows)}\n`
  process.stdout.write(table)
  if (process.argv.includes('--write')) write(table)
} finally {
  service.close()
  farAway.close()
  folders.dispose()
}

function machine() {
  const processors = cpus()
  const memoryHere = `${Math.round(totalmem() / 2 ** 30)} GiB`
  const day = new Date().toISOString().slice(0, 10)
  return `${day}, ${processors.length} × ${processors[0]?.model.trim()}, ${memoryHere}, ${platform()} ${release()}.`
}

/** @param {Row[]} rows */
function tableOf(rows) {
  const head = ['What', 'This step', 'Compared with', 'Ratio', 'Target', 'Peak memory']
  const lines = rows.map(({ what, ours, other, ratio, target, peak = '' }) => [what, ours, other, ratio, target, peak])
  const columns = [head, head.map(() => '---'), ...lines]
  return columns.map(cells => `| ${cells.join(' | ')} |`).join('\n')
}

/** @param {string} table */
function write(table) {
  const path = join(import.meta.dirname, 'README.md')
  const [before = ''] = readFileSync(path, 'utf8').split('<!-- table -->')
  writeFileSync(path, `${before}<!-- table -->\n\n${table}`)
}
