import { readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of this repository. */
export const repository = resolve(dirname(fileURLToPath(import.meta.url)), '../..')

/** The committed bundles of both steps, for both hosts. */
export const bundles = ['github', 'azure', 'call-github', 'call-azure'].map(host =>
  join(repository, 'dist', host, 'index.js'),
)

/** @type {{ version: string }} */
export const { version } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'))
