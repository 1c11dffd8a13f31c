import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of this repository. */
export const repository = resolve(dirname(fileURLToPath(import.meta.url)), '../..')

/** The committed bundles of both hosts. */
export const bundles = ['github', 'azure'].map(host => join(repository, 'dist', host, 'index.js'))
