import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseDocument } from 'yaml'
import { repository } from '../../hosts/repository.js'

/** A workflow or a pipeline of this repository, parsed. */
export interface Page {
  /** Its path in the repository. */
  readonly path: string
  readonly text: string
  readonly value: Record<string, unknown>
}

/** Every YAML file of a folder. */
export function pagesIn(folder: string): Page[] {
  const names = readdirSync(join(repository, folder)).filter(name => /\.ya?ml$/.test(name))
  return names.map(name => {
    const path = `${folder}/${name}`
    const text = readFileSync(join(repository, path), 'utf8')
    const document = parseDocument(text, { strict: true, uniqueKeys: true })
    if (document.errors.length > 0) throw new Error(`${path}: ${document.errors.map(String).join('\n')}`)
    return { path, text, value: document.toJS() as Record<string, unknown> }
  })
}

/** Every mapping inside a value that has the key, wherever it stands. */
export function withKey(value: unknown, key: string): Record<string, unknown>[] {
  if (value === null || typeof value !== 'object') return []
  const inner = Object.values(value).flatMap(item => withKey(item, key))
  return key in value ? [value as Record<string, unknown>, ...inner] : inner
}

/** The values of a mapping as the hosts give them to a step. */
export function texts(mapping: unknown): Record<string, string> {
  return Object.fromEntries(Object.entries(mapping ?? {}).map(([name, value]) => [name, String(value)]))
}
