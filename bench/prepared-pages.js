import { gunzipSync, gzipSync, constants as zlib } from 'node:zlib'
import { generateWorld } from '../emulator/index.js'
import { createRenderer } from '../emulator/world/renderer.js'

/** @import { WireBuild } from '../emulator/types.ts' */

/**
 * @typedef {object} PreparedPage
 * @property {Buffer} gzip
 * @property {number} plainLength
 * @property {string | undefined} token of the next page
 */

/**
 * Pages of one long list of builds, newest first, each made and compressed once: what is measured later is the client.
 * A project `COUNT-from-FIRST` has so many of those builds, so that lists of every length share their pages.
 */
export class PreparedPages {
  /** @type {Map<string, PreparedPage>} */
  #pages = new Map()

  /** @param {number} builds how many there are */
  constructor(builds) {
    const world = generateWorld({
      seed: 1,
      now: Date.UTC(2026, 0, 15),
      projects: ['web'],
      buildsPerProject: builds,
      unfinished: 0,
    })
    this.render = createRenderer('https://dev.azure.com/contoso')
    this.builds = world.builds.reverse()
  }

  /**
   * @param {string} project
   * @param {URLSearchParams} query
   * @returns {PreparedPage | undefined}
   */
  find(project, query) {
    const [, count, first] = /^(\d+)-from-(\d+)$/.exec(project) ?? []
    if (first === undefined) return undefined
    const start = Number(query.get('continuationToken') ?? first)
    const end = Number(first) + Number(count)
    const next = Math.min(end, start + Number(query.get('$top') ?? 1000))
    const page = this.#page(start, next)
    return { ...page, token: next < end ? String(next) : undefined }
  }

  /**
   * @param {number} start
   * @param {number} end
   */
  #page(start, end) {
    const key = `${start}-${end}`
    const known = this.#pages.get(key)
    if (known !== undefined) return known
    const value = this.builds.slice(start, end).map(build => this.render.build(build))
    const plain = Buffer.from(JSON.stringify({ count: value.length, value }))
    const page = { gzip: gzipSync(plain, { level: zlib.Z_BEST_SPEED }), plainLength: plain.length, token: undefined }
    this.#pages.set(key, page)
    return page
  }
}

/** @param {PreparedPage} page */
export function plainOf(page) {
  return gunzipSync(page.gzip)
}
