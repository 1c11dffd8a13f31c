import { fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'

/** @import { Ready, Traffic } from './service.js' */

/**
 * Starts a process that answers like Azure DevOps, with pages prepared in advance.
 * @param {{ builds: number, latency?: number }} options how many builds its longest list has; milliseconds before each answer
 */
export async function startService({ builds, latency = 0 }) {
  const token = randomBytes(20).toString('hex')
  const child = fork(join(import.meta.dirname, 'service.js'), [JSON.stringify({ builds, latency, token })])
  const [ready] = /** @type {[Ready]} */ (await once(child, 'message'))
  return {
    url: ready.url,
    token,
    /** What went over the wire since it was asked for last. @returns {Promise<Traffic>} */
    traffic: async () => {
      child.send('traffic')
      const [traffic] = await once(child, 'message')
      return traffic
    },
    close: () => child.disconnect(),
  }
}

/** @typedef {Awaited<ReturnType<typeof startService>>} Service */
