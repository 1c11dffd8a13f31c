import { Readable } from 'node:stream'
import { perWorld } from './per-world.js'
import { createZip } from './zip.js'

/** @import { Artifact, World } from '../types.ts' */

/**
 * The artifacts of each build, by its id:
 *
 *     artifactsOf(emulator.world).set(7, [createArtifact({ name: 'drop', files: { 'a.txt': 'hello' } })])
 *
 * @type {(world: World) => Map<number, Artifact[]>}
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
