// npm run build: compiles src/, bundles each host's entry into dist/, and writes what is generated from the sources.
// tsc compiles, because ncc's own loader cannot use TypeScript 7, Rollup joins the modules, and ncc bundles them.
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ncc from '@vercel/ncc'
import { minify } from 'terser'
import { setApart } from './apart.js'
import { eager } from './eager.js'
import { licenseTexts, packagesOf, sbomOf } from './generate/sbom.js'
import { generate } from './generate.js'
import { joinModules, texts } from './join.js'
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
    const joined = await joinModules(join(compiled, entry), join(compiled, `joined-${name}`))
    const files = await bundleFile(joined, join(target, folder))
    // As CommonJS the step starts a tenth sooner than as an ES module.
    writeFileSync(join(target, folder, 'package.json'), '{ "type": "commonjs" }\n')
    writeFileSync(join(target, folder, 'licenses.txt'), licenseTexts(packagesOf(files.flatMap(modulesOf), root), root))
    made.push(...files.map(file => ({ path: `${folder}/${file.name}`, packages: packagesOf(file.modules, root) })))
  }
  const project = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const sbom = sbomOf(project, made, path => readFileSync(join(target, path)))
  writeFileSync(join(target, 'dist/sbom.cdx.json'), sbom)
}

/** Where the texts of errors are, beside each bundle. */
const textsFile = 'texts.js'

/**
 * @param {string} entry
 * @param {string} folder
 * @returns {Promise<CodeFile[]>} what it was bundled into
 */
async function bundleFile(entry, folder) {
  const { code, assets, stats } = await ncc(entry, { cache: false, esm: false, quiet: true, target: 'es2022' })
  const modules = modulesById(stats.compilation)
  // ncc puts an error in the place of what it does not find.
  const missing = [...modules.values()].find(path => path?.includes('@@notfound'))
  if (missing !== undefined) throw new Error(`${entry} imports what there is not: ${missing}`)
  const textsId = [...modules.keys()].find(id => texts.test(modules.get(id) ?? ''))
  const apart = textsId === undefined ? undefined : setApart(code, textsId, textsFile)
  if (apart === undefined) throw new Error(`${entry} has no module with the texts of errors`)
  // Only now, so that what is there stays usable while the bundle is made.
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const mayWait = (/** @type {number} */ id) => isLoadedLate(modules.get(id))
  const parts = Object.entries(assets).map(([name, { source }]) => /** @type {const} */ ([name, String(source)]))
  const sources = [['index.js', apart.bundle], [textsFile, apart.part], ...parts]
  for (const [name = '', source = ''] of sources)
    writeFileSync(join(folder, name), await minified(lazy(source, mayWait)))
  return [...codeFilesOf(stats.compilation), { name: textsFile, modules: [] }]
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
 * The paths of modules by the numbers that they have in a bundle; Node's own have none.
 * https://webpack.js.org/api/compilation-object/
 * @param {import('@vercel/ncc').Compilation} compilation
 */
function modulesById({ chunks, chunkGraph }) {
  const modules = [...chunks].flatMap(chunk => [...chunkGraph.getChunkModules(chunk)])
  return new Map(
    modules.map(module => [Number(chunkGraph.getModuleId(module)), (module.rootModule ?? module).resource]),
  )
}

/**
 * Node's own modules, packages, and the texts of errors; other modules of the project are nearly all needed.
 * @param {string | undefined} path
 */
function isLoadedLate(path) {
  return path === undefined || /node_modules/.test(path) || texts.test(path)
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
