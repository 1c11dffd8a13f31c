// jest-circus runs each test in an AsyncLocalStorage of its file, which it never disables. Before Node.js 24, each promise
// and each handle then costs a call for each file that this worker has run, and what these files loaded stays in memory:
// together a third of the time of all tests. https://nodejs.org/api/async_context.html#asynclocalstoragedisable
import { AsyncLocalStorage } from 'node:async_hooks'
import { TestEnvironment } from 'jest-environment-node'

/** @type {Set<AsyncLocalStorage<unknown>>} */
const used = new Set()
const { run } = AsyncLocalStorage.prototype

/** @this {AsyncLocalStorage<unknown>} @param {Parameters<typeof run>} given */
function runAndRemember(...given) {
  used.add(this)
  return run.apply(this, given)
}
AsyncLocalStorage.prototype.run = /** @type {typeof run} */ (runAndRemember)

export default class NodeEnvironment extends TestEnvironment {
  async teardown() {
    for (const storage of used) storage.disable()
    used.clear()
    await super.teardown()
  }
}
