import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { Ajv } from 'ajv'
import { repository } from '../../hosts/repository.js'
import { packagesOf, sbomOf } from '../../scripts/generate/sbom.js'

interface Component {
  name: string
  version: string
  purl: string
  licenses: { license: { id: string } }[]
}
interface Sbom {
  metadata: { component: { version: string; components: { name: string; hashes: { content: string }[] }[] } }
  components: Component[]
  dependencies: { ref: string; dependsOn?: string[] }[]
}
interface Manifest {
  name: string
  version: string
  dependencies: Record<string, string>
}

const read = (name: string) => readFileSync(join(repository, name), 'utf8')
const json = <T>(name: string) => JSON.parse(read(name)) as T
const sbom = json<Sbom>('dist/sbom.cdx.json')
const project = json<Manifest>('package.json')
const bundles = sbom.metadata.component.components

/** https://github.com/CycloneDX/specification/tree/1.6/schema */
const validate = (() => {
  const schema = (name: string) =>
    json<object>(`node_modules/@cyclonedx/cyclonedx-library/res/schema/${name}.SNAPSHOT.schema.json`)
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false })
  for (const name of ['spdx', 'jsf-0.82'])
    ajv.addSchema(schema(name), `http://cyclonedx.org/schema/${name}.SNAPSHOT.schema.json`)
  const check = ajv.compile(schema('bom-1.6'))
  return (value: unknown) => (check(value) ? [] : (check.errors ?? []))
})()

describe('the list of what is bundled', () => {
  test('follows the schema of CycloneDX 1.6', () => {
    expect(validate(sbom)).toEqual([])
  })

  const [first] = sbom.components
  const wrong: [string, object][] = [
    ['an unknown key', { ...sbom, extra: 1 }],
    ['a component without a name', { ...sbom, components: [{ ...first, name: undefined }] }],
    [
      'a license that SPDX does not know',
      { ...sbom, components: [{ ...first, licenses: [{ license: { id: 'X' } }] }] },
    ],
    ['the same component twice', { ...sbom, components: [first, first] }],
  ]
  test.each(wrong)('would not follow the schema with %s', (_, value) => {
    expect(validate(JSON.parse(JSON.stringify(value)))).not.toEqual([])
  })

  test('is of this version', () => {
    expect(sbom.metadata.component).toMatchObject({ name: project.name, version: project.version })
  })

  test.each(bundles.map(({ name }) => name))('names exactly the packages whose license is beside %s', bundle => {
    // Written by another part of the bundler: a name, then the license, then its text, which has no line that is a name.
    const lines = read(join(dirname(bundle), 'licenses.txt')).split('\n')
    const { packages } = json<{ packages: Record<string, { link?: boolean }> }>('package-lock.json')
    const licensed = lines.filter(line => packages[`node_modules/${line}`])
    const purls = sbom.dependencies.find(({ ref }) => ref === bundle)?.dependsOn ?? []
    const listed = sbom.components.filter(({ purl }) => purls.includes(purl)).map(({ name }) => name)
    expect(listed).toEqual(licensed.sort())
    expect(listed).toContain('@actions/http-client')
  })

  test.each(bundles)('has the checksum of $name', ({ name, hashes }) => {
    expect(hashes[0]?.content).toBe(createHash('sha256').update(read(name)).digest('hex'))
  })

  test('has the versions that are locked, under licenses that let them be passed on', () => {
    const { packages } = json<{ packages: Record<string, { version?: string }> }>('package-lock.json')
    const locked = sbom.components.map(({ name }) => [name, packages[`node_modules/${name}`]?.version])
    expect(sbom.components.map(({ name, version }) => [name, version])).toEqual(locked)
    const allowed = ['MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', '0BSD']
    const licenses = sbom.components.flatMap(one => one.licenses.map(({ license }) => license.id))
    expect(licenses.filter(license => !allowed.includes(license))).toEqual([])
    expect(licenses).toHaveLength(sbom.components.length)
  })

  test('holds the dependencies of this project, which are pinned', () => {
    const names = sbom.components.map(({ name }) => name)
    expect(Object.keys(project.dependencies).filter(name => !names.includes(name))).toEqual([])
    for (const version of Object.values(project.dependencies)) expect(version).toMatch(/^\d+\.\d+\.\d+$/)
  })

  test('is the page docs/bundled.md as well', () => {
    const rows = [...read('docs/bundled.md').matchAll(/^\| \[(.+?)\]\(.+?\) \| (\S+) \|/gm)].map(([, ...row]) => row)
    expect(rows).toEqual(sbom.components.map(({ name, version }) => [name, version]))
  })
})

test('what takes the place of a package has a name of its own, wherever it is listed', () => {
  const { packages } = json<{ packages: Record<string, { link?: true; resolved?: string }> }>('package-lock.json')
  const replaced = Object.entries(packages).filter(([, { link }]) => link)
  expect(replaced.map(([path]) => path)).toEqual(['node_modules/@actions/exec', 'node_modules/undici'])
  for (const [path, { resolved }] of replaced) {
    const { name, version } = json<Manifest>(`${resolved}/package.json`)
    expect(`tools/${name}@${version}`).toBe(`${resolved}@0.0.0`)
    const real = path.replace('node_modules/', '')
    expect(sbom.components.filter(component => component.name === real || component.name === name)).toEqual([])
    for (const bundle of bundles)
      expect(read(join(dirname(bundle.name), 'licenses.txt')).split('\n')).not.toContain(real)
  }
})

describe('packages are found by their modules', () => {
  let folder: string
  const integrity = `sha512-${createHash('sha512').update('a').digest('base64')}`
  const files = {
    'package-lock.json': { packages: { 'node_modules/a': { integrity } } },
    'node_modules/a/package.json': { name: 'a', version: '1.0.0', license: 'MIT' },
    'node_modules/a/node_modules/@b/c/package.json': { name: '@b/c', version: '2.0.0', license: 'MIT OR Apache-2.0' },
    'node_modules/old/package.json': { name: 'old', version: '0.1.0', licenses: [{ type: 'MIT' }] },
  }
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'packages-'))
    for (const [name, value] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true })
      writeFileSync(join(folder, name), JSON.stringify(value))
    }
  })
  afterAll(() => rmSync(folder, { recursive: true }))
  const found = (...paths: string[]) =>
    packagesOf(
      paths.map(path => join(folder, path)),
      folder,
    )

  test('each once, nested ones as themselves, and code of this project not at all', () => {
    const modules = ['lib/x.js', 'y.js', 'node_modules/@b/c/z.js'].map(path => `node_modules/a/${path}`)
    expect(found('src/own.js', 'tools/no-a/index.js', ...modules)).toEqual([
      { name: 'a', version: '1.0.0', license: 'MIT', integrity },
      { name: '@b/c', version: '2.0.0', license: 'MIT OR Apache-2.0' },
    ])
  })

  test('and one that does not say its license stops the build', () => {
    expect(() => found('node_modules/old/index.js')).toThrow('node_modules/old/package.json does not say what it is')
  })

  test('and their list follows the schema, with a license that is an expression too', () => {
    const packages = found('node_modules/a/x.js', 'node_modules/a/node_modules/@b/c/z.js')
    const made = sbomOf({ name: 'x', version: '1.0.0', license: 'MIT' }, [{ path: 'dist/x.js', packages }], Buffer.from)
    const { components } = JSON.parse(made) as Sbom
    expect(components.map(({ purl }) => purl)).toEqual(['pkg:npm/%40b/c@2.0.0', 'pkg:npm/a@1.0.0'])
    expect(components[0]?.licenses).toEqual([{ expression: 'MIT OR Apache-2.0' }])
    expect(validate(JSON.parse(made))).toEqual([])
  })
})
