// npm run build: compiles src/, bundles each host's entry into dist/, and writes what is generated from the sources.
// tsc compiles and ncc bundles that, because ncc's own loader cannot use TypeScript 7.
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ncc from '@vercel/ncc'
import { minify } from 'terser'
import { eager } from './eager.js'
import { licenseTexts, packagesOf, sbomOf } from './generate/sbom.js'
import { generate } from './generate.js'
import { lazy } from './lazy.js'

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

/** The bundles below dist/, by the name of their folder, and the compiled module that each one starts with. */
const bundles = /** @type {const} */ ({
  github: 'github/main.js',
  azure: 'azure/main.js',
  'call-github': 'github/call.js',
  'call-azure': 'azure/call.js',
})

/**
 * Fills dist/: the bundles, the texts of their licenses, and the list of what is in them.
 * @param {string} compiled
 * @param {string} target the folder that gets dist/
 */
export async function bundle(compiled, target) {
  const made = []
  for (const [name, entry] of Object.entries(bundles)) {
    const folder = `dist/${name}`
    const files = await bundleFile(join(compiled, entry), join(target, folder))
    // As CommonJS the step starts a tenth sooner than as an ES module.
    writeFileSync(join(target, folder, 'package.json'), '{ "type": "commonjs" }\n')
    writeFileSync(join(target, folder, 'licenses.txt'), licenseTexts(packagesOf(files.flatMap(modulesOf), root), root))
    made.push(...files.map(file => ({ path: `${folder}/${file.name}`, packages: packagesOf(file.modules, root) })))
  }
  const project = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const sbom = sbomOf(project, made, path => readFileSync(join(target, path)))
  writeFileSync(join(target, 'dist/sbom.cdx.json'), sbom)
}

/**
 * @param {string} entry
 * @param {string} folder
 * @returns {Promise<CodeFile[]>} what it was bundled into
 */
async function bundleFile(entry, folder) {
  const { code, assets, stats } = await ncc(entry, { cache: false, esm: false, quiet: true, target: 'es2022' })
  // Only now, so that what is there stays usable while the bundle is made.
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const mayWait = whatMayWait(stats.compilation)
  writeFileSync(join(folder, 'index.js'), await minified(lazy(code, mayWait)))
  for (const [name, { source }] of Object.entries(assets)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), name.endsWith('.js') ? await minified(lazy(String(source), mayWait)) : source)
  }
  return codeFilesOf(stats.compilation)
}

/**
 * Reading a bundle is a part of every start, and what is committed stays small. ncc's own minifier leaves out the files
 * that are loaded later.
 * @param {string} code
 */
async function minified(code) {
  const { code: less = code } = await minify(code, {
    ecma: 2020,
    // A function that is used once would be made anew at each call of the one that it is put into.
    compress: { reduce_funcs: false },
    format: { comments: false },
  })
  return `${eager(less)}\n`
}

/**
 * Node's own modules, packages, and the texts of errors; other modules of the project are nearly all needed.
 * https://webpack.js.org/api/compilation-object/
 * @param {import('@vercel/ncc').Compilation} compilation
 * @returns {(id: number) => boolean}
 */
function whatMayWait({ chunks, chunkGraph }) {
  const modules = [...chunks].flatMap(chunk => [...chunkGraph.getChunkModules(chunk)])
  const waiting = modules.filter(({ resource }) => !resource || /node_modules|errors[\\/]causes\.js$/.test(resource))
  const ids = new Set(waiting.map(module => Number(chunkGraph.getModuleId(module))))
  return id => ids.has(id)
}

/**
 * @typedef {object} CodeFile
 * @property {string} name
 * @property {string[]} modules their paths
 */

/**
 * The modules of each file. Others were only looked at, and several that were joined into one are listed one by one.
 * https://webpack.js.org/api/compilation-object/
 * @param {import('@vercel/ncc').Compilation} compilation
 * @returns {CodeFile[]}
 */
function codeFilesOf({ chunks, chunkGraph }) {
  return [...chunks].flatMap(chunk => {
    const modules = chunkGraph.getChunkModules(chunk).flatMap(module => module.modules ?? [module])
    return [...chunk.files].map(name => ({ name, modules: modules.flatMap(({ resource }) => resource ?? []) }))
  })
}

/** @param {CodeFile} file */
function modulesOf({ modules }) {
  return modules
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  await withCompiled(async compiled => {
    await bundle(compiled, root)
    await generate(compiled, root, root)
  })
