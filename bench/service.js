// The process that is asked: the emulator, with prepared pages in the place of its list of builds.
import { createReadStream } from 'node:fs'
import { artifactsOf, createArtifact, createBuild, startEmulator, startStorage } from '../emulator/index.js'
import { buildWithArtifact } from './artifact.js'
import { PreparedPages, plainOf } from './prepared-pages.js'

/** @import { RequestRecord } from '../emulator/types.ts' */

/** @typedef {{ builds: number, latency: number, token: string, archive?: string }} ServiceOptions as JSON, the only argument */
/** @typedef {{ url: string }} Ready the first message */
/** @typedef {{ requests: number, bytes: number }} Traffic the answer to every message: since the last one */

/** @type {ServiceOptions} */
const { builds, latency, token, archive } = JSON.parse(process.argv[2] ?? '')
const pages = new PreparedPages(builds)
const emulator = await startEmulator({ latency })
emulator.acceptToken(token)
const storage = archive === undefined ? undefined : await startStorage(emulator)
if (archive !== undefined) {
  emulator.world.builds.push(createBuild({ id: buildWithArtifact, definition: { id: 1 } }))
  artifactsOf(emulator.world).set(buildWithArtifact, [createArtifact({ zip: () => createReadStream(archive) })])
}

const list = /^\/contoso\/([^/]+)\/_apis\/build\/builds$/i
const asksForBuilds = (/** @type {RequestRecord} */ { method, path }) => method === 'GET' && list.test(path)
emulator.fault(asksForBuilds, async ({ path, query, headers }, response, next) => {
  const page = pages.find(list.exec(path)?.[1] ?? '', query)
  if (page === undefined) {
    next()
    return
  }
  const gzip = /gzip/.test(String(headers['accept-encoding'] ?? ''))
  const body = gzip ? page.gzip : plainOf(page)
  response.writeHead(200, {
    'content-type': 'application/json; charset=utf-8; api-version=7.1',
    'content-length': body.length,
    ...(gzip && { 'content-encoding': 'gzip' }),
    ...(page.token !== undefined && { 'x-ms-continuationtoken': page.token }),
  })
  response.end(body)
})

process.on('message', () => {
  const bytes = emulator.requests.reduce((sum, { sentBytes = 0 }) => sum + sentBytes, 0)
  process.send?.({ requests: emulator.requests.length, bytes })
  emulator.requests.length = 0
})
process.on('disconnect', () => void Promise.all([emulator.close(), storage?.close()]))
process.send?.({ url: emulator.url })
