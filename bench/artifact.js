// 1 GiB of artifact, against curl and unzip one after the other.
import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { deflateRawSync } from 'node:zlib'
import { createZip } from '../emulator/index.js'
import { gitHubStep } from './programs.js'
import { compare } from './timed-run.js'

/** @import { Question } from './programs.js' */
/** @import { Row } from './table.js' */
/** @import { Program, Sample } from './timed-run.js' */

const mebibyte = 1024 ** 2
const files = 32
const fileSize = 32 * mebibyte

/** MiB that the step may take at most. */
const memoryTarget = 150

/** The build that has the artifact. */
export const buildWithArtifact = 777

/**
 * An archive of 1 GiB, of which a third does not compress.
 * @param {string} folder
 * @returns {string} its path
 */
export function writeArchive(folder) {
  const words = randomBytes(2 * mebibyte)
    .toString('hex')
    .slice(0, 2 * mebibyte)
  const part = Buffer.concat([randomBytes(mebibyte), Buffer.from(words)])
  const content = Buffer.alloc(fileSize, part)
  const data = deflateRawSync(content)
  const entries = Array.from({ length: files }, (_, at) => ({ name: `drop/${at}.bin`, content, data, deflate: true }))
  const path = join(folder, 'artifact.zip')
  writeFileSync(path, createZip(entries))
  return path
}

/**
 * @param {Question} base of a service that has the artifact
 * @param {number} rounds
 * @returns {Promise<Row[]>}
 */
export async function largeArtifact(base, rounds) {
  const what = '1 GiB of artifact, to curl and unzip'
  const missing = ['curl', 'unzip'].filter(name => spawnSync(name, ['--help']).error)
  if (missing.length > 0) return [{ what, target: 1.5, detail: `skipped: there is no ${missing.join(' and no ')}` }]
  const out = join(base.folders.workspace, 'out')
  const inputs = { 'build-ids': String(buildWithArtifact), artifacts: 'drop', 'artifacts-path': out, summary: 'false' }
  const before = () => rmSync(out, { recursive: true, force: true })
  const step = gitHubStep(process.execPath, { ...base, project: 'web', inputs, expected: '32 files, 1.0 GiB' })
  const { tools, github } = await compare(
    { tools: { ...(await withTools(base, out)), before }, github: { ...step, before } },
    rounds,
  )
  const detail = `${described(github)}; ${described(tools)} for curl and unzip`
  const peak = `Peak memory, 1 GiB of artifact, to ${memoryTarget} MiB`
  return [
    { what, ratio: github.ms / tools.ms, target: 1.5, detail },
    { what: peak, ratio: github.peak / memoryTarget, target: 1, detail: '' },
  ]
}

/**
 * What somebody would write who has the signed URL.
 * @param {Question} base
 * @param {string} out
 * @returns {Promise<Program>}
 */
async function withTools({ organization, token, folders }, out) {
  const path = `web/_apis/pipelines/1/runs/${buildWithArtifact}/artifacts`
  const response = await fetch(`${organization}/${path}?artifactName=drop&$expand=signedContent&api-version=7.1`, {
    headers: { authorization: `Basic ${Buffer.from(`:${token}`).toString('base64')}` },
  })
  const { signedContent } = /** @type {{ signedContent: { url: string } }} */ (await response.json())
  const zip = join(folders.temp, 'curl.zip')
  const commands = ['curl -sSf -o "$ZIP" "$SIGNED_URL"', 'unzip -q "$ZIP" -d "$OUT"', 'rm "$ZIP"', 'echo done']
  const env = { PATH: process.env.PATH ?? '', OUT: out, ZIP: zip, SIGNED_URL: signedContent.url }
  return { command: 'sh', arguments: ['-c', commands.join(' && ')], env, expected: 'done' }
}

/** @param {Sample} sample */
function described({ ms, peak }) {
  return `${(ms / 1000).toFixed(1)} s${Number.isNaN(peak) ? '' : `, peak ${Math.round(peak)} MiB`}`
}
