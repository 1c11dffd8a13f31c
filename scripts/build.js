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

/** What is bundled: committed, and equal to what the sources build. */
export const bundled = ['dist', 'tools/markdown']

/**
 * Bundles both hosts, and what npm start renders summaries with.
 * @param {string} compiled
 * @param {string} target the folder that gets those of `bundled`
 */
export async function bundle(compiled, target) {
  for (const host of ['github', 'azure']) {
    const folder = join(target, 'dist', host)
    // As CommonJS the step starts a tenth sooner than as an ES module.
    await bundleFile(join(compiled, host, 'main.js'), folder, { esm: false })
    writeFileSync(join(folder, 'package.json'), '{ "type": "commonjs" }\n')
  }
  await bundleFile(join(root, 'scripts', 'markdown', 'render.js'), join(target, 'tools', 'markdown'), { esm: true })
}

/**
 * @param {string} entry
 * @param {string} folder
 * @param {{ esm: boolean }} format
 */
async function bundleFile(entry, folder, { esm }) {
  const { code, assets } = await ncc(entry, {
    cache: false,
    esm,
    license: 'licenses.txt',
    quiet: true,
    target: 'es2022',
  })
  // Only now, so that what is there stays usable while the bundle is made.
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'index.js'), code)
  for (const [name, { source }] of Object.entries(assets)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), source)
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  await withCompiled(async compiled => {
    await bundle(compiled, root)
    await generate(compiled, root, root)
  })
