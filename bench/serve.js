import { fork } from 'node:child_process'
import { join } from 'node:path'

/** @import { ServiceOptions } from './service.js' */
/** @typedef {{ url: string, count: () => Promise<{ requests: number, bytes: number }>, stop: () => void }} Service */

/**
 * Azure DevOps in a process of its own, with its pages made before anything is measured.
 * @param {ServiceOptions} options
 * @returns {Promise<Service>}
 */
export async function serve(options) {
  const child = fork(join(import.meta.dirname, 'service.js'), [JSON.stringify(options)])
  /** @returns {Promise<any>} */
  const message = () => new Promise(resolve => child.once('message', resolve))
  const { url } = await message()
  return {
    url,
    count: () => {
      const answer = message()
      child.send('count')
      return answer
    },
    stop: () => child.disconnect(),
  }
}
