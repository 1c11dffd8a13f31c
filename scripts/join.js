// Joins the modules of the project that are loaded together into one scope: there is less to read at each start, and a call
// from one to another looks nothing up. webpack, in ncc, leaves out every module that a part which is loaded later uses as
// well, and that is most of them.
import { join as pathOf } from 'node:path'
import { rollup } from 'rollup'

/** Only an error needs them, so they stay a module, which is loaded then (lazy.js). */
export const texts = /errors[\\/]causes\.js$/

/**
 * @param {string} entry a compiled module; what it imports dynamically becomes files beside it
 * @param {string} folder beside the one of the entry, so that what is left to ncc is found from there too
 * @returns {Promise<string>} the path of what replaces it
 */
export async function joinModules(entry, folder) {
  const name = 'main.js'
  const joined = await rollup({
    input: entry,
    // Packages and Node's own modules are left to ncc.
    external: id => !/^[./]|^[A-Z]:/i.test(id) || texts.test(id),
    onLog: (level, log) => {
      if (level !== 'debug' && level !== 'info') throw new Error(log.message)
    },
  })
  await joined.write({ dir: folder, format: 'es', entryFileNames: name, chunkFileNames: '[name].js' })
  await joined.close()
  return pathOf(folder, name)
}
