// npm run bench: what the step costs, each figure as a ratio to something else measured in the same run.
import { randomBytes } from 'node:crypto'
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { repository } from '../hosts/repository.js'
import { StepFolders } from '../hosts/step-folders.js'
import { largeArtifact, writeArchive } from './artifact.js'
import { longLists, manyProjects, onePage, wire } from './long-lists.js'
import { questionCosts } from './question-costs.js'
import { serve } from './serve.js'
import { startUp } from './start-up.js'
import { tableOf } from './table.js'

/** @import { Question } from './programs.js' */
/** @import { Row } from './table.js' */

const folders = new StepFolders()
const token = randomBytes(20).toString('hex')
const rounds = Number(process.env.BENCH_ROUNDS ?? 7)

/**
 * @param {Question} base
 * @returns {Promise<Row[]>}
 */
async function oneArtifact(base) {
  const storing = await serve({ builds: 0, latency: 0, token, archive: writeArchive(folders.temp) })
  const rows = await largeArtifact({ ...base, organization: storing.url }, Math.max(1, Math.round(rounds / 2)))
  storing.stop()
  return rows
}

/** @returns {Row[]} */
function sizes() {
  const kib = (/** @type {string} */ folder) =>
    readdirSync(join(repository, folder), { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile())
      .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0) / 1024
  const parts = ['github', 'azure', 'call-github', 'call-azure'].map(
    name => `${name} ${Math.round(kib(`dist/${name}`))} KiB`,
  )
  return [{ what: 'Size of dist/, to 1 MiB', ratio: kib('dist') / 1024, target: 1, detail: parts.join(', ') }]
}

const service = await serve({ builds: 100_000, latency: 0, token })
/** @type {Question} */
const base = { organization: service.url, project: '', token, folders }
const rows = [
  ...(await startUp(base, rounds)),
  ...(await longLists(base, rounds)),
  ...(await onePage(base, rounds)),
  ...(await wire(base, service)),
  ...(await manyProjects(base)),
  ...(await oneArtifact(base)),
  ...sizes(),
]
service.stop()
const costs = await questionCosts(base)
folders.dispose()

const machine = `${cpus().length} × ${cpus()[0]?.model.trim()}, Node.js ${process.version}, ${rounds} rounds after a warm-up`
const report = `${machine}\n\n${tableOf(rows)}\n\n${costs}`
console.log(report)
const readme = join(import.meta.dirname, 'README.md')
if (process.argv.includes('--write'))
  writeFileSync(
    readme,
    readFileSync(readme, 'utf8').replace(
      /(<!-- table -->\n)[\s\S]*(<!-- \/table -->)/,
      (_, start, end) => `${start}\n${report}\n\n${end}`,
    ),
  )
