// npm run build: compiles src/, bundles each host's entry into dist/, and writes what is generated from the sources.
// tsc compiles and ncc bundles that, because ncc's own loader cannot use TypeScript 7.
import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ncc from '@vercel/ncc'
import { generate } from './generate.js'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))

/**
 * Compiles the sources into a scratch folder, which is gone afterwards. It lies in the project, where imports of
 * packages resolve.
 * @template T
 * @param {(compiled: string) => Promise<T>} use
 * @returns {Promise<T>}
 */
export async function withCompiled(use) {
  const scratch = join(root, 'build')
  try {
    const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
    execFileSync(process.execPath, [tsc, '-p', join(root, 'tsconfig.build.json'), '--outDir', scratch], {
      stdio: 'inherit',
    })
    return await use(scratch)
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

/**
 * Bundles both hosts.
 * @param {string} compiled
 * @param {string} target the folder that becomes dist/
 */
export async function bundle(compiled, target) {
  rmSync(target, { recursive: true, force: true })
  for (const host of ['github', 'azure']) await bundleHost(join(compiled, host, 'main.js'), join(target, host))
}

/**
 * @param {string} entry
 * @param {string} folder
 */
async function bundleHost(entry, folder) {
  const { code, assets } = await ncc(entry, {
    cache: false,
    license: 'licenses.txt',
    quiet: true,
    target: 'es2022',
  })
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'index.js'), code)
  for (const [name, { source }] of Object.entries(assets)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), source)
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  await withCompiled(async compiled => {
    await bundle(compiled, process.argv[2] ?? join(root, 'dist'))
    await generate(compiled, root, root)
  })
