// dist/sbom.cdx.json: what is in the bundles, in the format of https://cyclonedx.org/docs/1.6/json/. `npm sbom` lists the
// packages that are installed, of which the bundles hold only a few, so this list comes from the bundler's modules.
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'

/**
 * @typedef {object} Package A package from the registry that has code in a bundle.
 * @property {string} name
 * @property {string} version
 * @property {string} license SPDX identifier or expression
 * @property {string} folder below the project, with slashes
 * @property {string} [integrity] of its archive, as package-lock.json has it: `sha512-` and Base64
 *
 * @typedef {object} Bundle A file of code.
 * @property {string} path below the project, with slashes
 * @property {Package[]} packages
 */

/**
 * The packages whose modules are in a bundle, by name. Modules outside node_modules are this project's own.
 * @param {readonly string[]} modules absolute paths
 * @param {string} root the project
 * @returns {Package[]}
 */
export function packagesOf(modules, root) {
  /** @type {{ packages: Record<string, { integrity?: string }> }} */
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))
  const paths = modules.map(path => relative(root, path).split(sep).join('/'))
  // Greedy, because a package inside another one's node_modules is the one that the module belongs to.
  const folders = paths.flatMap(path => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? [])
  return [...new Set(folders)].sort().map(folder => {
    const { name, version, license } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'))
    if (!name || !version || typeof license !== 'string')
      throw new Error(`${folder}/package.json does not say what it is: ${name} ${version} ${license}`)
    const { integrity } = packages[folder] ?? {}
    return { name, version, license, folder, ...(integrity === undefined ? {} : { integrity }) }
  })
}

/**
 * The texts of the packages' licenses, each below the name of its package, as most of them ask for.
 * @param {readonly Package[]} packages
 * @param {string} root the project
 */
export function licenseTexts(packages, root) {
  const texts = packages.map(({ name, license, folder }) => {
    const file = readdirSync(join(root, folder)).find(entry => /^(licen[cs]e|copying)(\.\w+)?$/i.test(entry))
    if (file === undefined) throw new Error(`${folder} has no text of its license.`)
    return `${name}\n${license}\n${readFileSync(join(root, folder, file), 'utf8')
      .replaceAll('\r\n', '\n')
      .trim()}\n`
  })
  return texts.join('\n')
}

/**
 * The list as JSON. It has no time and no serial number, so the same sources always give the same bytes.
 * @param {{ name: string, version: string, license: string }} project
 * @param {readonly Bundle[]} bundles
 * @param {(path: string) => Buffer} read a bundle's code
 */
export function sbomOf({ name, version, license }, bundles, read) {
  const packages = new Map(bundles.flatMap(({ packages }) => packages.map(one => [purlOf(one), one])))
  const reference = `${name}@${version}`
  const sbom = {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      lifecycles: [{ phase: 'build' }],
      component: {
        'bom-ref': reference,
        ...{ type: 'application', name, version },
        licenses: licensesOf(license),
        purl: `pkg:github/azure-devops-builds/${name}@v${version}`,
        components: bundles.map(({ path }) => ({
          'bom-ref': path,
          type: 'file',
          name: path,
          hashes: [{ alg: 'SHA-256', content: createHash('sha256').update(read(path)).digest('hex') }],
        })),
      },
    },
    components: [...packages].sort(([a], [b]) => (a < b ? -1 : 1)).map(([purl, one]) => componentOf(purl, one)),
    dependencies: [
      { ref: reference, dependsOn: bundles.map(({ path }) => path) },
      ...bundles.map(({ path, packages }) => ({ ref: path, dependsOn: packages.map(purlOf) })),
      ...[...packages.keys()].sort().map(ref => ({ ref })),
    ],
  }
  return `${JSON.stringify(sbom, undefined, 2)}\n`
}

/**
 * @param {string} purl
 * @param {Package} one
 */
function componentOf(purl, { name, version, license, integrity }) {
  const content = integrity?.startsWith('sha512-') && Buffer.from(integrity.slice(7), 'base64').toString('hex')
  return {
    'bom-ref': purl,
    ...{ type: 'library', name, version },
    ...(content ? { hashes: [{ alg: 'SHA-512', content }] } : {}),
    licenses: licensesOf(license),
    purl,
  }
}

/** @param {string} license */
function licensesOf(license) {
  return /\s/.test(license) ? [{ expression: license }] : [{ license: { id: license } }]
}

/**
 * https://github.com/package-url/purl-spec/blob/main/types-doc/npm-definition.md
 * @param {Package} one
 */
function purlOf({ name, version }) {
  return `pkg:npm/${name.replace(/^@/, '%40')}@${version}`
}
