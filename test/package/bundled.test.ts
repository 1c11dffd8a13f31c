import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { Ajv } from 'ajv'
import { repository } from '../../hosts/repository.js'
import { licenseTexts, packagesOf, sbomOf } from '../../scripts/generate/sbom.js'

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
const files = sbom.metadata.component.components

/** The packages that the list names for a bundle. */
function packagesIn(folder: string): string[] {
  const refs = sbom.dependencies
    .filter(({ ref }) => dirname(ref) === folder)
    .flatMap(({ dependsOn }) => dependsOn ?? [])
  return sbom.components.filter(({ purl }) => refs.includes(purl)).map(({ name }) => name)
}

/** Texts in quotes, long enough that nobody writes them twice by accident: minifying leaves them as they are. */
const longTexts = (code: string) =>
  [...code.matchAll(/(['"`])((?:(?!\1)[^\\\n$]){16,})\1/g)]
    .map(([, , text]) => text as string)
    .filter(text => !/^[a-z]+\/[\w.+-]+$/.test(text))

/** The long texts of every package that could be bundled, without those that stand in several. */
function textsOfPackages(): Map<string, string[]> {
  const { packages } = json<{ packages: Record<string, { dev?: true; link?: true }> }>('package-lock.json')
  const candidates = Object.entries(packages).filter(
    ([path, { dev, link }]) => path.includes('node_modules/') && !dev && !link,
  )
  const owners = new Map<string, Set<string>>()
  for (const [path] of candidates) {
    const entries = readdirSync(join(repository, path), { recursive: true, encoding: 'utf8' })
    const sources = entries.filter(name => /\.[cm]?js$/.test(name) && !name.includes('node_modules'))
    for (const text of sources.flatMap(name => longTexts(read(`${path}/${name}`))))
      owners.set(text, (owners.get(text) ?? new Set()).add(path.replace(/^.*node_modules\//, '')))
  }
  const own = [...owners].flatMap(([text, names]) =>
    names.size === 1 ? [...names].map(name => [name, text] as const) : [],
  )
  return own.reduce((all, [name, text]) => all.set(name, [...(all.get(name) ?? []), text]), new Map<string, string[]>())
}

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

  const folders = [...new Set(files.map(({ name }) => dirname(name)))]

  test.each(folders)('lists every file of code in %s', folder => {
    const found = readdirSync(join(repository, folder)).filter(name => name.endsWith('.js'))
    expect(files.map(({ name }) => name).filter(name => dirname(name) === folder)).toEqual(
      expect.arrayContaining(found.map(name => `${folder}/${name}`)),
    )
  })

  test.each(folders)('leaves out no package that has texts of its own in %s', folder => {
    const code = files
      .filter(({ name }) => dirname(name) === folder)
      .map(({ name }) => read(name))
      .join('\n')
    // A few texts are in many packages by chance.
    const present = [...textsOfPackages()]
      .filter(([, own]) => own.filter(text => code.includes(text)).length / own.length > 0.2)
      .map(([name]) => name)
    expect(packagesIn(folder)).toEqual(expect.arrayContaining(present))
    expect(present).toContain('@actions/http-client')
    expect(present.length).toBeGreaterThan(1)
  })

  test.each(folders)('names exactly the packages whose license is in %s', folder => {
    const texts = read(`${folder}/licenses.txt`)
    const names = [...texts.matchAll(/^(\S+)\n([\w.-]+)\n(?=.*\S)/gm)].map(([, name]) => name)
    expect(names).toEqual(packagesIn(folder))
    expect(texts.match(/Permission is hereby granted|Redistribution and use|Apache License/g)).toHaveLength(
      names.length,
    )
  })

  test.each(files)('has the checksum of $name', ({ name, hashes }) => {
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
      { name: 'a', version: '1.0.0', license: 'MIT', folder: 'node_modules/a', integrity },
      { name: '@b/c', version: '2.0.0', license: 'MIT OR Apache-2.0', folder: 'node_modules/a/node_modules/@b/c' },
    ])
  })

  test('and one that does not say its license stops the build', () => {
    expect(() => found('node_modules/old/index.js')).toThrow('node_modules/old/package.json does not say what it is')
  })

  test('and so does one without the text of its license', () => {
    const packages = found('node_modules/a/x.js')
    expect(() => licenseTexts(packages, folder)).toThrow('node_modules/a has no text of its license.')
    writeFileSync(join(folder, 'node_modules/a/LICENSE.md'), 'As you like.\r\n')
    expect(licenseTexts(packages, folder)).toBe('a\nMIT\nAs you like.\n')
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
