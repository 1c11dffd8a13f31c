import { Readable } from 'node:stream'
import { perWorld } from './per-world.js'
import { createZip } from './zip.js'

/** @import { Artifact, World } from '../types.ts' */

/**
 * The artifacts of each build, by its id:
 *
 *     artifactsOf(emulator.world).set(7, [createArtifact({ name: 'drop', files: { 'a.txt': 'hello' } })])
 *
 * @type {(world: World) => Map<number, readonly Artifact[]>}
 */
export const artifactsOf = perWorld(() => new Map())

/**
 * An artifact of a pipeline with one file unless told otherwise. Its archive is made of `files`, below a folder of its name
 * (observed: git-for-windows/get-azure-pipelines-artifact), or is the `zip` that is given.
 * @param {Partial<Omit<Artifact, 'open'>> & { files?: Record<string, string | Buffer> }} [overrides]
 * @returns {Artifact}
 */
export function createArtifact({ name = 'drop', files = { 'readme.txt': 'hello\n' }, zip, ...more } = {}) {
  const entries = Object.entries(files).map(([path, content]) => ({ name: `${name}/${path}`, content, deflate: true }))
  const size = Object.values(files).reduce((sum, content) => sum + Buffer.byteLength(content), 0)
  return {
    name,
    type: 'PipelineArtifact',
    ...(zip === undefined && { size }),
    lifetime: 3_600_000,
    ...more,
    zip: zip ?? (() => createZip(entries)),
  }
}

/** What the pipelines of a generated world publish. */
const published = [
  createArtifact({
    name: 'drop',
    files: { 'server.js': "console.log('ready')\n", 'public/index.html': '<h1>Shop</h1>\n' },
  }),
  createArtifact({ name: 'test results', type: 'Container', files: { 'junit.xml': '<testsuites tests="212"/>\n' } }),
]

/**
 * Gives each build that passed its artifacts.
 * @param {World} world
 */
export function generateArtifacts(world) {
  for (const { id, status, result = '' } of world.builds)
    if (status === 'completed' && /succeeded/i.test(result)) artifactsOf(world).set(id, published)
}

/**
 * The archive in pieces, with no length told: the service makes it while it sends (assumed; nobody has published the
 * headers).
 * @param {Artifact} artifact
 * @returns {Readable}
 */
export function zipStream({ zip }) {
  const made = typeof zip === 'function' ? zip() : zip
  return made instanceof Readable ? made : Readable.from(pieces(made), { objectMode: false })
}

/** @param {Buffer} bytes */
function* pieces(bytes) {
  for (let at = 0; at < bytes.length; at += 64 * 1024) yield bytes.subarray(at, at + 64 * 1024)
}
